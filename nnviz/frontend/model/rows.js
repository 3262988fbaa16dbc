// The forward pass of many rows at once, and of one row in full precision. DOM-free.
//
// `net` is from openNetwork. Values of many rows lie row by row: [count, neurons].

import { ACTIVATIONS } from './activations.js';
import { KINDS } from './layers.js';
import { activationOf } from './parts.js';

/** Arrays for z and a of each layer; z[0] is null, and where z is passed on as it is, as by the last layer, a is z. */
function createLayers(net, create) {
  const z = net.sizes.map((size, layer) => (layer === 0 ? null : create(size)));
  const a = net.sizes.map((size, layer) => (layer > 0 && activationOf(net, layer) === null ? z[layer] : create(size)));
  return { z, a, outputs: z[net.parts.length] };
}

/**
 * Room for the values of up to `capacity` rows, to be filled again and again by forwardRows.
 * @returns {{z: (Float32Array | null)[], a: Float32Array[], outputs: Float32Array}} per layer of neurons; z[0] is
 *   null, a[0] becomes the input, the last z are the outputs, and an a that is z is the same array
 */
export const createRows = (net, capacity) => createLayers(net, (size) => new Float32Array(capacity * size));

/** a = f(z), elementwise, of the values from `first` up to, not including, `end`. */
function activate(f, z, first, end, a) {
  for (let i = first; i < end; i += 1) a[i] = f(z[i]);
}

/** The function that follows each part; undefined where none does. */
const functionsOf = (net) => net.parts.map((_, l) => ACTIVATIONS[activationOf(net, l + 1)]);

const AT_ONCE = 64; // rows whose values stay in the processor's cache from one layer to the next

/**
 * The forward pass of many rows: z = x·W + b, a = f(z), layer after layer.
 * @param {object} net
 * @param {Float32Array} params [P]
 * @param {Float32Array} x [count, D] standardised; may be longer
 * @param {number} count rows
 * @param {{z: Float32Array[], a: Float32Array[]}} rows from createRows, filled here
 * @returns {object} `rows`
 */
export function forwardRows(net, params, x, count, rows) {
  const { parts } = net;
  const functions = functionsOf(net);
  rows.a[0] = x;
  for (let first = 0; first < count; first += AT_ONCE) {
    const end = Math.min(count, first + AT_ONCE);
    for (let l = 0; l < parts.length; l += 1) {
      const { kind, outputs } = parts[l];
      KINDS[kind].forwardRows(parts[l], params, rows.a[l], first, end, rows.z[l + 1]);
      if (functions[l]) activate(functions[l], rows.z[l + 1], first * outputs, end * outputs, rows.a[l + 1]);
    }
  }
  return rows;
}

/**
 * Room for the values of one row in double precision.
 * @returns {{z: (Float64Array | null)[], a: Float64Array[], outputs: Float64Array, readings: Float64Array, answer: number}}
 *   per layer of neurons, as createRows; readings [K]: the outputs as they are shown; answer: in the terms of y
 */
export const createFlow = (net) =>
  ({ ...createLayers(net, (size) => new Float64Array(size)), readings: new Float64Array(net.task.K), answer: NaN });

const LARGEST = (2 - 2 ** -23) * 2 ** 127; // of float32

/** What lies beyond the range of float32 is infinite, as it is where many rows are computed at once. */
function keepRange(z) {
  for (let i = 0; i < z.length; i += 1) if (Math.abs(z[i]) > LARGEST) z[i] = Math.fround(z[i]);
}

/**
 * The forward pass of one row in double precision, within the range of single precision.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {ArrayLike<number>} x [N, D] standardised
 * @param {number} row which of them
 * @param {object} flow from createFlow, filled here
 * @returns {object} `flow`
 */
export function flowRow(net, params, x, row, flow) {
  const { parts, task } = net;
  const functions = functionsOf(net);
  const D = parts[0].inputs;
  for (let d = 0; d < D; d += 1) flow.a[0][d] = x[row * D + d];
  for (let l = 0; l < parts.length; l += 1) {
    KINDS[parts[l].kind].forwardRow(parts[l], params, flow.a[l], flow.z[l + 1]);
    keepRange(flow.z[l + 1]);
    if (functions[l]) activate(functions[l], flow.z[l + 1], 0, parts[l].outputs, flow.a[l + 1]);
  }
  task.read(flow.outputs, 1, flow.readings);
  flow.answer = task.answer(flow.outputs, 0);
  return flow;
}
