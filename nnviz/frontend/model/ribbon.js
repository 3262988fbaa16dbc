// The probabilities of one penguin at every epoch: when it was learned, and whether it was forgotten. DOM-free.

import { grown, paramsAt } from './history.js';
import { createFlow, flowRow, largestAt } from './rows.js';

const sameValues = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * A ribbon that follows a history as it grows.
 * @returns {{rows: number, K: number, chances: Float32Array, extend: Function}} chances [rows, K], with
 *   room for more; only the first `rows` count
 */
export function createRibbon() {
  let run = null;
  let x = new Float64Array(0);
  let flow = null;
  let epochs = new Float32Array(0);
  const ribbon = { rows: 0, K: 0, chances: new Float32Array(0), extend };

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
   * @param {ArrayLike<number>} inputs [D] standardised
   */
  function extend(history, net, inputs) {
    const K = net.sizes.at(-1);
    if (run !== history.run || !sameValues(x, inputs)) {
      run = history.run;
      x = Float64Array.from(inputs);
      flow = createFlow(net.sizes);
      ribbon.rows = 0;
      ribbon.K = K;
    }
    ribbon.chances = grown(ribbon.chances, history.rows * K);
    epochs = grown(epochs, history.rows);
    for (let row = kept(history); row < history.rows; row += 1) {
      flowRow(net, paramsAt(history, row), x, 0, flow);
      for (let k = 0; k < K; k += 1) ribbon.chances[row * K + k] = flow.chances[k];
      epochs[row] = history.epochs[row];
    }
    ribbon.rows = history.rows;
    return ribbon;
  }

  return ribbon;
}

/** "forgotten at epoch 9", "forgotten at epochs 9 and 14", "forgotten 5 times, last at epoch 70" */
function forgottenText(forgotten) {
  if (forgotten.length === 1) return `forgotten at epoch ${forgotten[0]}`;
  if (forgotten.length === 2) return `forgotten at epochs ${forgotten[0]} and ${forgotten[1]}`;
  return `forgotten ${forgotten.length} times, last at epoch ${forgotten.at(-1)}`;
}

function sentenceOf({ firstRight, forgotten, lastRight, lost }) {
  const end = lost === null ? '' : `; from epoch ${lost} on there are no probabilities, as the run diverged`;
  if (firstRight === null) return `Never right${end}.`;
  const isRight = lastRight !== null;
  const start = firstRight === 0 ? 'from the start' : `from epoch ${firstRight} on`;
  if (isRight && forgotten.length === 0) return `Right ${start}${end}.`;
  const first = firstRight === 0 ? 'Right at the start' : `First right at epoch ${firstRight}`;
  const after = isRight ? `, right again from epoch ${lastRight} on` : ' and not right since';
  return `${first}, ${forgottenText(forgotten)}${after}${end}.`;
}

/**
 * What became of one penguin.
 * @param {{rows: number, K: number, chances: ArrayLike<number>}} ribbon
 * @param {ArrayLike<number>} epochs [rows] the epoch of each row
 * @param {number | null} truth its class; null: not known
 * @returns {{learned: number | null, firstRight: number | null, forgotten: number[], lost: number | null,
 *   sentence: string}} epochs: since when it has been right up to the last row, when it first was, when right
 *   turned wrong, and from when on there are no probabilities
 */
export function story({ rows, K, chances }, epochs, truth) {
  const tale = { learned: null, firstRight: null, forgotten: [], lost: null, sentence: '' };
  if (truth === null) return tale;
  let lastRight = null; // since when it is right, null while it is wrong
  for (let row = 0; row < rows; row += 1) {
    const guess = largestAt(chances, row * K, K);
    if (guess < 0) {
      tale.lost = epochs[row];
      break;
    }
    if (guess === truth) {
      lastRight ??= epochs[row];
      tale.firstRight ??= epochs[row];
    } else if (lastRight !== null) {
      tale.forgotten.push(epochs[row]);
      lastRight = null;
    }
  }
  if (tale.lost === null) tale.learned = lastRight;
  tale.sentence = rows === 0 ? '' : sentenceOf({ ...tale, lastRight });
  return tale;
}
