// The arithmetic of one neuron as lines of text. DOM-free.

import { percent, significant } from '../shared/format.js';
import { neuronName } from './names.js';
import { exact, parseTyped } from './words_numbers.js';

/** Each activation's name, formula in plain text, and what it does; by the keys of the Python registry. */
export const ACTIVATION_WORDS = {
  identity: { name: 'no activation', formula: 'z', words: 'z passes as it is' },
  sigmoid: { name: 'sigmoid', formula: '1 / (1 + e^−z)', words: 'squeezes z between 0 and 1' },
  tanh: { name: 'tanh', formula: 'tanh z', words: 'squeezes z between −1 and 1' },
  relu: { name: 'ReLU', formula: 'max(0, z)', words: 'z passes if it is positive, else 0' },
  leaky_relu: { name: 'leaky ReLU', formula: 'max(0.01·z, z)', words: 'z passes if it is positive, else a hundredth of it' },
  elu: { name: 'ELU', formula: 'z if z > 0, else e^z − 1', words: 'z passes if it is positive, else it is bent towards −1' },
  gelu: { name: 'GELU', formula: 'z · Φ(z)', words: 'z times the chance that a normal number is below it' },
  silu: { name: 'SiLU', formula: 'z / (1 + e^−z)', words: 'z times its own sigmoid' },
};

/** "hidden 1.3", "bill length (input)", "Adelie (output)" */
export function titleOf(header, layer, index) {
  const name = neuronName(header, layer, index);
  if (layer === 0) return `${name} (input)`;
  return layer === header.sizes.length - 1 ? `${name} (output)` : name;
}

/**
 * Lines of the table input × weight = product.
 * @param {object} header
 * @param {number} layer of the neuron, at least 1
 * @param {{terms: object[]}} sum from neuronTerms
 * @param {(value: number) => string} write a number
 * @returns {{name: string, input: string, weight: string, product: string}[]}
 */
export const termLines = (header, layer, { terms }, write) => terms.map(({ from, input, weight, product }) => ({
  name: neuronName(header, layer - 1, from), input: write(input), weight: write(weight), product: write(product),
}));

/** Lines under the table: the sum of the products, the bias, z. */
export function sumLines({ terms, bias, z }, write) {
  const sum = terms.reduce((total, { product }) => total + product, 0);
  return [['sum of the products', write(sum)], ['+ bias b', write(bias)], ['= z', write(z)]];
}

/** "a = ReLU(z) = max(0, z) = 0.42" and what that means. */
export function activationText(activation, a, write) {
  const { name, formula, words } = ACTIVATION_WORDS[activation];
  const of = activation === 'identity' || formula === 'tanh z' ? '' : `${name}(z) = `;
  return { line: `a = ${of}${formula} = ${write(a)}`, words: `${name}: ${words}.` };
}

const FAR = 30; // e^30 has 14 digits: from there on only the distances between the z are worth writing

/**
 * Softmax of one output, written out.
 * @param {ArrayLike<number>} logits [K]
 * @param {number} index
 * @param {number} chance its probability
 * @returns {string[]} lines
 */
export function softmaxLines(logits, index, chance) {
  const values = Array.from(logits);
  if (!values.every(Number.isFinite)) return ['Softmax of outputs that are not numbers has no answer.'];
  const largest = Math.max(...values);
  const shift = values.some((z) => Math.abs(z) > FAR) ? largest : 0;
  const powers = values.map((z) => Math.exp(z - shift));
  const text = (value) => significant(value, 4);
  const sum = powers.reduce((total, power) => total + power, 0);
  const raised = shift === 0 ? 'e^z' : 'e^(z − largest z)';
  return [
    `Softmax makes probabilities of all ${values.length} outputs: p = ${raised}, divided by their sum.`,
    `${raised} = ${text(powers[index])}; sum ${powers.map(text).join(' + ')} = ${text(sum)}`,
    `p = ${text(powers[index])} / ${text(sum)} = ${percent(chance, 2)}`,
  ];
}

/** An input: how a measurement becomes the number that the network reads. */
export function inputLines({ name, unit }, { raw, mean, std, value }, write) {
  const units = unit ? `\u00a0${unit}` : '';
  return [
    [name, `${exact(raw)}${units}`], // as it was measured, with no digits of our making
    ['mean of the training rows', `${write(mean)}${units}`],
    ['their standard deviation', `${write(std)}${units}`],
    ['standardised x', write(value)],
  ];
}

/** A weight or bias that was typed. */
export function readParameter(text) {
  const { value, error } = parseTyped(text);
  if (!error) return { value, error: '' };
  return { value: null, error: `${error[0].toUpperCase()}${error.slice(1)}: any number such as -0.25 is allowed; the old value stays.` };
}

/** How far the slider of a parameter goes to either side: 3, or as many times twice that as hold the value. */
export function reach(value, least = 3) {
  if (!Number.isFinite(value)) return least;
  let bound = least;
  while (bound < Math.abs(value)) bound *= 2;
  return bound;
}
