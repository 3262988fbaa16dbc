// Neurons that answer nothing at all. DOM-free.

import { activationOf } from './parts.js';

/**
 * Whether a neuron is dead: its activation is 0 for every training row, so that nothing reaches what
 * follows it, and no gradient what leads to it. Inputs, outputs and what only pools are never called so.
 * @param {object} net from openNetwork
 * @param {{a: Float32Array[]}} swarm the values of all rows, from forwardRows
 * @param {{test: ArrayLike<number>, count: number}} data
 * @param {number} layer of neurons
 * @param {number} index
 */
export function isDead(net, { a }, { test, count }, layer, index) {
  if (activationOf(net, layer) === null) return false;
  const n = net.sizes[layer];
  let trained = 0;
  for (let row = 0; row < count; row += 1) {
    if (test[row]) continue;
    if (a[layer][row * n + index] !== 0) return false;
    trained += 1;
  }
  return trained > 0;
}
