// One epoch, batch by batch: replay = {params [S + 1, P], batches: S arrays of row indices}. DOM-free.

import { lossOf } from './backward.js';

/** The parameters before step `step`, counted from 0; those after it stand before the next. Not copied. */
export const paramsBefore = ({ params, batches }, step) => {
  const P = params.length / (batches.length + 1);
  return params.subarray(step * P, (step + 1) * P);
};

/**
 * What one step did to the loss of its own batch, and to that of all rows of the epoch.
 * @param {object} net
 * @param {object} replay
 * @param {number} step 0..S − 1
 * @param {ArrayLike<number>} x [N, D] standardised
 * @param {ArrayLike<number>} y [N]
 * @returns {{batchBefore: number, batchAfter: number, trainBefore: number, trainAfter: number}} mean losses
 */
export function lossesOfStep(net, replay, step, x, y) {
  const before = paramsBefore(replay, step);
  const after = paramsBefore(replay, step + 1);
  const batch = replay.batches[step];
  const all = replay.batches.flatMap((rows) => Array.from(rows)); // an epoch takes every training row once
  return {
    batchBefore: lossOf(net, before, x, y, batch),
    batchAfter: lossOf(net, after, x, y, batch),
    trainBefore: lossOf(net, before, x, y, all),
    trainAfter: lossOf(net, after, x, y, all),
  };
}

const sizeOf = (change) => (Number.isNaN(change) ? Infinity : Math.abs(change));

/** Largest first; what is not a number comes before all others, equals in their own order. */
function bySize(a, b) {
  const [sizeA, sizeB] = [sizeOf(a.change), sizeOf(b.change)];
  return sizeA === sizeB ? a.offset - b.offset : sizeB - sizeA;
}

/**
 * The parameters that a step moved most.
 * @param {ArrayLike<number>} before [P]
 * @param {ArrayLike<number>} after [P]
 * @param {number} count how many at most
 * @returns {{offset: number, before: number, after: number, change: number}[]}
 */
export const mostMoved = (before, after, count) =>
  Array.from(before, (value, offset) => ({ offset, before: value, after: after[offset], change: after[offset] - value }))
    .sort(bySize).slice(0, count);

/** How many of the rows are of each group, such as each class, [groups]. */
export function groupsIn({ groups, groupOf }, rows, y) {
  const counts = new Array(groups).fill(0);
  for (let n = 0; n < rows.length; n += 1) counts[groupOf(y[rows[n]])] += 1;
  return counts;
}
