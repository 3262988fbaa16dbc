// What a model answers all over a plane of its inputs: z and a of every layer, and the outputs as they are
// shown, at the centres of side × side cells. DOM-free.

import { createAnswers } from './answers.js';
import { gridRows } from './plane.js';

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
 * The answers of a model over a plane, taken only where something has changed.
 *
 * Its values lie cell by cell, from the top left: `a[layer]` and `z[layer]` [side², neurons], `outputs` and
 * `readings` [side², K], `answers` [side²] (`undecided` counts those that are none). The arrays may be longer. They are overwritten by the next computation; `version` tells it happened.
 * @returns {object}
 */
export function createFields() {
  const held = { net: null, model: null, params: new Float32Array(0), plane: null, bounds: null, base: new Float64Array(0) };
  const spent = { sum: 0, count: 0 };
  let pace = START; // the side while things move
  let capacity = 0; // cells there is room for
  let points = null;
  let gridSide = 0; // of the points held

  const fields = {
    side: 0, version: 0, plane: null, bounds: null, z: [], a: [], outputs: null, readings: null,
    answers: null, undecided: 0,
    compute, refine, adapt,
  };

  /** Arrays for so many cells, empty. */
  function makeRoom(net, cells) {
    Object.assign(fields, createAnswers(net, cells));
    points = new Float32Array(cells * net.sizes[0]);
    capacity = cells;
    gridSide = 0;
  }

  function run(side) {
    const { net, model, params, plane, bounds, base } = held;
    const cells = side * side;
    if (side !== gridSide) gridRows(plane, base, bounds, side, points);
    gridSide = side;
    model.grid(params, points, cells, fields, plane.isOpening && same(base, plane.centre));
    fields.undecided = 0;
    for (let cell = 0; cell < cells; cell += 1) if (!net.task.isAnswer(fields.answers[cell])) fields.undecided += 1;
    [fields.side, fields.plane, fields.bounds] = [side, plane, bounds];
    fields.version += 1;
  }

  /** How fine the next ones are: as fine as the time allows, or as they have been sent. */
  const sideNow = () => held.model.side ?? pace;

  /**
   * @param {object} net
   * @param {object} model from answersOf
   * @param {Float32Array} params [P]
   * @param {object} plane from plane.js; isOpening: it is the one that the map opens with, its other inputs at `centre`
   * @param {ArrayLike<number>} base [D] as the network reads them: the inputs off the plane
   * @param {{s: number[], t: number[]}} bounds
   * @returns {boolean} false: nothing had changed, so nothing was computed
   */
  function compute(net, model, params, plane, base, bounds) {
    const sameGrid = held.plane === plane && held.bounds === bounds && same(held.base, base);
    const sameNet = held.net?.key === net.key;
    const sameModel = sameNet && (held.model === model || (held.model.side === null && model.side === null));
    if (sameGrid && sameModel && same(held.params, params)) return false;
    Object.assign(held, { net, model, plane, bounds });
    if (!sameNet || sideNow() ** 2 > capacity) makeRoom(net, sideNow() ** 2);
    if (!sameGrid) {
      gridSide = 0;
      held.base = Float64Array.from(base);
    }
    if (held.params.length !== params.length) held.params = new Float32Array(params.length);
    held.params.set(params);
    run(sideNow());
    return true;
  }

  /** Compute the same once more, as finely as a still picture may take. */
  function refine() {
    const side = nextSide(pace, spent.count > 0 ? spent.sum / spent.count : TOO_SLOW, false);
    if (!held.net || held.model.side !== null || side <= fields.side) return false;
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
function cross({ answers, outputs: z }, K, from, to, x, y, dx, dy) {
  const [a, b] = [answers[from], answers[to]];
  if (a === b) return;
  const ahead = z[from * K + a] - z[from * K + b];
  const behind = z[to * K + b] - z[to * K + a];
  const part = ahead / (ahead + behind);
  const share = part >= 0 && part <= 1 ? part : 0.5;
  crossing.x[crossing.count] = x + share * dx;
  crossing.y[crossing.count] = y + share * dy;
  crossing.count += 1;
}

/**
 * The lines on which the answer changes from one class to another, found between the cells by marching squares.
 * @param {object} fields
 * @param {number} K classes
 * @param {(x1: number, y1: number, x2: number, y2: number) => void} line in cells from the top left, 0..side
 */
export function traceBorders(fields, K, line) {
  const { side, answers } = fields;
  const { x, y } = crossing;
  for (let down = 0; down + 1 < side; down += 1) {
    for (let across = 0; across + 1 < side; across += 1) {
      const a = down * side + across;
      const [b, c, d] = [a + 1, a + side, a + side + 1];
      if (answers[a] === answers[b] && answers[a] === answers[c] && answers[a] === answers[d]) continue;
      if (answers[a] < 0 || answers[b] < 0 || answers[c] < 0 || answers[d] < 0) continue;
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
