// Backpropagation in double precision, and finite differences to check it by. DOM-free.
//
// `net` is from openNetwork; x [N, D] and y [N] are the rows of data, `rows` says which of them are meant.

import { SLOPES } from './activations.js';
import { KINDS } from './layers.js';
import { LOSSES } from './losses.js';
import { activationOf, usesOf } from './parts.js';
import { createFlow, flowRow } from './rows.js';

/** Room for the error signals of one row: δ = ∂L/∂z per layer of neurons; delta[0] is null. */
export const createDelta = ({ sizes }) => ({
  delta: sizes.map((size, layer) => (layer === 0 ? null : new Float64Array(size))),
});

const spaces = new WeakMap();

/** What one network's passes write to, made once. */
function spaceOf(net) {
  if (!spaces.has(net)) {
    spaces.set(net, { flow: createFlow(net), back: createDelta(net), params: new Float64Array(net.count) });
  }
  return spaces.get(net);
}

/**
 * The error signals of one row: δ of the loss at the last z, then δ ← ∂L/∂a ∘ f′(z) layer by layer.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {{z: Float64Array[], a: Float64Array[]}} flow the row's values, from flowRow
 * @param {number} target its true class, or its value
 * @param {{delta: Float64Array[]}} back filled here; a new one if none is given
 * @returns {{delta: (Float64Array | null)[]}} δ = ∂(this row's loss)/∂z
 */
export function backwardRow(net, params, flow, target, back = createDelta(net)) {
  const { parts } = net;
  const { delta } = back;
  LOSSES[net.loss].delta(flow.outputs, target, delta[parts.length]);
  for (let l = parts.length - 1; l > 0; l -= 1) {
    const [z, a, here] = [flow.z[l], flow.a[l], delta[l]];
    KINDS[parts[l].kind].backwardRow(parts[l], params, a, delta[l + 1], here);
    const slope = SLOPES[activationOf(net, l)];
    for (let i = 0; slope && i < here.length; i += 1) here[i] *= slope(z[i], a[i]);
  }
  return back;
}

/** The mean loss of some rows; NaN of none. */
export function lossOf(net, params, x, y, rows) {
  const { flow } = spaceOf(net);
  const { value } = LOSSES[net.loss];
  let sum = 0;
  for (let n = 0; n < rows.length; n += 1) {
    flowRow(net, params, x, rows[n], flow);
    sum += value(flow.outputs, y[rows[n]]);
  }
  return sum / rows.length;
}

/**
 * The gradient of the mean loss of some rows.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {ArrayLike<number>} x [N, D] standardised
 * @param {ArrayLike<number>} y [N] class or value of each row
 * @param {ArrayLike<number>} rows indices of rows; of none, the gradient is NaN
 * @param {Float64Array} out [P]
 * @returns {Float64Array} `out`
 */
export function gradientOf(net, params, x, y, rows, out = new Float64Array(net.count)) {
  const { flow, back } = spaceOf(net);
  const { parts, count } = net;
  out.fill(0);
  for (let n = 0; n < rows.length; n += 1) {
    flowRow(net, params, x, rows[n], flow);
    backwardRow(net, params, flow, y[rows[n]], back);
    for (let l = 0; l < parts.length; l += 1) KINDS[parts[l].kind].gradientRow(parts[l], flow.a[l], back.delta[l + 1], out);
  }
  for (let p = 0; p < count; p += 1) out[p] /= rows.length;
  return out;
}

// Near the cube root of the rounding error, where a central difference is most exact.
const STEP = 1e-5;
const SMALLER = 8;
const TRIES = 4;

/** Whether two slopes are the same, to what a finite difference can tell: 1e-5 of the larger, or 1e-8. */
export const agrees = (a, b) => Math.abs(a - b) <= Math.max(1e-5 * Math.max(Math.abs(a), Math.abs(b)), 1e-8);

/**
 * ∂(mean loss)/∂(one parameter) from losses alone: (L(w + h) − L(w − h)) / 2h.
 *
 * A kink of ReLU between w − h and w + h spoils it, so h shrinks until a smaller one changes nothing.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {number} offset which parameter
 * @returns {{value: number, h: number, kink: boolean}} kink: the loss bends at w itself, so that
 *   it has no slope there for backpropagation to agree with
 */
export function finiteDifference(net, params, offset, x, y, rows) {
  const copy = spaceOf(net).params;
  copy.set(params);
  const w = copy[offset];
  const here = lossOf(net, copy, x, y, rows);
  const around = (h) => {
    copy[offset] = w + h;
    const above = lossOf(net, copy, x, y, rows);
    copy[offset] = w - h;
    const below = lossOf(net, copy, x, y, rows);
    return { value: (above - below) / (2 * h), bend: Math.abs(above - 2 * here + below) / h, h };
  };
  let wide = around(STEP * Math.max(1, Math.abs(w)));
  let narrow = around(wide.h / SMALLER);
  for (let n = 1; n < TRIES && !agrees(wide.value, narrow.value); n += 1) {
    [wide, narrow] = [narrow, around(narrow.h / SMALLER)];
  }
  // Curvature makes the slopes on both sides differ by a part of h, a kink by the same for any h.
  const kink = narrow.bend > wide.bend / 2 && narrow.bend > 1e-5 * Math.max(1, Math.abs(wide.value));
  return { value: wide.value, h: wide.h, kink };
}

/**
 * Why a weight or bias gets its gradient: the error signal δ at its target times the activation a at its source, which
 * is 1 for a bias. A weight that stands between several pairs of neurons gets the sum of their products.
 * @param {object} net
 * @param {ArrayLike<number>} params [P]
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>}} data
 * @param {ArrayLike<number>} rows indices; one row, or many to take the mean of
 * @param {number} layer the weight matrix, 0 reads the inputs
 * @param {number | null} row of the matrix, null for the bias
 * @param {number} column of the matrix
 * @returns {{delta: number, activation: number, gradient: number}} means over the rows, δ and a also over the pairs;
 *   gradient is the mean of the products
 */
export function blame(net, params, { x, y }, rows, layer, row, column) {
  const { flow, back } = spaceOf(net);
  const total = { delta: 0, activation: 0, gradient: 0 };
  const uses = usesOf(net, layer, row, column);
  for (let n = 0; n < rows.length; n += 1) {
    flowRow(net, params, x, rows[n], flow);
    const delta = backwardRow(net, params, flow, y[rows[n]], back).delta[layer + 1];
    for (const [from, to] of uses) {
      const activation = from === null ? 1 : flow.a[layer][from];
      total.delta += delta[to];
      total.activation += activation;
      total.gradient += delta[to] * activation;
    }
  }
  const pairs = Math.max(1, uses.length); // a weight that only ever lies on the padding has none
  total.delta /= rows.length * pairs;
  total.activation /= rows.length * pairs;
  total.gradient /= rows.length;
  return total;
}
