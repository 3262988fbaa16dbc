// The arithmetic of one neuron, written out. DOM-free.

import { kindOf } from './layers.js';
import { biasAt, hasWeights } from './parts.js';

/**
 * z = Σ input · weight + bias, a = f(z), for one row of data.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {{z: Float64Array[], a: Float64Array[]}} flow the row's values, from flowRow
 * @param {number} layer of neurons; an input has no terms
 * @param {number} index
 * @returns {{terms: {from: number, input: number, weight: number | null, product: number | null}[], bias: number | null,
 *   z: number | null, a: number}} of an output, a is z; of an input, bias and z are null; of what pools, weight, product
 *   and bias are null
 */
export function neuronTerms(net, params, flow, layer, index) {
  const a = flow.a[layer][index];
  const part = net.parts[layer - 1];
  if (!part?.kind) return { terms: [], bias: null, z: null, a };
  const { columnOf, termsOf } = kindOf(part);
  const column = columnOf(part, index);
  const terms = termsOf(part, index).map(({ from, row }) => {
    const input = flow.a[layer - 1][from];
    if (row === null) return { from, input, weight: null, product: null };
    const weight = params[part.weights + row * part.columns + column];
    return { from, input, weight, product: input * weight };
  });
  return { terms, bias: hasWeights(net, layer) ? params[biasAt(net, layer, index)] : null, z: flow.z[layer][index], a };
}
