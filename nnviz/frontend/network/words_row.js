// One row in words and numbers: its measurements and their limits. DOM-free.

import { capital, withUnit } from '../shared/format.js';
import { parseTyped } from './words_numbers.js';

const WIDER = 0.2; // of the span of the data, on either side

/** A measurement without the traces of having been standardised in float32. */
export const tidy = (value) => Number(value.toPrecision(6));

function stepFor(span) {
  if (span >= 500) return 1;
  return span >= 2 ? 0.1 : 0.01;
}

/**
 * How far each feature may be set: the span of the data and a fifth of it more on either side.
 * @param {{x: ArrayLike<number>, mean: ArrayLike<number>, std: ArrayLike<number>, count: number}} data
 * @param {number} D
 * @returns {{low: number, high: number, step: number}[]} in the features' own units
 */
export function limitsOf({ x, mean, std, count }, D) {
  return Array.from({ length: D }, (_, d) => {
    let low = Infinity;
    let high = -Infinity;
    for (let row = 0; row < count; row += 1) {
      low = Math.min(low, x[row * D + d]);
      high = Math.max(high, x[row * D + d]);
    }
    const span = (high - low) * std[d] || 1;
    const step = stepFor(span);
    const onGrid = (value, round) => tidy(round(tidy(value / step)) * step);
    return {
      low: onGrid(low * std[d] + mean[d] - WIDER * span, Math.floor),
      high: onGrid(high * std[d] + mean[d] + WIDER * span, Math.ceil),
      step,
    };
  });
}

/**
 * A measurement that was typed.
 * @returns {{value: number | null, error: string}} error: a sentence with the value and what is allowed
 */
export function readMeasurement(text, { name, unit }, { low, high }) {
  const allowed = `${name} can be ${low} to ${withUnit(high, unit)}.`;
  const { value, error } = parseTyped(text);
  if (error) return { value: null, error: `${capital(error)}: ${allowed}` };
  if (value < low || value > high) return { value: null, error: `${withUnit(value, unit)} is outside: ${allowed}` };
  return { value, error: '' };
}

/** What is known of a row beside its features: "Torgersen, female, 2007". */
export function factsOf({ row_facts: facts, nouns }, { row }) {
  if (facts.length === 0) return '';
  return row === null ? `own values: no ${nouns.row} of the table` : facts[row];
}

/** The first row with exactly these measurements, or null. */
export function rowWith({ x, mean, std, count }, values) {
  const D = values.length;
  for (let row = 0; row < count; row += 1) {
    if (values.every((value, d) => tidy(x[row * D + d] * std[d] + mean[d]) === value)) return row;
  }
  return null;
}
