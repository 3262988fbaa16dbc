// Where the decision map puts its axes and marks, and which mark lies under a point. DOM-free.

import { niceTicks } from '../shared/chart_layout.js';
import { fixed, probability } from '../shared/format.js';

const LINE = 15;
const MARGIN = 7; // half a label may reach beyond the plot
const TICK = 4;
const REACH = 9;
const WANTED_GAP = { x: 62, y: 44 };

/** Three to six round numbers across a range. */
function ticksOf([low, high], room, gap) {
  const wanted = Math.min(6, Math.max(3, Math.floor(room / gap)));
  for (let most = wanted; most <= 12; most += 1) {
    const ticks = niceTicks(low, high, most);
    if (ticks.length >= 3) return ticks.length <= 6 ? ticks : ticks.filter((_, i) => i % 2 === 0);
  }
  return niceTicks(low, high, wanted);
}

/** Ticks with as many decimals as tell them apart. */
function labelled(ticks, at) {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks.map((value) => ({ value, label: fixed(value, decimals), at: at(value) }));
}

/** "bill length", or of an axis that is no feature "component 1 (69 % of the variance)" */
export const axisName = ({ label, component, share }) =>
  (component ? `component ${component} (${probability(share, 0)} of the variance)` : label);

/** "bill length (mm)" */
export const axisTitle = (axis) => (axis.unit ? `${axisName(axis)} (${axis.unit})` : axisName(axis));

/**
 * Lay out the map.
 * @param {object} request
 * @param {number} request.width CSS pixels
 * @param {number} request.height
 * @param {{s: number[], t: number[]}} request.bounds of the plane
 * @param {object[]} request.axes of the plane: along s and along t
 * @param {(text: string) => number} request.measure width of a text at the label size
 * @returns {object} plot {left, top, right, bottom}, x(s), y(t) → pixels, s(x), t(y) → the plane,
 *   xTicks, yTicks [{value in real units, label, at}], and the request's own fields
 */
export function layoutMap({ width, height, bounds, axes, measure }) {
  const real = (axis, range) => range.map(axis.toReal);
  const top = MARGIN;
  const bottom = height - LINE - TICK - 1;
  const t = (y) => bounds.t[1] - ((y - top) / (bottom - top)) * (bounds.t[1] - bounds.t[0]);
  const y = (value) => top + ((bounds.t[1] - value) / (bounds.t[1] - bounds.t[0])) * (bottom - top);
  const yTicks = labelled(ticksOf(real(axes[1], bounds.t), bottom - top, WANTED_GAP.y), (value) => y(axes[1].fromReal(value)));
  const left = Math.ceil(Math.max(...yTicks.map(({ label }) => measure(label)))) + TICK + 5;
  const right = width - MARGIN;
  const s = (x) => bounds.s[0] + ((x - left) / (right - left)) * (bounds.s[1] - bounds.s[0]);
  const x = (value) => left + ((value - bounds.s[0]) / (bounds.s[1] - bounds.s[0])) * (right - left);
  const xTicks = labelled(ticksOf(real(axes[0], bounds.s), right - left, WANTED_GAP.x), (value) => x(axes[0].fromReal(value)));
  // A label near the corner would be cut.
  for (const tick of xTicks) tick.textAt = Math.min(width - measure(tick.label) / 2 - 1, tick.at);
  return { width, height, bounds, axes, plot: { left, top, right, bottom }, x, y, s, t, xTicks, yTicks };
}

/**
 * The mark nearest to a point.
 * @param {object} layout from layoutMap
 * @param {Float32Array} points [N, 2] on the plane
 * @returns {number | null} its row; null if none is near
 */
export function hitMap(layout, points, x, y, reach = REACH) {
  let nearest = null;
  let distance = reach;
  for (let row = 0; 2 * row < points.length; row += 1) {
    const gap = Math.hypot(layout.x(points[2 * row]) - x, layout.y(points[2 * row + 1]) - y);
    if (gap <= distance) [nearest, distance] = [row, gap];
  }
  return nearest;
}

/** All rows from left to right; of those one above the other, from the bottom up. */
export function orderAcross(points) {
  const rows = Int32Array.from({ length: points.length / 2 }, (_, row) => row);
  return rows.sort((a, b) => points[2 * a] - points[2 * b] || points[2 * a + 1] - points[2 * b + 1] || a - b);
}

/** The row `step` places after `row` in an order; from nowhere, the first or the last. */
export function neighbour(order, row, step) {
  const at = row === null ? -1 : order.indexOf(row);
  if (at < 0) return order[step > 0 ? 0 : order.length - 1];
  return order[Math.min(order.length - 1, Math.max(0, at + step))];
}

/**
 * Where the words about a mark stand: below it in the upper half of the map, else above, so that they do not hide it.
 * @param {{x: number, y: number}} mark
 * @param {number} gap to it
 * @param {{width: number, height: number}} tip
 * @param {{width: number, height: number}} box it may stand out of it above and below
 * @returns {{left: number, top: number}}
 */
export const tipPlace = ({ x, y }, gap, tip, box) => ({
  left: Math.max(0, Math.min(box.width - tip.width, x - tip.width / 2)),
  top: y < box.height / 2 ? y + gap : y - gap - tip.height,
});
