// The forward pass of many rows at once, and of one row in full precision. DOM-free.
//
// `net` is {sizes, activation, map, loss}: map from parameterMap(sizes), activation and loss by
// their keys. Values of many rows lie row by row: [count, neurons].

import { ACTIVATIONS } from './activations.js';

/**
 * Room for the values of up to `capacity` rows, to be filled again and again by forwardRows.
 * @param {number[]} sizes
 * @param {number} capacity
 * @returns {{z: (Float32Array | null)[], a: (Float32Array | null)[]}} per layer of neurons; z[0] is
 *   null, a[0] becomes the input, and the last a is the last z, the logits
 */
export function createRows(sizes, capacity) {
  const z = sizes.map((size, layer) => (layer === 0 ? null : new Float32Array(capacity * size)));
  const last = sizes.length - 1;
  const a = sizes.map((size, layer) => {
    if (layer === 0) return null;
    return layer === last ? z[last] : new Float32Array(capacity * size);
  });
  return { z, a };
}

/** z = a·W + b of one layer, for the rows from `first` up to, not including, `end`. */
function sums(a, params, { inputs, outputs, weights, biases }, first, end, z) {
  const inFours = outputs - (outputs % 4);
  // Two rows by four neurons at a time: what is read serves several sums, which do not wait for one another.
  for (let j = 0; j < inFours; j += 4) {
    const b0 = params[biases + j];
    const b1 = params[biases + j + 1];
    const b2 = params[biases + j + 2];
    const b3 = params[biases + j + 3];
    for (let row = first; row < end; row += 2) {
      const next = row + 1 < end ? row + 1 : row; // an odd last row is computed twice
      const here = row * inputs;
      const there = next * inputs;
      let s0 = b0;
      let s1 = b1;
      let s2 = b2;
      let s3 = b3;
      let t0 = b0;
      let t1 = b1;
      let t2 = b2;
      let t3 = b3;
      for (let i = 0, w = weights + j; i < inputs; i += 1, w += outputs) {
        const s = a[here + i];
        const t = a[there + i];
        const w0 = params[w];
        const w1 = params[w + 1];
        const w2 = params[w + 2];
        const w3 = params[w + 3];
        s0 += s * w0;
        s1 += s * w1;
        s2 += s * w2;
        s3 += s * w3;
        t0 += t * w0;
        t1 += t * w1;
        t2 += t * w2;
        t3 += t * w3;
      }
      const to = row * outputs + j;
      const beyond = next * outputs + j;
      z[to] = s0;
      z[to + 1] = s1;
      z[to + 2] = s2;
      z[to + 3] = s3;
      z[beyond] = t0;
      z[beyond + 1] = t1;
      z[beyond + 2] = t2;
      z[beyond + 3] = t3;
    }
  }
  for (let j = inFours; j < outputs; j += 1) {
    for (let row = first; row < end; row += 1) {
      let sum = params[biases + j];
      for (let i = 0, w = weights + j; i < inputs; i += 1, w += outputs) sum += a[row * inputs + i] * params[w];
      z[row * outputs + j] = sum;
    }
  }
}

/** a = f(z), elementwise, of the values from `first` up to, not including, `end`. */
function activate(f, z, first, end, a) {
  for (let i = first; i < end; i += 1) a[i] = f(z[i]);
}

const AT_ONCE = 64; // rows whose values stay in the processor's cache from one layer to the next

/**
 * The forward pass of many rows: z = x·W + b, a = f(z), layer after layer.
 * @param {object} net
 * @param {Float32Array} params [P]
 * @param {Float32Array} x [count, D] standardised; may be longer
 * @param {number} count rows
 * @param {{z: Float32Array[], a: Float32Array[]}} rows from createRows, filled here
 * @returns {{z: Float32Array[], a: Float32Array[]}} `rows`
 */
export function forwardRows(net, params, x, count, rows) {
  const { layers } = net.map;
  const f = ACTIVATIONS[net.activation];
  rows.a[0] = x;
  for (let first = 0; first < count; first += AT_ONCE) {
    const end = Math.min(count, first + AT_ONCE);
    for (let l = 0; l < layers.length; l += 1) {
      const { outputs } = layers[l];
      sums(rows.a[l], params, layers[l], first, end, rows.z[l + 1]);
      if (l + 1 < layers.length) activate(f, rows.z[l + 1], first * outputs, end * outputs, rows.a[l + 1]);
    }
  }
  return rows;
}

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

/**
 * The probabilities of many rows.
 * @param {Float32Array} z [count, K] logits
 * @param {Float32Array} out [count, K]
 */
export function softmaxRows(z, count, K, out) {
  for (let row = 0; row < count; row += 1) softmaxAt(z, row * K, K, out);
  return out;
}

/** The place of the largest of `K` logits from `from` on, the first of equals; −1 where softmax has no answer. */
export function largestAt(z, from, K) {
  let best = 0;
  for (let k = 0; k < K; k += 1) {
    if (Number.isNaN(z[from + k])) return -1;
    if (z[from + k] > z[from + best]) best = k;
  }
  return Number.isFinite(z[from + best]) ? best : -1;
}

/**
 * The class each row is taken for.
 * @param {Float32Array} z [count, K] logits
 * @param {Int32Array} out [count] class index, the first of equals; −1 where the logits give no
 *   probabilities: one is NaN, or the largest is not finite
 */
export function predictedRows(z, count, K, out) {
  for (let row = 0; row < count; row += 1) out[row] = largestAt(z, row * K, K);
  return out;
}

/**
 * Room for the values of one row in double precision.
 * @param {number[]} sizes
 * @returns {{z: (Float64Array | null)[], a: Float64Array[], chances: Float64Array}} per layer of neurons;
 *   z[0] is null, a[0] the inputs, and the last a is the last z
 */
export function createFlow(sizes) {
  const z = sizes.map((size, layer) => (layer === 0 ? null : new Float64Array(size)));
  const last = sizes.length - 1;
  const a = sizes.map((size, layer) => (layer === last ? z[last] : new Float64Array(size)));
  return { z, a, chances: new Float64Array(sizes[last]) };
}

/**
 * The forward pass of one row in double precision.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {ArrayLike<number>} x [N, D] standardised
 * @param {number} row which of them
 * @param {object} flow from createFlow, filled here
 * @returns {object} `flow`
 */
export function flowRow(net, params, x, row, flow) {
  const f = ACTIVATIONS[net.activation];
  const { layers } = net.map;
  const D = layers[0].inputs;
  for (let d = 0; d < D; d += 1) flow.a[0][d] = x[row * D + d];
  for (let l = 0; l < layers.length; l += 1) {
    const { inputs, outputs, weights, biases } = layers[l];
    const a = flow.a[l];
    const z = flow.z[l + 1];
    for (let j = 0; j < outputs; j += 1) z[j] = params[biases + j];
    for (let i = 0; i < inputs; i += 1) {
      for (let j = 0; j < outputs; j += 1) z[j] += a[i] * params[weights + i * outputs + j];
    }
    if (l + 1 < layers.length) activate(f, z, 0, outputs, flow.a[l + 1]);
  }
  const logits = flow.z[layers.length];
  for (let k = 0; k < logits.length; k += 1) flow.chances[k] = logits[k];
  softmaxAt(flow.chances, 0, logits.length, flow.chances);
  return flow;
}
