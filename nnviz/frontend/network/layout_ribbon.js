// Where the probabilities of one row stand over the epochs, one column of pixels after another. DOM-free.

import { lastAtOrBefore } from '../shared/chart_layout.js';
import { epochName } from './time_axis.js';

const AXIS = 17; // room for the numbers below
const HEAD = 7; // room for the cursor's head
const SIDE = 6; // so that half a head is not cut

/**
 * Each epoch has its share of the width, the last one too; on a logarithmic axis, the later the smaller.
 * @param {{width: number, height: number, axis: {end: number, log: boolean}}} request
 * @returns {object} plot {left, top, right, bottom} on whole pixels; x(epoch): the middle of its share; end(epoch):
 *   where its share ends; epochAt(pixel): whose share it is
 */
export function layoutRibbon({ width, height, axis }) {
  const plot = { left: SIDE, top: HEAD, right: Math.max(SIDE + 1, Math.floor(width) - SIDE), bottom: Math.floor(height) - AXIS };
  const [along, back] = axis.log ? [Math.log1p, Math.expm1] : [(share) => share, (share) => share];
  const wide = (plot.right - plot.left) / along(axis.end + 1);
  const at = (shares) => plot.left + wide * along(shares);
  return {
    width, height, plot, axis,
    x: (epoch) => (at(epoch) + at(epoch + 1)) / 2,
    end: (epoch) => at(epoch + 1),
    epochAt: (pixel) => Math.min(axis.end, Math.max(0, Math.floor(back((pixel - plot.left) / wide) + 1e-9))),
  };
}

/** Where the name of the axis stands, as the place of its term. */
export function epochSpot({ plot, axis }, measure) {
  const left = (plot.left + plot.right - measure(epochName(axis))) / 2;
  return { form: 'epoch', left, top: plot.bottom + 3, width: measure('epoch'), height: AXIS - 4 };
}

/**
 * The stacked probabilities in each column of pixels that has an epoch.
 * @param {object} layout from layoutRibbon
 * @param {{rows: number, K: number, readings: ArrayLike<number>}} ribbon
 * @param {ArrayLike<number>} epochs [rows]
 * @returns {{K: number, count: number, edges: Float32Array}} count columns from the left; edges [count, K + 1]:
 *   y of the top of each class's band, the first class on top, and of the bottom; NaN where there are none
 */
export function ribbonColumns({ plot, end, epochAt }, { rows, K, readings }, epochs) {
  const last = rows > 0 ? end(epochs[rows - 1]) : plot.left;
  const count = Math.min(plot.right, Math.round(last)) - plot.left;
  const edges = new Float32Array(count * (K + 1));
  const height = plot.bottom - plot.top;
  for (let column = 0; column < count; column += 1) {
    const row = lastAtOrBefore(epochs, epochAt(plot.left + column + 0.5), rows);
    let y = plot.top;
    for (let k = 0; k < K; k += 1) {
      edges[column * (K + 1) + k] = y;
      y += height * readings[row * K + k];
    }
    edges[column * (K + 1) + K] = y;
  }
  return { K, count, edges };
}

/**
 * Where a name fits into its class's band, so that no two names meet.
 * @param {{K: number, count: number, edges: Float32Array}} columns
 * @param {number} k
 * @param {number} width of the name, in pixels
 * @param {number} least height that it needs
 * @returns {{column: number, y: number} | null} its middle; null where it fits nowhere
 */
export function namePlace({ K, count, edges }, k, width, least) {
  const across = Math.ceil(width);
  let best = null;
  let most = least;
  for (let start = 0; start + across <= count; start += 4) {
    let top = -Infinity;
    let bottom = Infinity;
    for (let column = start; column < start + across; column += 1) {
      const edge = column * (K + 1) + k;
      top = Math.max(top, edges[edge]);
      bottom = Math.min(bottom, edges[edge + 1]);
    }
    if (bottom - top > most) {
      most = bottom - top;
      best = { column: start + across / 2, y: (top + bottom) / 2 };
    }
  }
  return best;
}
