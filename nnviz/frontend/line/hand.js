// Lines drawn by hand, each by its two ends, and the network that they are. DOM-free; places are standardised, [x₁, x₂].

import { createAnswers, answersOf } from '../model/answers.js';
import { biasAt, weightAt } from '../model/parts.js';

/** Length of the weights of a line drawn by hand: how abruptly no becomes yes beside it. */
const ABRUPTNESS = 4;

/** The least distance between the two ends. */
const APART = 0.1;

/** Where one line opens, and where two do, as parts of what is shown: across the way in which good lines would lie. */
const OPENINGS = [
  [[[0.24, 0.86], [0.8, 0.2]]],
  [[[0.36, 0.9], [0.3, 0.1]], [[0.7, 0.1], [0.64, 0.9]]],
];

/**
 * The lines with which a plane opens.
 * @param {number[][]} ranges
 * @param {number} count 1 or 2
 * @returns {number[][][]} the two ends of each
 */
export const openingLines = (ranges, count) => OPENINGS[count - 1].map((ends) =>
  ends.map((end) => end.map((share, d) => Math.round(100 * (ranges[d][0] + share * (ranges[d][1] - ranges[d][0]))) / 100)));

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

/**
 * The network whose first neurons have these lines. Where there are more than one, the last neuron says yes where all of
 * them do: h₁ + h₂ > 1, as each h is between −1 and 1.
 * @param {object} net from openNetwork
 * @param {number[][][]} lines the two ends of each
 * @returns {Float32Array} [P]
 */
export function paramsOf(net, lines) {
  const params = new Float32Array(net.count);
  const last = net.parts.length - 1;
  lines.forEach((ends, j) => {
    const [w1, w2, b] = neuronOf(ends);
    params[weightAt(net, 0, 0, j)] = w1;
    params[weightAt(net, 0, 1, j)] = w2;
    params[biasAt(net, 1, j)] = b;
    if (last > 0) params[weightAt(net, last, j, 0)] = ABRUPTNESS;
  });
  if (last > 0) params[biasAt(net, last + 1, 0)] = -ABRUPTNESS * (lines.length - 1);
  return params;
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
