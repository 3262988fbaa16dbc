// A neuron's numbers written out. DOM-free.

import { brief, fixed, operand } from '../shared/format.js';

const DIGITS = 4;

/** @returns {string} 2 → "₂" */
export const subscript = (number) => String.fromCharCode(0x2080 + number);

/** As a factor: a negative number stands in parentheses. */
const factor = (value) => operand(value, DIGITS);

/** As a further term of a sum: with its sign before it. */
const added = (value) => `${value < 0 ? '−' : '+'} ${brief(Math.abs(value), DIGITS)}`;

/**
 * The weighted sum in three lines: in letters, with the numbers put in, each product worked out.
 * @param {{x: number[], w: number[], b: number}} neuron
 * @param {{products: number[], z: number}} found from workOut
 * @returns {{letters: string, numbers: string, products: string, result: string}}
 */
export function sumLines({ x, w, b }, { products, z }) {
  const [first, ...others] = products;
  return {
    letters: `${x.map((_, i) => `w${subscript(i + 1)}·x${subscript(i + 1)}`).join(' + ')} + b`,
    numbers: `${x.map((value, i) => `${factor(w[i])} × ${factor(value)}`).join(' + ')} ${added(b)}`,
    products: [brief(first, DIGITS), ...others.map(added), added(b)].join(' '),
    result: brief(z, DIGITS),
  };
}

/** Whether a nerve cell would fire, and why: the inputs' part of the sum against the threshold. */
export function firing({ b }, { inputs, fires }) {
  const why = `the inputs bring ${brief(inputs, DIGITS)}, ${fires ? 'above' : 'not above'} the [[threshold]] −b = ${brief(-b, DIGITS)}`;
  return { word: `A nerve cell would ${fires ? 'fire' : 'be silent'} here`, why };
}

const NUDGE = 0.1;

/** What the slope says of a small change. */
export function slopeWords({ slope }) {
  if (Math.abs(slope) < 0.01) return 'flat: a hardly changes when z does';
  return `${fixed(NUDGE, 1)} more in z is about ${brief(NUDGE * slope, 2)} more in a`;
}

/** The whole neuron in one sentence, for a screen reader. */
export function summary({ x, w, b }, found, label) {
  const inputs = x.map((value, i) => `input ${brief(value)} with weight ${brief(w[i])}`).join(', ');
  return `${inputs}, bias ${brief(b)}: the sum z is ${brief(found.z, DIGITS)}, ${label} makes ${brief(found.a, DIGITS)} of it. ${firing({ b }, found).word}.`;
}
