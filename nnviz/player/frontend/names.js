// What things are called on screen. Neurons count from 1, as people do.

import { significant } from './format.js';

/** The name of a layer of neurons; 0 are the inputs. */
export function layerName(sizes, layer) {
  if (layer === 0) return 'inputs';
  return layer === sizes.length - 1 ? 'outputs' : `hidden ${layer}`;
}

/**
 * The name of one neuron: its feature, "hidden 1.3", or its class.
 * @param {{sizes: number[], features: {name: string}[], classes: string[]}} header
 */
export function neuronName({ sizes, features, classes }, layer, index) {
  if (layer === 0) return features[index]?.name ?? `input ${index + 1}`;
  if (layer === sizes.length - 1) return classes[index] ?? `output ${index + 1}`;
  return `hidden ${layer}.${index + 1}`;
}

/** "w[bill length → hidden 1.3]" */
export const weightName = (header, layer, from, to) =>
  `w[${neuronName(header, layer, from)} → ${neuronName(header, layer + 1, to)}]`;

/** "b[hidden 1.3]" */
export const biasName = (header, layer, index) => `b[${neuronName(header, layer, index)}]`;

/** Two decimals where they say enough, two digits where the number is smaller. */
export function parameterText(value) {
  if (!Number.isFinite(value)) return significant(value);
  return Math.abs(value) >= 0.1 || value === 0 ? significant(value, Math.abs(value) >= 1 ? 3 : 2) : significant(value, 2);
}

const equation = (name, value) => `${name} = ${parameterText(value)}`;

/**
 * What a selection is and holds, as one line.
 * @param {object | null} selection see selection.js
 * @param {object} header
 * @param {{map: object, params: Float32Array, layers: Float64Array[] | null, chances: number[] | null}} shown
 *   layers, chances: activations and probabilities of the penguin chosen, if one is
 */
export function describeSelection(selection, header, { map, params, layers, chances }) {
  if (!selection) return '';
  const { kind, layer } = selection;
  if (kind === 'weight') {
    const { weights, outputs } = map.layers[layer];
    return equation(weightName(header, layer, selection.from, selection.to), params[weights + selection.from * outputs + selection.to]);
  }
  const name = neuronName(header, layer, selection.index);
  const parts = [];
  if (layer > 0) parts.push(equation(biasName(header, layer, selection.index), params[map.layers[layer - 1].biases + selection.index]));
  else parts.push(`input ${name}`);
  if (layers) {
    const value = layers[layer][selection.index];
    const last = layer === header.sizes.length - 1;
    parts.push(equation(layer === 0 ? 'x (standardised)' : last ? 'z' : 'a', value));
    if (last && chances) parts.push(`probability = ${significant(chances[selection.index], 3)}`);
  }
  return parts.join(' · ');
}
