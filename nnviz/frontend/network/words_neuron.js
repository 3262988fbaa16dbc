// The arithmetic of one neuron as lines of text. DOM-free.

import { capital, withUnit } from '../shared/format.js';
import { isOutput } from '../model/parts.js';
import { neuronName } from './names.js';
import { exact, parseTyped } from './words_numbers.js';

/** "hidden 1.3", "bill length (input)", "Adelie (output)" */
export function titleOf(header, layer, index) {
  const name = neuronName(header, layer, index);
  if (layer === 0) return `${name} (input)`;
  return isOutput(header.net, layer) ? `${name} (output)` : name;
}

/**
 * Lines of the table input × weight = product; of what pools, input alone.
 * @param {object} header
 * @param {number} layer of the neuron, at least 1
 * @param {{terms: object[]}} sum from neuronTerms
 * @param {(value: number) => string} write a number
 * @param {(from: number) => string} [nameOf] what an input is called
 * @returns {{name: string, input: string, weight?: string, product?: string}[]}
 */
export const termLines = (header, layer, { terms }, write, nameOf = (from) => neuronName(header, layer - 1, from)) => terms.map(({ from, input, weight, product }) => ({
  name: nameOf(from), input: write(input), ...(weight === null ? {} : { weight: write(weight), product: write(product) }),
}));

/** What becomes of a square, by the kind of the pooling. */
const POOLED = {
  max_pooling: ({ terms, z }, write) => [[`the largest of these ${terms.length} = [[z]]`, write(z)]],
  mean_pooling: ({ terms, z }, write) => [
    ['sum of the values', write(terms.reduce((total, { input }) => total + input, 0))],
    [`÷ ${terms.length}, their mean = [[z]]`, write(z)],
  ],
};

/** Lines under the table of what pools. */
export const pooledLines = ({ net }, layer, sum, write) => POOLED[net.parts[layer - 1].kind](sum, write);

/** Lines under the table: the sum of the products, the bias, z. */
export function sumLines({ terms, bias, z }, write) {
  const sum = terms.reduce((total, { product }) => total + product, 0);
  return [['sum of the products', write(sum)], ['+ [[bias b]]', write(bias)], ['= [[z]]', write(z)]];
}

/**
 * "a = ReLU(z) = max(0, z) = 0.42" and what that means.
 * @param {{label: string, plain: string, words: string}} activation its name, formula and what it does
 */
export function activationText({ label, plain, words }, a, write) {
  const of = plain === 'z' || plain === `${label} z` ? '' : `${label}(z) = `; // a formula that says its own name
  return { line: `a = ${of}${plain} = ${write(a)}`, words: `[[${label}]]: ${words}.` };
}

/** What pools passes z on as it is. */
export const pooledText = (a, write) => ({ line: `a = z = ${write(a)}`, words: 'Pooling has no weights and no bias, and no activation function follows it.' });

/** An input: how a measurement becomes the number that the network reads, or is it. */
export function inputLines({ name, unit }, { raw, mean, std, value, scaled }, write) {
  if (!scaled) return [[name, withUnit(exact(raw), unit)], ['x, as measured', exact(raw)]];
  return [
    [name, withUnit(exact(raw), unit)], // as it was measured, with no digits of our making
    ['mean of the [[training rows]]', withUnit(write(mean), unit)],
    ['their [[standard deviation]]', withUnit(write(std), unit)],
    ['[[standardised x]]', write(value)],
  ];
}

/** A weight or bias that was typed. */
export function readParameter(text) {
  const { value, error } = parseTyped(text);
  if (!error) return { value, error: '' };
  return { value: null, error: `${capital(error)}: any number such as -0.25 is allowed; the old value stays.` };
}

/** How far the slider of a parameter goes to either side: 3, or as many times twice that as hold the value. */
export function reach(value, least = 3) {
  if (!Number.isFinite(value)) return least;
  let bound = least;
  while (bound < Math.abs(value)) bound *= 2;
  return bound;
}
