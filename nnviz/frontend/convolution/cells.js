// A grid of numbers as elements: each in its cell, shaded, and frames around some of them.

import { element, setText } from '../shared/elements.js';
import { pointIn } from '../shared/surface.js';

const share = (part, whole) => `${(100 * part) / whole}%`;

/**
 * @param {string} name of the class that it gets
 * @param {string[]} frames names of the frames that can be put around some cells
 * @returns {object} root; lattice (the cells alone); size(rows, columns); fill(look), look(i) → {text, small (above it), shade,
 *   ink, same (is it marked), kind (a class)}; frame(name, {row, column, rows, columns} | null); at(event) → the cell under a
 *   pointer, null if none; label(text)
 */
export function createCells(name, frames = []) {
  const lattice = element('div', `cells cells-${name}`, { role: 'img' });
  const root = element('div', 'cells-box', {}, [lattice]);
  const marks = Object.fromEntries(frames.map((frame) => [frame, element('div', `cells-frame frame-${frame}`)]));
  let cells = [];
  let shape = [0, 0];

  function size(rows, columns) {
    if (shape[0] === rows && shape[1] === columns) return;
    shape = [rows, columns];
    cells = Array.from({ length: rows * columns }, () => {
      const [small, text, same] = ['cell-small', 'cell-text', 'cell-same'].map((part) => element('span', part));
      return { small, text, same, cell: element('div', 'cell', {}, [small, text, same]) };
    });
    root.style.setProperty('--columns', String(columns));
    root.style.setProperty('--rows', String(rows));
    lattice.replaceChildren(...cells.map(({ cell }) => cell), ...Object.values(marks));
  }

  function fill(look) {
    cells.forEach(({ cell, small, text, same }, i) => {
      const { text: value = '', small: above = '', shade = '', ink = '', same: isSame = false, kind = '' } = look(i);
      setText(text, value);
      setText(small, above);
      setText(same, isSame ? '=' : '');
      cell.className = `cell ${kind}`;
      cell.style.background = shade;
      cell.style.color = ink;
    });
  }

  function frame(which, place) {
    const mark = marks[which];
    mark.hidden = !place;
    if (!place) return;
    const [rows, columns] = shape;
    Object.assign(mark.style, {
      left: share(place.column, columns), top: share(place.row, rows),
      width: share(place.columns, columns), height: share(place.rows, rows),
    });
  }

  function at(event) {
    const [x, y] = pointIn(lattice, event);
    const [rows, columns] = shape;
    const [row, column] = [Math.floor((y / lattice.clientHeight) * rows), Math.floor((x / lattice.clientWidth) * columns)];
    return row >= 0 && row < rows && column >= 0 && column < columns ? row * columns + column : null;
  }

  return { root, lattice, size, fill, frame, at, label: (text) => lattice.setAttribute('aria-label', text) };
}
