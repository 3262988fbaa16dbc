// What a network makes of one row at every epoch: when it was learned, and whether it was forgotten. DOM-free.

import { grown, paramsAt } from './history.js';
import { createFlow } from './rows.js';

const sameValues = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * A ribbon that follows a history as it grows.
 * @returns {{rows: number, K: number, readings: Float32Array, answers: Float32Array, extend: Function}} readings
 *   [rows, K] and answers [rows], with room for more; only the first `rows` count
 */
export function createRibbon() {
  let run = null;
  let x = new Float64Array(0);
  let flow = null;
  let epochs = new Float32Array(0);
  const ribbon = { rows: 0, K: 0, readings: new Float32Array(0), answers: new Float32Array(0), extend };

  /** How many of the rows held are still the history's; the last may since stand for a later epoch. */
  function kept(history) {
    let rows = Math.min(ribbon.rows, history.rows);
    while (rows > 0 && epochs[rows - 1] !== history.epochs[rows - 1]) rows -= 1;
    return rows;
  }

  /**
   * Compute the rows that are missing; all of them for another run or other inputs.
   * @param {object} history
   * @param {object} net
   * @param {object} model from answersOf
   * @param {{x: ArrayLike<number>, row: number | null}} who inputs [D] standardised, and which row of data they are
   */
  function extend(history, net, model, { x: inputs, row: which }) {
    const { task } = net;
    if (run !== history.run || !sameValues(x, inputs)) {
      run = history.run;
      x = Float64Array.from(inputs);
      flow = createFlow(net);
      ribbon.rows = 0;
      ribbon.K = task.K;
    }
    ribbon.readings = grown(ribbon.readings, history.rows * task.K);
    ribbon.answers = grown(ribbon.answers, history.rows);
    epochs = grown(epochs, history.rows);
    for (let row = kept(history); row < history.rows; row += 1) {
      model.one(paramsAt(history, row), x, which, flow);
      ribbon.readings.set(flow.readings, row * task.K);
      ribbon.answers[row] = flow.answer;
      epochs[row] = history.epochs[row];
    }
    ribbon.rows = history.rows;
    return ribbon;
  }

  return ribbon;
}

/**
 * What became of one row.
 * @param {{rows: number, answers: ArrayLike<number>}} ribbon
 * @param {object} task
 * @param {ArrayLike<number>} epochs [rows] the epoch of each row
 * @param {number | null} truth its class; null: not known
 * @returns {{learned: number | null, firstRight: number | null, lastRight: number | null, forgotten: number[],
 *   lost: number | null}} epochs: since when it has been right up to the last row, when it first was, since when it is
 *   right or was before the outputs were lost, when right turned wrong, and from when on there is no answer
 */
export function story({ rows, answers }, task, epochs, truth) {
  const tale = { learned: null, firstRight: null, lastRight: null, forgotten: [], lost: null };
  if (truth === null) return tale;
  for (let row = 0; row < rows; row += 1) {
    if (!task.isAnswer(answers[row])) {
      tale.lost = epochs[row];
      break;
    }
    if (!task.isWrong(answers[row], truth)) {
      tale.lastRight ??= epochs[row];
      tale.firstRight ??= epochs[row];
    } else if (tale.lastRight !== null) {
      tale.forgotten.push(epochs[row]);
      tale.lastRight = null;
    }
  }
  if (tale.lost === null) tale.learned = tale.lastRight;
  return tale;
}
