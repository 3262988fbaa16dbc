// A forward pass as it arrives, taken apart into stages: for each an equation of matrices, and the steps that fill it.
// DOM-free.

import { doubles } from '../shared/block.js';
import { exampleStage, layerStage, measureStage, softmaxStage } from './stages.js';

/** The numbers of a film by name, each a Float64Array. */
const numbersOf = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, doubles(array)]));

/** The numbers of one setting of the weights, of arrays that hold those of all settings one after the other. */
function settingOf(numbers, count, v) {
  const own = (name) => {
    const size = numbers[name].length / count;
    return numbers[name].subarray(v * size, (v + 1) * size);
  };
  return own;
}

/** Where W and b of each layer lie in a row of parameters: W row by row, then b. */
function placesOf(sizes) {
  let start = 0;
  return sizes.slice(1).map((outputs, layer) => {
    const place = { start, biases: start + sizes[layer] * outputs };
    start = place.biases + outputs;
    return place;
  });
}

/** The stages of one setting, each with the index of its first step in the film. */
function stagesOf(header, numbers, v) {
  const { sizes } = header;
  const own = settingOf(numbers, header.weights.length, v);
  const params = own('params');
  const clamp = Math.max(...numbers.params.map(Math.abs)); // of all settings, so that they can be compared
  const layers = placesOf(sizes).map(({ start, biases }, i) => ({
    number: i + 1,
    inputs: sizes[i],
    outputs: sizes[i + 1],
    isLast: i === sizes.length - 2,
    x: i === 0 ? numbers.x : own(`a${i}`),
    W: params.subarray(start, biases),
    b: params.subarray(biases, biases + sizes[i + 1]),
    z: own(`z${i + 1}`),
    a: own(`a${i + 1}`),
    clamp,
  }));
  const softmax = { z: layers.at(-1).z, e: own('exponentials'), p: own('probabilities') };
  const stages = [
    exampleStage(header, numbers),
    measureStage(header, numbers),
    ...layers.map((layer) => layerStage(header, layer)),
    softmaxStage(header, softmax),
  ];
  let start = 0;
  return stages.map((stage) => {
    const placed = { ...stage, start };
    start += stage.steps.length;
    return placed;
  });
}

/** The two networks that the stages are of: the small example, and the one that all the others go through. */
function networksOf(header) {
  const { sizes, features, classes } = header;
  const [measure, first] = [1, 2]; // stages
  const layer = (_, i) => [{ stage: first + i, key: 'z' }, { stage: first + i, key: 'a' }];
  const readings = [[{ stage: measure, key: 'x' }], ...sizes.slice(1).map(layer)];
  const small = [[{ stage: 0, key: 'x' }], [{ stage: 0, key: 'z' }, { stage: 0, key: 'a' }]];
  return {
    example: { sizes: [2, 3], inputs: ['input 1', 'input 2'], outputs: ['', '', ''], first: 0, readings: small, answers: [] },
    whole: {
      sizes, inputs: features.map(({ name }) => name), outputs: classes, first, readings,
      answers: [{ stage: first + sizes.length - 1, key: 'p' }],
    },
  };
}

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} film: header, settings (for each setting of the weights its stages), networks, play, steps, the index
 *   of the last step, and subject, the same for films that differ in the settings of the weights alone
 */
export function readFilm({ header, arrays }) {
  const numbers = numbersOf(arrays);
  const settings = header.weights.map((_, v) => stagesOf(header, numbers, v));
  const last = settings[0].at(-1);
  const subject = JSON.stringify([header.rows, header.sizes, header.activation]);
  return { header, settings, networks: networksOf(header), play: header.play ?? 0, steps: last.start + last.steps.length - 1, subject };
}

/** The place of a step in the film: its stage, and its number there. */
export function placeOf(stages, step) {
  let stage = stages.length - 1;
  while (stages[stage].start > step) stage -= 1;
  return { stage, local: step - stages[stage].start };
}

/** Whether an entry of a part is known when the steps up to `local` of its stage are done. */
export const isKnown = ({ when }, key, index, local) => local >= (when[key]?.[index] ?? 0);

/**
 * What a neuron says by now.
 * @param {object[]} stages of a setting
 * @param {{stage: number, key: string}[]} sources where its layer's numbers are, the latest last: of a network, its
 *   `readings` of a layer (0 are the inputs), or its `answers`
 * @param {number} row
 * @param {number} neuron
 * @param {number} done the last step of the film that is done
 * @returns {{key: string, value: number, text: string} | null} null as long as it is not known
 */
export function reading(stages, sources, row, neuron, done) {
  for (const { stage, key } of [...sources].reverse()) {
    const part = stages[stage].parts.find((one) => one.key === key);
    if (!part) continue;
    const index = row * part.columns + neuron;
    if (isKnown(stages[stage], key, index, done - stages[stage].start)) return { key, value: part.values[index], text: part.texts[index] };
  }
  return null;
}
