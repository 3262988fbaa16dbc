// Probabilities that are dragged, and what each loss makes of them. DOM-free.

import { LOSSES } from '../model/losses.js';
import { softmaxAt } from '../model/tasks.js';

/** The least probability that can be given: softmax never gives 0. */
export const LEAST = 0.001;

/** @returns {Float64Array} the probabilities of logits z [K] */
export const probabilitiesOf = (z) => softmaxAt(z, 0, z.length, new Float64Array(z.length));

/** @returns {Float64Array} logits that softmax makes p of */
export const logitsOf = (p) => Float64Array.from(p, (share) => Math.log(Math.max(share, 1e-300)));

/**
 * Give one class another probability: the others keep their proportions, and all add up to 1.
 * @param {ArrayLike<number>} p [K], adding up to 1
 * @param {number} k
 * @param {number} share wanted for class k; kept so that every class has LEAST
 * @returns {number[]} [K]
 */
export function withShare(p, k, share) {
  const K = p.length;
  const own = Math.min(1 - (K - 1) * LEAST, Math.max(LEAST, share));
  const others = Array.from(p, (value, i) => (i === k ? 0 : Math.max(value, LEAST)));
  const sum = others.reduce((a, b) => a + b, 0);
  const scaled = others.map((value, i) => (i === k ? own : ((1 - own) * value) / sum));
  if (Math.min(...scaled) > LEAST * (1 - 1e-9)) return scaled;
  // Where one would fall below LEAST, only what is above that is shared in proportion.
  const [free, above] = [1 - own - (K - 1) * LEAST, sum - (K - 1) * LEAST];
  return others.map((value, i) => (i === k ? own : LEAST + (free * (value - LEAST)) / above));
}

/**
 * What one loss says of an answer.
 * @param {string} loss a key of LOSSES
 * @param {Float64Array} z logits [K]
 * @param {number} label the true class
 * @returns {{value: number, delta: Float64Array}} delta: ∂(loss)/∂z [K]
 */
export function judge(loss, z, label) {
  const { value, delta } = LOSSES[loss];
  return { value: value(z, label), delta: delta(z, label, new Float64Array(z.length)) };
}

/**
 * The same answer if the truth were given another probability, its others in the same proportions.
 * @param {ArrayLike<number>} p [K]
 * @param {number} label
 * @param {number} share of the truth, between 0 and 1
 * @returns {Float64Array} logits [K]
 */
export function logitsAt(p, label, share) {
  const rest = 1 - p[label];
  const others = p.length - 1;
  return logitsOf(Array.from(p, (value, k) => {
    if (k === label) return share;
    return (1 - share) * (rest > 1e-12 ? value / rest : 1 / others);
  }));
}

/**
 * Plain gradient descent on the logits of one answer: z ← z − η ∂L/∂z.
 * @param {string} loss
 * @param {Float64Array} z [K], the logits it begins with
 * @param {number} label
 * @param {{steps: number, rate: number}} way
 * @returns {Float64Array[]} the logits after 0, 1, … steps
 */
export function walk(loss, z, label, { steps, rate }) {
  const rows = [Float64Array.from(z)];
  for (let step = 0; step < steps; step += 1) {
    const { delta } = judge(loss, rows[step], label);
    rows.push(rows[step].map((value, k) => value - rate * delta[k]));
  }
  return rows;
}

/** The first step after which the truth has at least so much probability; −1 if none. */
export const firstStep = (rows, label, share) => rows.findIndex((z) => probabilitiesOf(z)[label] >= share);

/** The answer between two steps of a walk. */
export function between(rows, position) {
  const step = Math.min(rows.length - 1, Math.floor(position + 1e-9));
  const part = Math.max(0, position - step);
  const next = rows[Math.min(step + 1, rows.length - 1)];
  return rows[step].map((value, k) => value + part * (next[k] - value));
}

/**
 * The losses of a batch, row by row, and what becomes of them.
 * @param {object} batch of the film
 * @param {number} moment
 * @param {string} loss
 * @returns {{losses: number[], sum: number, mean: number, worst: number}} worst: the row of the largest
 */
export function batchOf(batch, moment, loss) {
  const losses = batch.y.map((label, row) => LOSSES[loss].value(batch.z(moment, row), label));
  const sum = losses.reduce((a, b) => a + b, 0);
  return { losses, sum, mean: sum / losses.length, worst: losses.indexOf(Math.max(...losses)) };
}

/** The largest loss that any row of a batch has at any moment. */
export const largestOf = (batch, loss) =>
  Math.max(...batch.epochs.map((_, moment) => Math.max(...batchOf(batch, moment, loss).losses)));
