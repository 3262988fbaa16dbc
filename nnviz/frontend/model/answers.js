// What a model answers, to rows and all over a grid: computed here where the browser has each of its layers, else
// as Python has sent it. DOM-free.

import { createRows, flowRow, forwardRows } from './rows.js';

/**
 * Room for the answers to up to `capacity` rows.
 * @returns {object} z, a and outputs as createRows; readings [capacity, K]: the outputs as they are shown;
 *   answers [capacity]: one for each row, in the terms of y
 */
export const createAnswers = (net, capacity) => ({
  ...createRows(net, capacity),
  readings: new Float32Array(capacity * net.task.K),
  answers: new Float32Array(capacity),
});

/** The answers that the outputs give. */
function answer({ task }, count, out) {
  for (let row = 0; row < count; row += 1) out.answers[row] = task.answer(out.outputs, row);
  return out;
}

/** Of a network whose layers are all known here. */
function computed(net) {
  function rows(params, x, count, out) {
    forwardRows(net, params, x, count, out);
    net.task.read(out.outputs, count, out.readings);
    return answer(net, count, out);
  }
  const single = createAnswers(net, 1);

  /** Each number in full; what is answered, to the last bit what it is among all rows. */
  function one(params, x, row, flow) {
    flowRow(net, params, x, 0, flow);
    rows(params, Float32Array.from(x), 1, single);
    flow.readings.set(single.readings);
    [flow.answer] = single.answers;
    return flow;
  }
  return { side: null, rows, grid: rows, one };
}

/** Of any other model: answers as they have come; where none have, NaN. */
function sent({ task }, told) {
  const { K } = task;

  function take(values, x, count, out) {
    out.a[0] = x;
    for (let i = 0; i < count * K; i += 1) {
      out.outputs[i] = values ? values[i] : NaN;
      out.readings[i] = task.readAnswer(out.outputs[i]);
    }
    return answer({ task }, count, out);
  }

  return {
    side: told.grid ? Math.sqrt(told.grid.length / K) : 1,
    rows: (params, x, count, out) => take(told.rows, x, count, out),
    grid: (params, points, count, out, isOpening) => take(isOpening ? told.grid : null, points, count, out),
    one(params, x, row, flow) {
      flow.a[0].set(x);
      for (let k = 0; k < K; k += 1) {
        flow.outputs[k] = row === null || !told.rows ? NaN : told.rows[row * K + k];
        flow.readings[k] = task.readAnswer(flow.outputs[k]);
      }
      flow.answer = task.answer(flow.outputs, 0);
      return flow;
    },
  };
}

/**
 * Who answers for a model.
 * @param {object} net from openNetwork
 * @param {{rows?: ArrayLike<number>, grid?: ArrayLike<number>}} told answers [N, K] to all rows of data, and [side², K]
 *   over the plane that the map opens with, if Python has sent them: probabilities, or standardised values
 * @returns {{side: number | null, rows: Function, grid: Function, one: Function}} rows(params, x, count, out) and
 *   grid(params, points, count, out, isOpening) fill the room of createAnswers, isOpening: over the plane that the map
 *   opens with; one(params, x, row, flow) fills that of createFlow, for the inputs x [D] of a row of data (or null);
 *   side: how many cells a grid has along each side, null: as many as one likes
 */
export const answersOf = (net, told) => (net.parts.every(({ kind }) => kind !== null) ? computed(net) : sent(net, told));
