// A line drawn by hand, by its two ends, and the neuron that it is. DOM-free; places are standardised, [x₁, x₂].

import { createAnswers, answersOf } from '../model/answers.js';

/** Length of the weights of a line drawn by hand: how abruptly no becomes yes beside it. */
const ABRUPTNESS = 4;

/** The least distance between the two ends. */
const APART = 0.1;

/** The ends with which a plane opens: across the way in which a good line would lie. */
export function openingEnds([[left, right], [bottom, top]]) {
  const at = (share, [low, high]) => low + share * (high - low);
  return [
    [at(0.24, [left, right]), at(0.86, [bottom, top])],
    [at(0.8, [left, right]), at(0.2, [bottom, top])],
  ].map((end) => end.map((value) => Math.round(100 * value) / 100));
}

/**
 * The neuron whose sum is 0 on the line: it says the second class on the left, seen from the first end to the second.
 * @param {number[][]} ends
 * @returns {number[]} [w₁, w₂, b]
 */
export function neuronOf([[ax, ay], [bx, by]]) {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [w1, w2] = [(-ABRUPTNESS * (by - ay)) / length, (ABRUPTNESS * (bx - ax)) / length];
  return [w1, w2, -(w1 * ax + w2 * ay)];
}

/** The same line that answers the other way round. */
export const swapped = ([first, second]) => [second, first];

/** An end at another place: within what is shown, to a hundredth, and never on the other end. */
export function moved(ends, index, place, ranges) {
  const next = place.map((value, d) => Math.round(100 * Math.min(ranges[d][1], Math.max(ranges[d][0], value))) / 100);
  const other = ends[1 - index];
  if (Math.hypot(next[0] - other[0], next[1] - other[1]) < APART) return ends;
  return index === 0 ? [next, other] : [other, next];
}

/**
 * Who counts how many points a network has right, and tells which it has wrong.
 * @param {object} net from openNetwork
 * @param {{x: Float32Array, y: Float32Array, count: number}} points
 * @returns {(params: ArrayLike<number>) => {right: number, wrong: Uint8Array}} wrong [N]: 1 where the answer is
 */
export function createJudge(net, { x, y, count }) {
  const room = createAnswers(net, count);
  const model = answersOf(net, {});
  return (params) => {
    const { answers } = model.rows(Float32Array.from(params), x, count, room);
    const wrong = Uint8Array.from(answers, (answer, row) => (answer === y[row] ? 0 : 1));
    return { right: count - wrong.reduce((sum, one) => sum + one, 0), wrong };
  };
}
