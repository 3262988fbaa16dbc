// What is to be learned: how outputs read, what a network answers, and whether that is right. DOM-free.
//
// Nothing else knows of probabilities, or of the largest of several outputs. z are the last sums, [count, K].

/**
 * Softmax of `K` logits that begin at `from`, written to the same place of `out`.
 * All NaN where a logit is NaN or ∞.
 */
export function softmaxAt(z, from, K, out) {
  let largest = -Infinity;
  for (let k = from; k < from + K; k += 1) largest = Math.max(largest, z[k]);
  let sum = 0;
  for (let k = from; k < from + K; k += 1) {
    out[k] = Math.exp(z[k] - largest);
    sum += out[k];
  }
  for (let k = from; k < from + K; k += 1) out[k] /= sum;
  return out;
}

/** The place of the largest of `K` numbers from `from` on, the first of equals; −1 where softmax has no answer. */
function largestAt(z, from, K) {
  let best = 0;
  for (let k = 0; k < K; k += 1) {
    if (Number.isNaN(z[from + k])) return -1;
    if (z[from + k] > z[from + best]) best = k;
  }
  return Number.isFinite(z[from + best]) ? best : -1;
}

/** The part of the rows whose class is what was answered; a row without an answer is wrong. */
const accuracy = (answers, y, rows) => rows.reduce((right, row) => right + (answers[row] === y[row] ? 1 : 0), 0) / rows.length;

/** Which of K classes a row is of: y is the index of its class. */
function classification({ outputs }) {
  const K = outputs.length;
  return {
    paints: 'classes',
    range: { low: 0, high: 1, zero: 0 },
    read(z, count, out) {
      for (let row = 0; row < count; row += 1) softmaxAt(z, row * K, K, out);
      return out;
    },
    readAnswer: (p) => p,
    answer: (z, row) => largestAt(z, row * K, K),
    isAnswer: (answer) => answer >= 0,
    isWrong: (answer, y) => answer >= 0 && answer !== y,
    groupOf: (y) => y,
    groups: K,
    /** From a guess among K classes, p = 1/K, to certainty, p = 1. */
    strength: (p) => (K > 1 ? Math.max(0, (K * p - 1) / (K - 1)) : p),
    measures: { accuracy },
  };
}

/** Whether a row is of the second of two classes: the one output is squeezed into its probability. */
function binary() {
  return {
    paints: 'values',
    range: { low: 0, high: 1, zero: 0.5 },
    read(z, count, out) {
      for (let row = 0; row < count; row += 1) out[row] = 1 / (1 + Math.exp(-z[row]));
      return out;
    },
    readAnswer: (p) => p,
    answer: (z, row) => (Number.isNaN(z[row]) ? -1 : Number(z[row] > 0)),
    isAnswer: (answer) => answer >= 0,
    isWrong: (answer, y) => answer >= 0 && answer !== y,
    groupOf: (y) => y,
    groups: 2,
    /** From certainty of the first class, −1, over a guess, 0, to certainty of the second, 1. */
    strength: (p) => 2 * p - 1,
    measures: { binary_accuracy: accuracy },
  };
}

/** Which value belongs to a row: y is standardised, outputs are read in the target's own unit. */
function regression({ outputs, mean, std }) {
  const K = outputs.length;
  return {
    paints: 'values',
    range: { low: mean - 3 * std, high: mean + 3 * std, zero: mean },
    read(z, count, out) {
      for (let i = 0; i < count * K; i += 1) out[i] = z[i] * std + mean;
      return out;
    },
    readAnswer: (value) => value * std + mean,
    answer: (z, row) => z[row * K],
    isAnswer: Number.isFinite,
    isWrong: () => false, // a value is more or less off
    groupOf: () => 0,
    groups: 1,
    /** A value as it was learned: 0 is the mean of the training rows. */
    strength: (value) => (value - mean) / std,
    measures: {
      /** 1 − Σ(ŷ − y)² / Σ(y − ȳ)² */
      r2(answers, y, rows) {
        const middle = rows.reduce((sum, row) => sum + y[row], 0) / rows.length;
        const rest = rows.reduce((sum, row) => sum + (answers[row] - y[row]) ** 2, 0);
        return 1 - rest / rows.reduce((sum, row) => sum + (y[row] - middle) ** 2, 0);
      },
    },
  };
}

export const TASKS = { classification, binary, regression };

/**
 * The task of a header.
 * @param {{key: string, outputs: {name: string, unit: string}[], mean: number, std: number}} told
 * @returns {{key: string, outputs: object[], mean: number, std: number, K: number, paints: 'classes' | 'values', range: object, groups: number}}
 *   and its functions: read(z, count, out) the outputs as they are shown, [count, K]; readAnswer(value) how an answer
 *   that Python has sent is shown; answer(z, row) of one row, in the terms of y; isAnswer(answer); isWrong(answer, y); groupOf(y) which of the `groups` of rows, told apart by
 *   colour, a row belongs to; strength(reading) how strongly an output is painted; measures {key: (answers, y, rows)}.
 *   `range`: between which readings of an output are drawn
 */
export const openTask = (told) => ({ ...told, K: told.outputs.length, ...TASKS[told.key](told) });
