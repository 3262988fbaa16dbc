// Everything the pictures and cards show at one moment, computed once for all of them. DOM-free.

import { paramsBefore } from '../model/batches_zoom.js';
import { LOSSES } from '../model/losses.js';
import { paramsAt } from '../model/history.js';
import { parameterMap } from '../model/network.js';
import { groupRows } from './row_names.js';
import { createFlow, createRows, flowRow, forwardRows, predictedRows } from '../model/rows.js';
import { withEdits } from '../model/edits.js';

/** From this many parameters on, not every frame of a playing film sends all penguins through. */
const LARGE = 3000;
const MILLISECONDS_BETWEEN_SWARMS = 120;

/** The block's rows of data, with a name for each: "Adelie 12 (train)". */
export function dataOf(header, arrays) {
  const names = [];
  for (const { options } of groupRows(header, arrays.y.data, arrays.test.data)) {
    for (const { row, label } of options) names[row] = label;
  }
  return {
    x: arrays.x.data, y: arrays.y.data, test: arrays.test.data,
    mean: arrays.mean.data, std: arrays.std.data, count: arrays.y.data.length,
    pca: arrays.pca?.data ?? null,
    names: (row) => names[row],
  };
}

/** The penguin that is followed: a row of the data, or measurements of the viewer's own. */
function whoOf(header, data, who) {
  const D = header.sizes[0];
  if (who.raw) {
    const x = Float32Array.from(who.raw, (value, d) => (value - data.mean[d]) / data.std[d]);
    return { row: null, x, raw: [...who.raw], label: 'your own penguin', truth: null };
  }
  const row = Math.min(who.row, data.count - 1);
  const x = data.x.subarray(row * D, (row + 1) * D);
  const raw = Array.from(x, (value, d) => Number((value * data.std[d] + data.mean[d]).toPrecision(5)));
  return { row, x, raw, label: data.names(row), truth: data.y[row] };
}

/** Mean loss and accuracy of the training rows and of the test rows, from their logits [N, K]. */
export function scores(net, { y, test, count }, logits, predicted) {
  const K = net.sizes.at(-1);
  const sums = [0, 1].map(() => ({ loss: 0, right: 0, rows: 0 }));
  for (let row = 0; row < count; row += 1) {
    const sum = sums[test[row]];
    sum.loss += LOSSES[net.loss].value(logits.subarray(row * K, (row + 1) * K), y[row]);
    sum.right += predicted[row] === y[row] ? 1 : 0;
    sum.rows += 1;
  }
  const [train, held] = sums;
  return {
    train_loss: train.loss / train.rows, test_loss: held.loss / held.rows,
    train_accuracy: train.right / train.rows, test_accuracy: held.right / held.rows,
  };
}

/**
 * A maker of moments for one run; its buffers are kept, so a moment is good until the next one.
 * @param {object} header
 * @param {object} data from dataOf
 * @returns {(request: {history: object, row: number, focus: object, replay: object | null,
 *   other: Float32Array | null, otherEpoch: number, playing: boolean, time: number}) => object} other: the
 *   parameters of the run that is compared, at otherEpoch
 */
export function createMoments(header, data) {
  const net = { sizes: header.sizes, activation: header.activation, map: parameterMap(header.sizes), loss: header.loss };
  const flow = createFlow(net.sizes);
  const rows = createRows(net.sizes, data.count);
  const predicted = new Int32Array(data.count);
  const edited = new Float32Array(net.map.count);
  const difference = new Float32Array(net.map.count);
  let swarmAt = -Infinity;

  function swarmOf(params, playing, time) {
    if (playing && net.map.count > LARGE && time - swarmAt < MILLISECONDS_BETWEEN_SWARMS) return;
    swarmAt = time;
    forwardRows(net, params, data.x, data.count, rows);
    predictedRows(rows.z.at(-1), data.count, net.sizes.at(-1), predicted);
  }

  return ({ history, row, focus, replay, other, otherEpoch, playing, time }) => {
    const epoch = history.epochs[row];
    const recorded = paramsAt(history, row);
    const zoomed = replay !== null && replay.epoch === epoch && replay.step > 0 && !playing;
    const edits = focus.editsAt(epoch);
    const isEdited = edits.size > 0 && !zoomed;
    const base = zoomed ? paramsBefore(replay, replay.step) : recorded;
    const params = isEdited ? withEdits(base, edits, edited) : base;
    const who = whoOf(header, data, focus.who);
    flowRow(net, params, who.x, 0, flow);
    swarmOf(params, playing, time);
    const swarm = { z: rows.z, a: rows.a, predicted };
    if (other) for (let p = 0; p < params.length; p += 1) difference[p] = params[p] - other[p];
    return {
      header, history, row, epoch, net, params, recorded, edits, edited: isEdited, data, who, flow, swarm,
      replay: replay?.epoch === epoch ? replay : null,
      zoomed,
      highlight: focus.highlight,
      hovered: focus.hovered,
      selection: focus.pinned,
      playing,
      /** What lines and cells are coloured by: the weights, or how far they are from another run's. */
      shown: other ? difference : params,
      isDifference: other !== null,
      otherEpoch: other === null ? null : otherEpoch,
      scores: isEdited || zoomed ? scores(net, data, rows.z.at(-1), predicted) : null,
      anyNonFinite: !params.every(Number.isFinite),
    };
  };
}
