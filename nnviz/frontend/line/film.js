// A plane as it arrives: points of two classes, and the record of a network that learns to tell them apart. DOM-free.

import { openNetwork } from '../model/parts.js';

/** Of the range of the points, on each side of them. */
const MARGIN = 0.12;

/** @returns {number[]} the range of every second number from `first` on, with a margin */
function rangeOf(x, first) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = first; i < x.length; i += 2) [low, high] = [Math.min(low, x[i]), Math.max(high, x[i])];
  const margin = MARGIN * (high - low);
  return [low - margin, high + margin];
}

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} film: the header's words; net; x [2N] standardised,
 *   y [N], count N; steps T, params(step) [P], losses and scores [T+1]; ranges, what of the plane is shown, standardised;
 *   lines: how many neurons read the plane; layered: whether another one answers from what they say
 */
export function readFilm({ header, arrays }) {
  const net = openNetwork(header);
  const { data, shape: [rows, P] } = arrays.params;
  return {
    ...header,
    net,
    x: arrays.x.data,
    y: arrays.y.data,
    count: arrays.y.data.length,
    steps: rows - 1,
    params: (step) => data.subarray(step * P, (step + 1) * P),
    losses: arrays.loss.data,
    scores: arrays.score.data,
    ranges: [rangeOf(arrays.x.data, 0), rangeOf(arrays.x.data, 1)],
    lines: net.parts[0].outputs,
    layered: net.parts.length > 1,
  };
}

/**
 * The record's parameters at a position, on the straight way from one step to the next between two of them.
 * @param {object} film
 * @param {number} position 0..steps
 * @returns {Float32Array} [P]
 */
export function paramsAt({ params, steps }, position) {
  const step = Math.min(steps, Math.floor(position + 1e-9));
  const share = Math.max(0, position - step);
  if (share === 0 || step === steps) return params(step);
  const next = params(step + 1);
  return params(step).map((value, p) => value + share * (next[p] - value));
}

/** How many points the record has right after a step. */
export const rightAt = ({ scores, count }, step) => Math.round(scores[step] * count);
