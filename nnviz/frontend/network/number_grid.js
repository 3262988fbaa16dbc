// A small picture with its numbers: a table whose cells are coloured by their values.

import { element, setText } from '../shared/elements.js';
import { cellText } from '../shared/format.js';
import { shadeIndex } from '../shared/theme.js';
import { exact } from './words_numbers.js';

/**
 * @param {string} name what is said of it where it is not seen
 * @returns {{root: HTMLElement, show: (values: (number | null)[], across: number, look: object) => void}} show: values line by
 *   line, null where there is none; look: {scale, clamp, write?} a scale from shades, the value with its full colour, and how
 *   numbers are written, to five characters if it does not say so
 */
export function createNumberGrid(name) {
  const body = element('tbody');
  const root = element('table', 'number-grid', { 'aria-label': name }, [body]);
  let cells = [];
  let size = '';

  function build(count, across) {
    if (size === `${count} ${across}`) return;
    size = `${count} ${across}`;
    cells = Array.from({ length: count }, () => element('td'));
    body.replaceChildren(...Array.from({ length: count / across }, (_, row) => element('tr', '', {}, cells.slice(row * across, (row + 1) * across))));
    root.style.setProperty('--across', across);
  }

  function show(values, across, { scale, clamp, write = cellText }) {
    build(values.length, across);
    values.forEach((value, i) => {
      const cell = cells[i];
      setText(cell, value === null ? '' : write(value));
      const title = value === null ? 'padding: 0' : exact(value);
      if (cell.title !== title) cell.title = title;
      const shade = value === null ? scale.css.length >> 1 : shadeIndex(value, clamp);
      if (cell.style.background !== scale.css[shade]) Object.assign(cell.style, { background: scale.css[shade], color: scale.ink[shade] });
    });
  }
  return { root, show };
}
