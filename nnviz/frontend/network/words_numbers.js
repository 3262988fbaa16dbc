// Numbers in full, and numbers as people type them. DOM-free.

import { fixed, powered, significant, unpowered } from '../shared/format.js';

const DIGITS = 9; // enough for every float32 to be told from its neighbours

/** The fewest digits that read back as the same float32; of what is no float32, the first nine. */
function digitsOf(value) {
  if (Math.fround(value) !== value) return DIGITS;
  let digits = 1;
  while (digits < DIGITS && Math.fround(Number(value.toPrecision(digits))) !== value) digits += 1;
  return digits;
}

/** The number as it is typed, with a plain minus: "-0.42", "1.2e-7". */
export function typed(value) {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digitsOf(value))));
}

/** The number in full, to nine significant digits at most: "−0.42", "1.2 × 10⁻⁷", "NaN". */
export function exact(value) {
  if (!Number.isFinite(value)) return significant(value);
  return powered(typed(value));
}

/** Six significant digits. */
export const six = (value) => significant(value, 6);

/** At most six significant digits and six decimals, for columns with little room: "−1.12883", "0.004550", "1.234 × 10⁻⁷". */
export function compact(value) {
  const size = Math.abs(value);
  if (!(size > 0 && size < 0.1)) return six(value);
  return size < 1e-3 ? powered(value.toExponential(3)) : fixed(value, 6);
}

/**
 * A number that was typed, or copied from the screen; a comma is a decimal point, a real minus a minus.
 * @param {string} text
 * @returns {{value: number | null, error: string}} value null: the error says why, as the end of a sentence
 */
export function parseTyped(text) {
  const tidy = unpowered(text.trim()).replace(',', '.');
  if (tidy === '') return { value: null, error: 'nothing is typed' };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(tidy)) return { value: null, error: `“${text.trim()}” is not a number` };
  const value = Number(tidy);
  if (!Number.isFinite(Math.fround(value))) return { value: null, error: `${text.trim()} is too large a number` };
  return { value, error: '' };
}
