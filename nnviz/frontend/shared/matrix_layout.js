// Where the matrices of an equation such as x · W + b = z → a go, and their entries. DOM-free.

const SIZES = [15, 14, 13, 12]; // of the numbers, in pixels, as long as one line holds the equation
const SMALLER = [14, 13, 12, 11, 10, 9, 8]; // where it is broken into lines
const COMFORTABLE = 12; // down to here, fewer lines are better than larger numbers
const NARROWEST = 2.2; // width of a cell, by the size of its number
const pad = (size) => Math.min(5, Math.max(3, size - 8)); // between a number and its neighbours
const BRACKET = 6; // width of a bracket, and its distance from what is beside it
const NEAR = 5; // between row names and bracket
const AROUND = 7; // between an operator and what is beside it
const LEADING = 1.25; // of lines of text
const BETWEEN = 14; // lines of the equation

/** Names and operators beside numbers of a size. */
export const nameSize = (size) => Math.max(9, Math.min(12, size - 1));
export const operatorSize = (size) => size + 4;

/** A name of several words on two lines, broken where the longer line is shortest. */
export function brokenName(name) {
  const words = String(name).split(' ');
  const breaks = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const longer = (lines) => Math.max(...lines.map((line) => line.length));
  return breaks.reduce((best, lines) => (best === null || longer(lines) < longer(best) ? lines : best), null) ?? words;
}

const widest = (texts, measure, size) => Math.max(0, ...texts.map((text) => measure(text, size)));

/** The measures of one part at one size: its operator, names and cells, around an axis through the middle of its rows. */
function measured(part, size, measure) {
  const { rows, columns, texts, title = '', rowNames = [], columnNames = [], operator = '', note = '' } = part;
  const names = nameSize(size);
  const heads = columnNames.map(brokenName);
  const headLines = Math.max(0, ...heads.map((lines) => lines.length));
  const cellWidth = Math.ceil(Math.max(NARROWEST * size, widest(texts, measure, size) + 2 * pad(size), widest(heads.flat(), measure, names) + 4));
  const cellHeight = Math.ceil(size * 1.75);
  const gutter = rowNames.length > 0 ? Math.ceil(widest(rowNames, measure, names)) + NEAR : 0;
  const sign = Math.ceil(Math.max(measure(operator, operatorSize(size)), measure(note, names)));
  const before = operator ? sign + 2 * AROUND : 0;
  const boxWidth = gutter + Math.max(2 * BRACKET + columns * cellWidth, Math.ceil(measure(title, names)));
  const head = (headLines + (title ? 1 : 0)) * names * LEADING + 5;
  const half = (rows * cellHeight) / 2;
  return { ...part, size, heads, cellWidth, cellHeight, gutter, before, width: before + boxWidth, above: half + head, below: half + 3 };
}

/** Lines of parts that fit the width, each as long as it can be; a part stays together with the operator before it. */
function broken(parts, width) {
  const lines = [];
  let room = 0;
  for (const part of parts) {
    if (lines.length === 0 || part.width > room) {
      lines.push([]);
      room = width;
    }
    lines.at(-1).push(part);
    room -= part.width;
  }
  return lines;
}

/** Put a part at x of a line whose rows are centred on `axis`. */
function placed(part, x, axis) {
  const { size, rows, cellHeight, gutter, before, above } = part;
  const names = nameSize(size);
  const y = axis - (rows * cellHeight) / 2;
  return {
    ...part,
    axis,
    operatorX: x + before / 2,
    titleX: x + before + gutter,
    titleY: axis - above + names * LEADING * 0.5,
    x: x + before + gutter + BRACKET,
    y,
  };
}

function put(lines) {
  let top = 0;
  const parts = [];
  for (const line of lines) {
    const axis = top + Math.max(...line.map(({ above }) => above));
    let x = 0;
    for (const part of line) {
      parts.push(placed(part, x, axis));
      x += part.width;
    }
    top = axis + Math.max(...line.map(({ below }) => below)) + BETWEEN;
  }
  const width = Math.max(...lines.map((line) => line.reduce((sum, part) => sum + part.width, 0)));
  return { parts, width, height: Math.ceil(top - BETWEEN) };
}

/**
 * Lay out an equation of matrices: on one line with the largest numbers that allow it; where none do, broken before
 * operators into few lines, with numbers small enough for the widest matrix.
 *
 * A part is a matrix and the operator before it: {key, operator, note, title, rows, columns, texts, values, rowNames,
 * columnNames, shade, clamp}. `texts` are all its entries as they are written, row by row, also of those that are not
 * known yet: a place keeps its width. `note` stands above the operator. Only key, rows, columns and texts must be there;
 * values, shade ('weight' or 'activation') and clamp colour the cells.
 * @param {object[]} parts
 * @param {number} width CSS pixels
 * @param {(text: string, size: number) => number} measure the width of a text at a size, both in pixels
 * @returns {{parts: object[], width: number, height: number}} each part with its size, the pixels of its first cell x, y,
 *   its cellWidth and cellHeight, and where its names go
 */
export function layoutEquation(parts, width, measure) {
  const at = (size) => parts.map((part) => measured(part, size, measure));
  for (const size of SIZES) {
    const one = at(size);
    if (one.reduce((sum, part) => sum + part.width, 0) <= width) return put([one]);
  }
  const fitting = SMALLER.map(at).filter((all) => all.every((part) => part.width <= width));
  if (fitting.length === 0) return put(broken(at(SMALLER.at(-1)), width));
  const large = fitting.filter(([{ size }]) => size >= COMFORTABLE);
  const ways = (large.length > 0 ? large : fitting.slice(0, 1)).map((all) => broken(all, width));
  return put(ways.reduce((best, lines) => (lines.length < best.length ? lines : best)));
}

/**
 * The rectangle of some cells of a part.
 * @param {object} part of a layout
 * @param {number} row of the first cell
 * @param {number} column
 * @param {number} [rows] how many
 * @param {number} [columns]
 * @returns {{x: number, y: number, width: number, height: number}}
 */
export function cellsBox(part, row, column, rows = 1, columns = 1) {
  const { x, y, cellWidth, cellHeight } = part;
  return { x: x + column * cellWidth, y: y + row * cellHeight, width: columns * cellWidth, height: rows * cellHeight };
}

/**
 * The entry under a point.
 * @param {{parts: object[]}} layout
 * @returns {{key: string, row: number, column: number} | null}
 */
export function entryAt({ parts }, x, y) {
  for (const part of parts) {
    const column = Math.floor((x - part.x) / part.cellWidth);
    const row = Math.floor((y - part.y) / part.cellHeight);
    if (row >= 0 && row < part.rows && column >= 0 && column < part.columns) return { key: part.key, row, column };
  }
  return null;
}

/** Pixels below which equations are broken into so many lines that each has a height of its own. */
const NARROW = 480;

/**
 * How high the equations of a film are shown, of which one takes the other's place: all like the tallest, so that nothing
 * below them moves; on a telephone, where that would leave half a screen free, each as it is.
 * @param {number[]} own the height of each
 * @param {number} width there is for them, in pixels
 */
export const heightsAmong = (own, width) => (width < NARROW ? own : own.map(() => Math.max(...own)));
