// One neuron with its numbers, as `nnviz.terrain.one_neuron` has it. DOM-free.

import { ACTIVATIONS, SLOPES } from './activations.js';

/**
 * What a neuron makes of its inputs.
 * @param {{x: number[], w: number[], b: number, activation: string}} neuron
 * @returns {{products: number[], inputs: number, z: number, a: number, slope: number, fires: boolean}} products: each
 *   input times its weight; inputs: their sum, without the bias; slope: f′(z); fires: whether z is above 0
 */
export function workOut({ x, w, b, activation }) {
  const products = x.map((value, i) => w[i] * value);
  const inputs = cleared(products.reduce((sum, product) => sum + product, 0));
  const z = cleared(inputs + b);
  const a = ACTIVATIONS[activation](z);
  return { products, inputs, z, a, slope: SLOPES[activation](z, a), fires: z > 0 };
}

/** A sum of tenths and hundredths without the last digits that binary fractions leave: 0 and not 5e-17. */
const cleared = (value) => Math.round(value * 1e9) / 1e9;
