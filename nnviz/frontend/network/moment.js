// Everything the pictures and cards show at one moment, computed once for all of them. DOM-free.

import { paramsBefore } from '../model/batches_zoom.js';
import { LOSSES } from '../model/losses.js';
import { paramsAt } from '../model/history.js';
import { answersOf, createAnswers } from '../model/answers.js';
import { groupRows } from './row_names.js';
import { createFlow } from '../model/rows.js';
import { withEdits } from '../model/edits.js';

/** From this many products on, not every frame of a playing film sends all rows through. */
const LARGE = 1e6;
const MILLISECONDS_BETWEEN_SWARMS = 120;
const REST = 4; // and so many times as long as that took

/** The rows of data of a scenery, with a name for each: "Adelie 12 (train)"; groups [N]: their classes. */
export function dataOf(header, arrays) {
  const { task } = header.net;
  const [y, test] = [arrays.y.data, arrays.test.data];
  const groups = Uint8Array.from(y, task.groupOf);
  const names = [];
  for (const { options } of groupRows(header, groups, test)) {
    for (const { row, label } of options) names[row] = label;
  }
  return {
    x: arrays.x.data, y, test, groups, count: y.length,
    mean: arrays.mean.data, std: arrays.std.data, centre: arrays.centre.data, spread: arrays.spread.data,
    pca: arrays.pca?.data ?? null,
    names: (row) => names[row],
  };
}

/** The row that is followed: one of the data, or measurements of the viewer's own. */
function whoOf({ features, nouns }, data, who) {
  const D = features.length;
  if (who.raw) {
    const x = Float32Array.from(who.raw, (value, d) => (value - data.mean[d]) / data.std[d]);
    return { row: null, x, raw: [...who.raw], label: `your own ${nouns.row}`, truth: null };
  }
  const row = Math.min(who.row, data.count - 1);
  const x = data.x.subarray(row * D, (row + 1) * D);
  const raw = Array.from(x, (value, d) => Number((value * data.std[d] + data.mean[d]).toPrecision(5)));
  return { row, x, raw, label: data.names(row), truth: data.y[row] };
}

/**
 * The curves' values of parameters that are in no record: the mean loss, and the task's measures.
 * @param {object} header
 * @param {{y: ArrayLike<number>, test: ArrayLike<number>, count: number}} data
 * @param {{outputs: Float32Array, answers: ArrayLike<number>}} swarm the answers to all rows
 * @returns {Object<string, number>} by the names of the curves
 */
export function scores({ net, curves }, { y, test, count }, { outputs, answers }) {
  const { K, measures } = net.task;
  const of = (side) => Array.from({ length: count }, (_, row) => row).filter((row) => (test[row] > 0) === (side === 'test'));
  const loss = (row) => LOSSES[net.loss].value(outputs.subarray(row * K, (row + 1) * K), y[row]);
  return Object.fromEntries(curves.map(({ name, side, measure }) => {
    const rows = of(side);
    if (measure !== 'loss') return [name, measures[measure](answers, y, rows)];
    return [name, rows.reduce((sum, row) => sum + loss(row), 0) / rows.length];
  }));
}

/**
 * A maker of moments for one run; its buffers are kept, so a moment is good until the next one.
 * @param {object} header
 * @param {object} data from dataOf
 * @param {{rows?: ArrayLike<number>, grid?: ArrayLike<number>}} [sent] answers that Python has sent
 * @returns {(request: {history: object, axis: object, row: number, epoch?: number, step: object | null, focus: object,
 *   replay: object | null, other: Float32Array | null, otherEpoch: number, playing: boolean, time: number}) => object}
 *   axis: from timeAxis; epoch: the row's, or one after it that is not in the record, but replayed; step: from stepAt;
 *   other: the parameters of the run that is compared, at otherEpoch
 */
export function createMoments(header, data, sent = {}) {
  const { net } = header;
  const model = answersOf(net, sent);
  const flow = createFlow(net);
  const swarm = createAnswers(net, data.count);
  const edited = new Float32Array(net.count);
  const difference = new Float32Array(net.count);
  const products = data.count * net.parts.reduce((sum, { rows, outputs }) => sum + rows * outputs, 0);
  const isLarge = products > LARGE;
  let swarmAt = -Infinity;
  let swarmTook = 0; // milliseconds

  function updateSwarm(params, playing, time) {
    if (playing && isLarge && time - swarmAt < Math.max(MILLISECONDS_BETWEEN_SWARMS, REST * swarmTook)) return;
    swarmAt = time;
    const before = performance.now();
    model.rows(params, data.x, data.count, swarm);
    swarmTook = performance.now() - before;
  }

  return ({ history, axis, row, epoch = history.epochs[row], step, focus, replay, other, otherEpoch, playing, time }) => {
    const isKept = epoch === history.epochs[row];
    const recorded = isKept ? paramsAt(history, row) : paramsBefore(replay, 0);
    const replayed = replay !== null && replay.epoch === epoch && replay.step > 0 && !playing;
    const batches = replayed ? { done: replay.step, of: replay.batches.length, params: paramsBefore(replay, replay.step) } : step;
    const edits = focus.editsAt(epoch);
    const isEdited = edits.size > 0 && !batches;
    const base = batches ? batches.params : recorded;
    const params = isEdited ? withEdits(base, edits, edited) : base;
    const who = whoOf(header, data, focus.who);
    model.one(params, who.x, who.row, flow);
    updateSwarm(params, playing, time);
    if (other) for (let p = 0; p < params.length; p += 1) difference[p] = params[p] - other[p];
    return {
      header, history, axis, row, epoch, net, model, params, recorded, edits, edited: isEdited, data, who, flow, swarm,
      replay: replay?.epoch === epoch ? replay : null,
      /** How many batches of how many were done since the epoch; null at its end. */
      batches,
      /** Whether the parameters are those that chance has drawn. */
      untrained: epoch === 0 && !batches && !isEdited,
      highlight: focus.highlight,
      hovered: focus.hovered,
      selection: focus.pinned,
      playing,
      /** Whether all rows are too many for every frame. */
      isLarge,
      /** What lines and cells are coloured by: the weights, or how far they are from another run's. */
      shown: other ? difference : params,
      isDifference: other !== null,
      /** Whether the run that is compared has the very same parameters here. */
      isSame: other !== null && difference.every((value) => value === 0),
      otherEpoch: other === null ? null : otherEpoch,
      scores: isEdited || batches || !isKept ? scores(header, data, swarm) : null,
      anyNonFinite: !params.every(Number.isFinite),
    };
  };
}
