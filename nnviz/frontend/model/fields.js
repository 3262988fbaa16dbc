// What the network answers all over a plane of its inputs: z and a of every layer, and the
// probabilities, at the centres of side × side cells. DOM-free.

import { gridRows } from './plane.js';
import { createRows, forwardRows, predictedRows, softmaxRows } from './rows.js';

/** How many cells there may be along each side. */
export const SIDES = [16, 24, 32, 48, 64, 96];

const START = 48;
const TOO_SLOW = 5; // milliseconds; what a film can spare of the 16 of a frame
const QUICK = 1; // one size up takes at most 2.25 times as long, which is still not too slow
const AT_REST = 40; // a still picture may take this long, once
const SAMPLES = 6;

/**
 * How fine the next computation is to be.
 * @param {number} side of the last ones
 * @param {number} milliseconds they took, on average
 * @param {boolean} moving whether more follow with each frame; if not, one may take longer
 * @returns {number} one of SIDES
 */
export function nextSide(side, milliseconds, moving) {
  const at = SIDES.indexOf(side);
  if (!moving) return SIDES.findLast((finer, i) => i <= at || milliseconds * (finer / side) ** 2 < AT_REST);
  if (milliseconds > TOO_SLOW) return SIDES[Math.max(0, at - 1)];
  return milliseconds < QUICK ? SIDES[Math.min(SIDES.length - 1, at + 1)] : side;
}

