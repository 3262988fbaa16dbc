// Which class was taken for which, among the training rows and among the test rows. DOM-free.

const partOf = (test, row) => (test[row] ? 'test' : 'train');

/**
 * Room for the counts of K classes, for confusionOf to fill again and again.
 * @returns {{train: Int32Array, test: Int32Array, undecided: {train: number, test: number}}}
 */
export const createConfusion = (K) => ({
  train: new Int32Array(K * K), test: new Int32Array(K * K), undecided: { train: 0, test: 0 },
});

/**
 * @param {ArrayLike<number>} predicted [N] class index; −1: the network gives no probabilities
 * @param {ArrayLike<number>} y [N] true class
 * @param {ArrayLike<number>} test [N] 1 for a test row
 * @param {number} K classes
 * @param {object} out from createConfusion, filled here
 * @returns {{train: Int32Array, test: Int32Array, undecided: {train: number, test: number}}}
 *   counts [K, K], row: true class, column: predicted; rows without a prediction are in `undecided`
 */
export function confusionOf(predicted, y, test, K, out = createConfusion(K)) {
  out.train.fill(0);
  out.test.fill(0);
  out.undecided.train = 0;
  out.undecided.test = 0;
  for (let row = 0; row < y.length; row += 1) {
    const part = partOf(test, row);
    if (predicted[row] < 0) out.undecided[part] += 1;
    else out[part][y[row] * K + predicted[row]] += 1;
  }
  return out;
}

/**
 * The rows that one cell counts.
 * @param {{part: 'train' | 'test', truth: number, guess: number}} cell guess −1: the undecided
 * @returns {number[]} ascending
 */
export function rowsIn({ part, truth, guess }, predicted, y, test) {
  const rows = [];
  for (let row = 0; row < y.length; row += 1) {
    if (partOf(test, row) === part && y[row] === truth && predicted[row] === guess) rows.push(row);
  }
  return rows;
}

/**
 * The part of one class's rows taken for what they are, 0..1.
 * @param {object} confusion from confusionOf
 * @param {'train' | 'test'} part
 * @returns {number} NaN where a row of any class is undecided, or the class has none
 */
export function classAccuracyOf(confusion, part, k) {
  if (confusion.undecided[part] > 0) return NaN;
  const counts = confusion[part];
  const K = Math.sqrt(counts.length);
  let all = 0;
  for (let guess = 0; guess < K; guess += 1) all += counts[k * K + guess];
  return counts[k * K + k] / all;
}

/**
 * The part of the rows taken for what they are, 0..1.
 * @param {object} confusion from confusionOf
 * @param {'train' | 'test'} part
 * @returns {number} NaN, as in the record, where a row is undecided or there are no rows
 */
export function accuracyOf(confusion, part) {
  if (confusion.undecided[part] > 0) return NaN;
  const counts = confusion[part];
  const K = Math.sqrt(counts.length);
  let [right, all] = [0, 0];
  for (let cell = 0; cell < counts.length; cell += 1) {
    all += counts[cell];
    if (cell % (K + 1) === 0) right += counts[cell];
  }
  return right / all;
}
