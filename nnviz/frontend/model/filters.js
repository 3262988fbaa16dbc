// The filters of a convolution, channel by channel of what they read. DOM-free.

import { kindOf } from './layers.js';

/**
 * The weights of one filter.
 * @param {object} part a convolution
 * @param {ArrayLike<number>} params [P]
 * @param {number} filter
 * @returns {number[][]} [channels][kernel · kernel], line by line
 */
export function filterWeights({ channels, kernel, columns, weights }, params, filter) {
  const area = kernel * kernel;
  return Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: area }, (__, at) => params[weights + (channel * area + at) * columns + filter]));
}

/**
 * The terms of a neuron of a convolution as they lie below its filter.
 * @param {object} part
 * @param {number} index of the neuron
 * @param {object[]} terms from neuronTerms
 * @returns {(object | null)[][]} [channels][kernel · kernel]; null: the padding, which is no input
 */
export function termsBelow(part, index, terms) {
  const area = part.kernel ** 2;
  const below = Array.from({ length: part.channels }, () => Array(area).fill(null));
  kindOf(part).termsOf(part, index).forEach(({ row }, i) => { below[Math.floor(row / area)][row % area] = terms[i]; });
  return below;
}
