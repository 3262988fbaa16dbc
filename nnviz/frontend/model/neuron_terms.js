// The arithmetic of one neuron, written out. DOM-free.

import { biasAt, weightAt } from './network.js';

/**
 * z = Σ input · weight + bias, a = f(z), for one row of data.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {{z: Float64Array[], a: Float64Array[]}} flow the row's values, from flowRow
 * @param {number} layer of neurons; an input has no terms
 * @param {number} index
 * @returns {{terms: {from: number, input: number, weight: number, product: number}[], bias: number | null,
 *   z: number | null, a: number}} of an output, a is z; of an input, bias and z are null
 */
export function neuronTerms({ map, sizes }, params, flow, layer, index) {
  const a = flow.a[layer][index];
  if (layer === 0) return { terms: [], bias: null, z: null, a };
  const terms = Array.from({ length: sizes[layer - 1] }, (_, from) => {
    const input = flow.a[layer - 1][from];
    const weight = params[weightAt(map, layer - 1, from, index)];
    return { from, input, weight, product: input * weight };
  });
  return { terms, bias: params[biasAt(map, layer, index)], z: flow.z[layer][index], a };
}
