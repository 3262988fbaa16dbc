// A switch between short numbers and full ones, of one card.

import { element } from '../shared/elements.js';
import { exact } from './words_numbers.js';

const [SHORT_DIGITS, FULL_DIGITS] = [6, 9];

/**
 * @param {(value: number) => string} short how a number is written otherwise
 * @param {() => void} onChange
 * @returns {{root: HTMLElement, isFull: boolean, digits: number, write: (value: number) => string}}
 */
export function createPrecision(short, onChange) {
  const box = element('input', '', { type: 'checkbox' });
  const root = element('label', 'card-check', {}, [box, 'full precision']);
  box.addEventListener('change', onChange);
  return {
    root,
    get isFull() { return box.checked; },
    /** How many digits are written at most. */
    get digits() { return box.checked ? FULL_DIGITS : SHORT_DIGITS; },
    get write() { return box.checked ? exact : short; },
  };
}