/** Whether two arrays hold the same; NaN is the same as NaN. */
function same(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/**
 * The answers of a network over a plane, computed only where something has changed.
 *
 * Its values lie cell by cell, from the top left: `a[layer]` and `z[layer]` [side², neurons],
 * `chances` [side², K], `predicted` [side²] (−1: no probabilities, `undecided` counts these). The
 * arrays may be longer. They are overwritten by the next computation; `version` tells it happened.
 * @returns {object}
 */
export function createFields() {
  const held = { net: null, params: new Float32Array(0), plane: null, bounds: null, base: new Float64Array(0) };
  const spent = { sum: 0, count: 0 };
  let pace = START; // the side while things move
  let capacity = 0; // cells there is room for
  let points = null;
  let gridSide = 0; // of the points held

  const fields = {
    side: 0, version: 0, plane: null, bounds: null, z: [], a: [], chances: null, predicted: null, undecided: 0,
    compute, refine, adapt,
  };

  /** Arrays for so many cells, empty. */
  function makeRoom(net, cells) {
    const rows = createRows(net.sizes, cells);
    [fields.z, fields.a] = [rows.z, rows.a];
    fields.chances = new Float32Array(cells * net.sizes.at(-1));
    fields.predicted = new Int32Array(cells);
    points = new Float32Array(cells * net.sizes[0]);
    capacity = cells;
    gridSide = 0;
  }

  function run(side) {
    const { net, params, plane, bounds, base } = held;
    const cells = side * side;
    const K = net.sizes.at(-1);
    if (side !== gridSide) gridRows(plane, base, bounds, side, points);
    gridSide = side;
    forwardRows(net, params, points, cells, fields);
    softmaxRows(fields.z.at(-1), cells, K, fields.chances);
    predictedRows(fields.z.at(-1), cells, K, fields.predicted);
    fields.undecided = 0;
    for (let cell = 0; cell < cells; cell += 1) if (fields.predicted[cell] < 0) fields.undecided += 1;
    [fields.side, fields.plane, fields.bounds] = [side, plane, bounds];
    fields.version += 1;
  }

  /**
   * @param {object} net
   * @param {Float32Array} params [P]
   * @param {object} plane from plane.js
   * @param {ArrayLike<number>} base [D] standardised: the inputs off the plane
   * @param {{s: number[], t: number[]}} bounds
   * @returns {boolean} false: nothing had changed, so nothing was computed
   */
  function compute(net, params, plane, base, bounds) {
    const sameGrid = held.plane === plane && held.bounds === bounds && same(held.base, base);
    const sameSizes = held.net !== null && same(held.net.sizes, net.sizes);
    if (sameGrid && sameSizes && held.net.activation === net.activation && same(held.params, params)) return false;
    if (!sameSizes || pace * pace > capacity) makeRoom(net, pace * pace);
    if (!sameGrid) {
      gridSide = 0;
      held.base = Float64Array.from(base);
    }
    if (held.params.length !== params.length) held.params = new Float32Array(params.length);
    held.params.set(params);
    Object.assign(held, { net, plane, bounds });
    run(pace);
    return true;
  }

  /** Compute the same once more, as finely as a still picture may take. */
  function refine() {
    const side = nextSide(pace, spent.count > 0 ? spent.sum / spent.count : TOO_SLOW, false);
    if (!held.net || side <= fields.side) return false;
    if (side * side > capacity) makeRoom(held.net, side * side);
    run(side);
    return true;
  }

  /**
   * Let the next computations be as fine as the time they take allows.
   * @param {number} milliseconds what the last one took
   */
  function adapt(milliseconds) {
    spent.sum += milliseconds;
    spent.count += 1;
    if (spent.count < SAMPLES) return;
    const mean = spent.sum / spent.count;
    const side = nextSide(pace, mean, true);
    // The mean stays known, scaled to the new size, for a rest that comes before new samples do.
    spent.sum = mean * (side / pace) ** 2;
    spent.count = 1;
    pace = side;
  }

  return fields;
}

const crossing = { x: new Float64Array(4), y: new Float64Array(4), count: 0 };

/** Note where, between two neighbouring cells, one class gives way to another. */
function cross(fields, K, from, to, x, y, dx, dy) {
  const { predicted } = fields;
  const [a, b] = [predicted[from], predicted[to]];
  if (a === b) return;
  const z = fields.z[fields.z.length - 1];
  const ahead = z[from * K + a] - z[from * K + b];
  const behind = z[to * K + b] - z[to * K + a];
  const part = ahead / (ahead + behind);
  const share = part >= 0 && part <= 1 ? part : 0.5;
  crossing.x[crossing.count] = x + share * dx;
  crossing.y[crossing.count] = y + share * dy;
  crossing.count += 1;
}

/**
 * The lines on which the predicted class changes, found between the cells by marching squares.
 * @param {object} fields
 * @param {number} K classes
 * @param {(x1: number, y1: number, x2: number, y2: number) => void} line in cells from the top left, 0..side
 */
export function traceBorders(fields, K, line) {
  const { side, predicted } = fields;
  const { x, y } = crossing;
  for (let down = 0; down + 1 < side; down += 1) {
    for (let across = 0; across + 1 < side; across += 1) {
      const a = down * side + across;
      const [b, c, d] = [a + 1, a + side, a + side + 1];
      if (predicted[a] === predicted[b] && predicted[a] === predicted[c] && predicted[a] === predicted[d]) continue;
      if (predicted[a] < 0 || predicted[b] < 0 || predicted[c] < 0 || predicted[d] < 0) continue;
      const [left, top] = [across + 0.5, down + 0.5]; // the centre of the first cell
      crossing.count = 0;
      cross(fields, K, a, b, left, top, 1, 0);
      cross(fields, K, c, d, left, top + 1, 1, 0);
      cross(fields, K, a, c, left, top, 0, 1);
      cross(fields, K, b, d, left + 1, top, 0, 1);
      const { count } = crossing;
      if (count === 2) {
        line(x[0], y[0], x[1], y[1]);
        continue;
      }
      // Three classes meet, or two cross: the lines meet in the middle of their ends.
      let [middleX, middleY] = [0, 0];
      for (let i = 0; i < count; i += 1) {
        middleX += x[i] / count;
        middleY += y[i] / count;
      }
      for (let i = 0; i < count; i += 1) line(x[i], y[i], middleX, middleY);
    }
  }
}
