// The network at one epoch: where each parameter lies in a row of the history, and the forward pass.

import { ACTIVATIONS } from './activations.js';

/**
 * Where the parameters of each layer begin in a row: per layer W row-major [in, out], then b [out].
 * @param {number[]} sizes neurons per layer, inputs first
 * @returns {{layers: {inputs: number, outputs: number, weights: number, biases: number}[], count: number}}
 *   weights, biases: offsets into the row; count: P
 */
export function parameterMap(sizes) {
  const layers = [];
  let count = 0;
  for (let l = 0; l + 1 < sizes.length; l += 1) {
    const [inputs, outputs] = [sizes[l], sizes[l + 1]];
    layers.push({ inputs, outputs, weights: count, biases: count + inputs * outputs });
    count += (inputs + 1) * outputs;
  }
  return { layers, count };
}

/** Offset of W[from, to] of weight matrix `layer` (0 leaves the inputs). */
export const weightAt = (map, layer, from, to) => map.layers[layer].weights + from * map.layers[layer].outputs + to;

/** Offset of the bias of neuron `index` in layer `layer` >= 1 of the network (0 are the inputs). */
export const biasAt = (map, layer, index) => map.layers[layer - 1].biases + index;

/**
 * The forward pass of one row of data: z = x·W + b, a = f(z); the last layer keeps z, the logits.
 * @param {number[]} sizes
 * @param {string} activation a key of ACTIVATIONS
 * @param {Float32Array} params [P]
 * @param {ArrayLike<number>} x [D] standardised
 * @returns {Float64Array[]} per layer of neurons: the inputs, the activations, at last the logits
 */
export function forward(sizes, activation, params, x) {
  const f = ACTIVATIONS[activation];
  const { layers } = parameterMap(sizes);
  const result = [Float64Array.from(x)];
  layers.forEach(({ inputs, outputs, weights, biases }, l) => {
    const before = result[l];
    const z = Float64Array.from(params.subarray(biases, biases + outputs));
    for (let i = 0; i < inputs; i += 1) {
      for (let j = 0; j < outputs; j += 1) z[j] += before[i] * params[weights + i * outputs + j];
    }
    result.push(l + 1 < layers.length ? z.map(f) : z);
  });
  return result;
}

/**
 * Softmax of the logits.
 * @param {ArrayLike<number>} logits [K]
 * @returns {number[]} [K], adding to 1
 */
export function probabilities(logits) {
  const largest = Math.max(...logits);
  const powers = Array.from(logits, (z) => Math.exp(z - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
