// One penguin in words and numbers: its measurements, their limits, what it is taken for. DOM-free.

import { percent } from '../shared/format.js';
import { parseTyped } from './words_numbers.js';

/** The bird of the article the app began with; it is a row of the data. */
const ARTICLE = { 'bill length': 37.3, 'bill depth': 16.8, 'flipper length': 192, 'body mass': 3000 };

const WIDER = 0.2; // of the span of the data, on either side

/** A measurement without the traces of having been standardised in float32. */
export const tidy = (value) => Number(value.toPrecision(6));

/** "bill length (mm)" */
export const featureLabel = ({ name, unit }) => (unit ? `${name} (${unit})` : name);

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
  const units = unit ? `\u00a0${unit}` : '';
  const allowed = `${name} can be ${low} to ${high}${units}.`;
  const { value, error } = parseTyped(text);
  if (error) return { value: null, error: `${error[0].toUpperCase()}${error.slice(1)}: ${allowed}` };
  if (value < low || value > high) return { value: null, error: `${value}${units} is outside: ${allowed}` };
  return { value, error: '' };
}

/**
 * The article's bird in the order of the features.
 * @returns {number[] | null} null where the features are others
 */
export function articleValues({ features }) {
  const values = features.map(({ name }) => ARTICLE[name]);
  return values.length === Object.keys(ARTICLE).length && values.every(Number.isFinite) ? values : null;
}

/** The first row with exactly these measurements, or null. */
export function rowWith({ x, mean, std, count }, values) {
  const D = values.length;
  for (let row = 0; row < count; row += 1) {
    if (values.every((value, d) => tidy(x[row * D + d] * std[d] + mean[d]) === value)) return row;
  }
  return null;
}

/** The class of the largest probability, the first of equals; −1 where they are not numbers. */
export function predictedOf(chances) {
  if (!Array.from(chances).every(Number.isFinite)) return -1;
  return chances.indexOf(Math.max(...chances));
}

/**
 * One line per class.
 * @param {{classes: string[]}} header
 * @param {number[]} chances [K]
 * @param {number | null} truth
 * @returns {{name: string, chance: string, note: string}[]}
 */
export function chanceLines({ classes }, chances, truth) {
  return Array.from(chances, (chance, k) => ({
    name: classes[k] ?? `output ${k + 1}`,
    chance: percent(chance),
    note: k === truth ? 'true' : '',
  }));
}

/** What the network takes it for, as one sentence. */
export function verdict({ classes }, chances, truth) {
  const predicted = predictedOf(chances);
  if (predicted < 0) return 'The outputs are not numbers: no prediction.';
  const name = classes[predicted] ?? `output ${predicted + 1}`;
  if (truth === null) return `Predicted ${name}.`;
  return predicted === truth ? `Predicted ${name}: right.` : `Predicted ${name}: wrong, it is ${classes[truth]}.`;
}
