// Which weight or bias lies at an offset of a row of parameters. DOM-free.

import { biasName, weightName } from './names.js';
import { neuronOf } from '../model/parts.js';

/**
 * The selection that a parameter stands for; a bias is its neuron.
 * @param {object} net
 * @param {number} offset 0..P − 1
 * @returns {object} see selection.js
 */
export function placeAt(net, offset) {
  const layer = net.parts.findIndex(({ weights, end }) => weights <= offset && offset < end);
  const { columns, weights, biases } = net.parts[layer];
  if (offset >= biases) return { kind: 'neuron', layer: layer + 1, index: neuronOf(net, layer, offset - biases) };
  const cell = offset - weights;
  return { kind: 'weight', layer, from: Math.floor(cell / columns), to: cell % columns };
}

/** @returns {string} "w[bill length → hidden 1.3]" or "b[hidden 1.3]" */
export function parameterName(header, offset) {
  const { kind, layer, index, from, to } = placeAt(header.net, offset);
  return kind === 'weight' ? weightName(header, layer, from, to) : biasName(header, layer, index);
}
