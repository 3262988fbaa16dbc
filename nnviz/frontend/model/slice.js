// A plane is a slice through the space of the features: what it holds still, who lies near it, and what that changes.
// DOM-free.

import { createAnswers } from './answers.js';
import { project } from './plane.js';

/** So far from a slice, in standard deviations of the features, a row still lies near it. */
export const NEAR = 1;

/** The features that a plane of features holds still, ascending; of any other plane, none. */
export function heldFeatures({ u, axes }) {
  const across = axes.map(({ feature }) => feature);
  if (across.includes(null)) return [];
  return Array.from(u, (_, d) => d).filter((d) => !across.includes(d));
}

/** The point of the slice below a row x [D]: on the plane what the row has, off it what `base` has. */
function below(plane, base, x) {
  const [s, t] = project(plane, Float64Array.from(x, (value, d) => value - base[d]));
  return Float32Array.from(base, (value, d) => value + s * plane.u[d] + t * plane.v[d]);
}

/**
 * How far rows lie from a slice: the length of what they differ in from the point below them.
 * @param {object} plane from plane.js; its spread [D]: the features' standard deviations
 * @param {ArrayLike<number>} base [D] as the network reads them: the inputs off the plane
 * @param {ArrayLike<number>} x [N, D] as the network reads them
 * @param {number} count N
 * @returns {Float32Array} [N] in standard deviations
 */
export function distancesFrom(plane, base, x, count) {
  const D = plane.u.length;
  return Float32Array.from({ length: count }, (_, row) => {
    const own = x.subarray(row * D, (row + 1) * D);
    const point = below(plane, base, own);
    return Math.hypot(...own.map((value, d) => (value - point[d]) / plane.spread[d]));
  });
}

/**
 * Why a row's answer is not the one that the map shows where its mark lies.
 * @param {object} net
 * @param {object} model from answersOf, one that computes
 * @param {Float32Array} params [P]
 * @param {object} plane
 * @param {ArrayLike<number>} base [D]
 * @param {Float32Array} x [D] the row, as the network reads it
 * @returns {{map: number, own: number, features: number[]} | null} the two answers, and which of the features held the
 *   map's comes from: a single one where the row's own value of it alone brings the row's answer, else all; null where
 *   both are the same, or one is none
 */
export function whyOther(net, model, params, plane, base, x) {
  const room = createAnswers(net, 1);
  const answer = (point) => model.rows(params, point, 1, room).answers[0];
  const point = below(plane, base, x);
  const [map, own] = [answer(point), answer(Float32Array.from(x))];
  if (map === own || !net.task.isAnswer(map) || !net.task.isAnswer(own)) return null;
  const held = heldFeatures(plane);
  const apart = (d) => Math.abs(x[d] - base[d]) / plane.spread[d];
  const far = [...held].sort((a, b) => apart(b) - apart(a));
  const alone = far.find((d) => answer(point.map((value, i) => (i === d ? x[d] : value))) === own);
  return { map, own, features: alone === undefined ? held : [alone] };
}
