// Lines through the plane: where the sum of a neuron is 0. DOM-free; places are standardised.

import { biasAt, weightAt } from '../model/parts.js';

/** Weights so small that a line says nothing: the neuron answers the same everywhere. */
const NOTHING = 0.02;

/** The neurons of the first layer that read the plane. @returns {number[][]} [w₁, w₂, b] of each */
export const linesOf = (net, params) => Array.from({ length: net.parts[0].outputs }, (_, j) =>
  [params[weightAt(net, 0, 0, j)], params[weightAt(net, 0, 1, j)], params[biasAt(net, 1, j)]]);

/**
 * The part of a line w₁x₁ + w₂x₂ + b = 0 within a box.
 * @param {number[]} neuron [w₁, w₂, b]
 * @param {number[][]} ranges of x₁ and of x₂
 * @returns {number[][] | null} its two ends; null where it does not pass through
 */
export function cut([w1, w2, b], [[left, right], [bottom, top]]) {
  if (Math.hypot(w1, w2) < NOTHING) return null;
  const found = [];
  const keep = (x, y) => {
    const inside = x >= left - 1e-9 && x <= right + 1e-9 && y >= bottom - 1e-9 && y <= top + 1e-9;
    if (inside && !found.some(([fx, fy]) => Math.hypot(fx - x, fy - y) < 1e-6)) found.push([x, y]);
  };
  if (Math.abs(w2) > 1e-9) for (const x of [left, right]) keep(x, -(b + w1 * x) / w2);
  if (Math.abs(w1) > 1e-9) for (const y of [bottom, top]) keep(-(b + w2 * y) / w1, y);
  return found.length === 2 ? found : null;
}
