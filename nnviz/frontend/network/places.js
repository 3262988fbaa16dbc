// Which weight or bias lies at an offset of a row of parameters. DOM-free.

import { biasName, weightName } from './names.js';

/**
 * The selection that a parameter stands for; a bias is its neuron.
 * @param {object} map from parameterMap
 * @param {number} offset 0..P − 1
 * @returns {object} see selection.js
 */
export function placeAt({ layers }, offset) {
  const layer = layers.findLastIndex(({ weights }) => weights <= offset);
  const { outputs, weights, biases } = layers[layer];
  if (offset >= biases) return { kind: 'neuron', layer: layer + 1, index: offset - biases };
  const cell = offset - weights;
  return { kind: 'weight', layer, from: Math.floor(cell / outputs), to: cell % outputs };
}

/** @returns {string} "w[bill length → hidden 1.3]" or "b[hidden 1.3]" */
export function parameterName(header, map, offset) {
  const { kind, layer, index, from, to } = placeAt(map, offset);
  return kind === 'weight' ? weightName(header, layer, from, to) : biasName(header, layer, index);
}
