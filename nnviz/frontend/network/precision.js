// A switch between short numbers and full ones, of one card.

import { element } from '../shared/elements.js';
import { exact } from './words_numbers.js';

/**
 * @param {(value: number) => string} short how a number is written otherwise
 * @param {() => void} onChange
 * @returns {{root: HTMLElement, isFull: boolean, write: (value: number) => string}}
 */
export function createPrecision(short, onChange) {
  const box = element('input', '', { type: 'checkbox' });
  const root = element('label', 'card-check', {}, [box, 'full precision']);
  box.addEventListener('change', onChange);
  return {
    root,
    get isFull() { return box.checked; },
    get write() { return box.checked ? exact : short; },
  };
}
