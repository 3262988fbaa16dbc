// The record of a run as far as it has arrived, gathered from blocks that overlap.

import { lastAtOrBefore } from '../shared/chart_layout.js';

/**
 * A history of `rows` rows: epochs [rows], params [rows, P] and, by their names, the curves [rows].
 * The arrays have room for more; only the first `rows` count.
 */
function emptyHistory(run, parameters, names) {
  const curves = Object.fromEntries(names.map((name) => [name, new Float32Array(0)]));
  return { run, parameters, rows: 0, params: new Float32Array(0), epochs: new Float32Array(0), curves };
}

/** An array of at least this length with the same beginning; twice as long if it must grow. */
export function grown(array, length) {
  if (array.length >= length) return array;
  const larger = new Float32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/**
 * Take in a block: its rows replace those from header.first on, earlier ones are kept.
 * A block that begins beyond the rows held leaves a gap and is not taken.
 * @param {object | null} held the history so far
 * @param {{run: string, first: number, curves: {name: string}[]}} header
 * @param {Object<string, {data: Float32Array, shape: number[]}>} arrays
 * @returns {{history: object | null, missing: boolean, old: boolean}} missing: rows before the
 *   block's are; old: a later block overtook this one, which is not taken either
 */
export function mergeBlock(held, header, arrays) {
  const sameRun = held !== null && held.run === header.run;
  const rowsHeld = sameRun ? held.rows : 0;
  if (header.first > rowsHeld) return { history: held, missing: true, old: false };
  const [count, parameters] = arrays.params.shape;
  if (header.first + count < rowsHeld) return { history: held, missing: false, old: true };
  const history = sameRun ? held : emptyHistory(header.run, parameters, header.curves.map(({ name }) => name));
  const rows = header.first + count;
  const put = (array, { data }, at) => {
    const room = grown(array, at + data.length);
    room.set(data, at);
    return room;
  };
  for (const name of Object.keys(history.curves)) history.curves[name] = put(history.curves[name], arrays[name], header.first);
  history.epochs = put(history.epochs, arrays.epochs, header.first);
  history.params = put(history.params, arrays.params, header.first * parameters);
  history.rows = rows;
  return { history, missing: false, old: false };
}

/** The row shown at a position in epochs: the last kept one that is not later. */
export const rowAt = (history, position) => lastAtOrBefore(history.epochs, position, history.rows);

/** The parameters of one row [P], not copied. */
export const paramsAt = (history, row) =>
  history.params.subarray(row * history.parameters, (row + 1) * history.parameters);

/**
 * The moments between epochs that a block has brought: after some of the steps of an epoch.
 * @param {{run: string, steps?: number}} header steps: how many an epoch has
 * @param {object} arrays steps_epochs [rows], rising, none a whole number; steps_params [rows, P]
 * @returns {{run: string, per: number, epochs: Float32Array, params: Float32Array} | null}
 */
export function stepsOf({ run, steps }, arrays) {
  if (!steps) return null;
  return { run, per: steps, epochs: arrays.steps_epochs.data, params: arrays.steps_params.data };
}

/**
 * The moment between epochs at a position.
 * @param {object | null} steps from stepsOf
 * @param {number} epoch the last epoch of the record that is not later
 * @param {number} position
 * @returns {{index: number, done: number, of: number, params: Float32Array} | null} done of the epoch's steps; null
 *   where there is none after that epoch
 */
export function stepAt(steps, epoch, position) {
  if (!steps || steps.epochs.length === 0) return null;
  const index = lastAtOrBefore(steps.epochs, position);
  const at = steps.epochs[index];
  if (at > position || at < epoch) return null;
  const P = steps.params.length / steps.epochs.length;
  return {
    index, done: Math.round((at - epoch) * steps.per), of: steps.per,
    params: steps.params.subarray(index * P, (index + 1) * P),
  };
}

/** The moment nearest to a position that can be shown: an epoch of the record or, if wanted, one of the steps. */
export function nearestMoment(history, steps, position) {
  const around = (values, length) => {
    const before = lastAtOrBefore(values, position, length);
    return [values[before], values[Math.min(before + 1, length - 1)]];
  };
  const moments = around(history.epochs, history.rows);
  if (steps && steps.epochs.length > 0) moments.push(...around(steps.epochs, steps.epochs.length));
  const distance = (moment) => Math.abs(moment - position);
  return moments.reduce((best, moment) => (distance(moment) < distance(best) ? moment : best));
}

/** The number of the last epoch there is. */
export const lastEpoch = (history) => history.epochs[history.rows - 1];
