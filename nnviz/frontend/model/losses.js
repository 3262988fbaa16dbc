// The loss of one row and its slope at the last z, by the keys of the Python registry. DOM-free.

import { softmaxAt } from './tasks.js';

/** −ln p[label] = ln Σ exp z − z[label], never via p, which underflows. */
function crossEntropy(z, label) {
  let largest = -Infinity;
  let total = 0;
  for (let k = 0; k < z.length; k += 1) {
    largest = Math.max(largest, z[k]);
    total += z[k];
  }
  if (!Number.isFinite(total)) return NaN; // as in Python, where one-hot labels multiply every logit
  let sum = 0;
  for (let k = 0; k < z.length; k += 1) sum += Math.exp(z[k] - largest);
  return Math.log(sum) + largest - z[label];
}

/** p − y */
function crossEntropyDelta(z, label, out) {
  out.set(z);
  softmaxAt(out, 0, out.length, out);
  out[label] -= 1;
  return out;
}

/** What each probability misses its target by, made one number by `measure`, on average over the classes. */
function meanOfMisses(z, label, measure) {
  let largest = -Infinity;
  for (let k = 0; k < z.length; k += 1) largest = Math.max(largest, z[k]);
  let sum = 0;
  for (let k = 0; k < z.length; k += 1) sum += Math.exp(z[k] - largest);
  let error = 0;
  for (let k = 0; k < z.length; k += 1) error += measure(Math.exp(z[k] - largest) / sum - (k === label));
  return error / z.length;
}

/** With g = ∂L/∂p, of what p misses its target by, the softmax passes back p ∘ (g − Σ g p). */
function throughSoftmax(z, label, out, slope) {
  const K = out.length;
  out.set(z);
  softmaxAt(out, 0, K, out);
  let mean = 0;
  for (let k = 0; k < K; k += 1) mean += (slope(out[k] - (k === label)) / K) * out[k];
  for (let k = 0; k < K; k += 1) out[k] *= slope(out[k] - (k === label)) / K - mean;
  return out;
}

const square = (miss) => miss * miss;
const twice = (miss) => 2 * miss;

/** The mean of (p − y)² over the classes. */
const meanSquaredError = (z, label) => meanOfMisses(z, label, square);
const meanSquaredErrorDelta = (z, label, out) => throughSoftmax(z, label, out, twice);

/** The mean of |p − y| over the classes; at the kink p = y, which only a rounded softmax reaches, its slope is 0. */
const meanAbsoluteError = (z, label) => meanOfMisses(z, label, Math.abs);
const meanAbsoluteErrorDelta = (z, label, out) => throughSoftmax(z, label, out, Math.sign);

/** −ln p where y is 1, −ln (1 − p) where it is 0: ln (1 + e^z) − z·y, never via p, which underflows. */
const binaryCrossEntropy = ([z], y) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - (y ? z : 0);

/** p − y */
function binaryCrossEntropyDelta([z], y, out) {
  out[0] = 1 / (1 + Math.exp(-z)) - y;
  return out;
}

/** The mean of (z − y)² over the outputs. */
function squaredError(z, y) {
  let error = 0;
  for (let k = 0; k < z.length; k += 1) error += (z[k] - y) ** 2;
  return error / z.length;
}

/** 2 (z − y) / K */
function squaredErrorDelta(z, y, out) {
  for (let k = 0; k < z.length; k += 1) out[k] = (2 * (z[k] - y)) / z.length;
  return out;
}

/**
 * name → {value(z, y): the loss of one row with the outputs z [K] and the target y, a class index or a value,
 *         delta(z, y, out): ∂(that loss)/∂z, written to out [K], which is returned}
 */
export const LOSSES = {
  cross_entropy: { value: crossEntropy, delta: crossEntropyDelta },
  mean_squared_error: { value: meanSquaredError, delta: meanSquaredErrorDelta },
  mean_absolute_error: { value: meanAbsoluteError, delta: meanAbsoluteErrorDelta },
  binary_cross_entropy: { value: binaryCrossEntropy, delta: binaryCrossEntropyDelta },
  squared_error: { value: squaredError, delta: squaredErrorDelta },
};
