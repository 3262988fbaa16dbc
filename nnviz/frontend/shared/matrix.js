// Draws an equation of matrices: brackets, names, every number; what is lit, and what is not known yet.

import { cellsBox, nameSize, operatorSize } from './matrix_layout.js';
import { shadeIndex, shades } from './theme.js';

export { cellsBox, entryAt, heightsAmong, layoutEquation } from './matrix_layout.js';

const BRACKET = 6; // pixels to each side of the cells
const HOOK = 5;
const LEADING = 1.25;

/** A function that gives the width of a text at a size, in CSS pixels, for layoutEquation. */
export const sizedMeasure = (ctx, font) => (text, size) => {
  ctx.font = `${size}px ${font}`;
  return ctx.measureText(text).width;
};

function drawBrackets(ctx, { x, y, rows, columns, cellWidth, cellHeight }, theme) {
  const [left, right] = [x - BRACKET / 2, x + columns * cellWidth + BRACKET / 2];
  const [top, bottom] = [y - 2, y + rows * cellHeight + 2];
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const [edge, hook] of [[left, HOOK], [right, -HOOK]]) {
    ctx.moveTo(edge + hook, top);
    ctx.lineTo(edge, top);
    ctx.lineTo(edge, bottom);
    ctx.lineTo(edge + hook, bottom);
  }
  ctx.stroke();
}

function drawNames(ctx, part, theme) {
  const { x, y, cellWidth, cellHeight, size, heads, rowNames = [], title } = part;
  const names = nameSize(size);
  ctx.font = `${names}px ${theme.font}`;
  ctx.textBaseline = 'middle';
  if (title) {
    ctx.fillStyle = theme.text;
    ctx.textAlign = 'left';
    ctx.fillText(title, part.titleX, part.titleY);
  }
  ctx.fillStyle = theme.muted;
  ctx.textAlign = 'center';
  heads.forEach((lines, column) => {
    lines.forEach((line, i) => {
      const up = (lines.length - i - 0.5) * names * LEADING + 4;
      ctx.fillText(line, x + (column + 0.5) * cellWidth, y - up);
    });
  });
  ctx.textAlign = 'right';
  rowNames.forEach((name, row) => ctx.fillText(name, x - BRACKET - 4, y + (row + 0.5) * cellHeight + 0.5));
}

function drawOperator(ctx, { operator, note, operatorX, axis, size }, theme) {
  if (!operator) return;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.text;
  ctx.font = `${operatorSize(size)}px ${theme.font}`;
  ctx.fillText(operator, operatorX, axis);
  if (!note) return;
  ctx.font = `${nameSize(size)}px ${theme.font}`;
  ctx.fillText(note, operatorX, axis - operatorSize(size) * 0.5 - 7);
}

/** A place that waits for its number. */
function drawPlace(ctx, { x, y, width, height }, theme) {
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 2]);
  ctx.strokeRect(x + 3.5, y + 3.5, width - 7, height - 7);
  ctx.setLineDash([]);
}

/** How a number is written: as dark or light as its cell wants, bold where it is looked at. */
function drawEntry(ctx, part, index, box, bold, theme) {
  const { values, shade, clamp = 1, texts, size } = part;
  let ink = theme.text;
  if (shade && values) {
    const scale = shades(theme.palette[shade], theme.background);
    const at = shadeIndex(values[index], clamp);
    ctx.fillStyle = scale.css[at];
    ctx.fillRect(box.x, box.y, box.width, box.height);
    ink = scale.ink[at];
  }
  ctx.font = `${bold ? '700 ' : ''}${size}px ${theme.font}`;
  ctx.fillStyle = ink;
  ctx.fillText(texts[index], box.x + box.width / 2, box.y + box.height / 2 + 0.5);
}

function outline(ctx, { x, y, width, height }, thickness, theme) {
  for (const [color, line] of [[theme.background, thickness + 2], [theme.text, thickness]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = line;
    ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
}

function drawCells(ctx, part, { known = () => true, entries = [], active = null }, theme) {
  const { rows, columns, cellWidth, cellHeight, shade } = part;
  const looked = new Set([...entries, ...(active ? [active] : [])].map(([row, column]) => row * columns + column));
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [index, box] = [row * columns + column, cellsBox(part, row, column)];
      if (known(row, column)) drawEntry(ctx, part, index, box, looked.has(index), theme);
      else drawPlace(ctx, box, theme);
    }
  }
  if (!shade) return;
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let row = 1; row < rows; row += 1) {
    ctx.moveTo(part.x, part.y + row * cellHeight);
    ctx.lineTo(part.x + columns * cellWidth, part.y + row * cellHeight);
  }
  for (let column = 1; column < columns; column += 1) {
    ctx.moveTo(part.x + column * cellWidth, part.y);
    ctx.lineTo(part.x + column * cellWidth, part.y + rows * cellHeight);
  }
  ctx.stroke();
}

function drawLit(ctx, part, { rows = [], columns = [], entries = [], active = null }, theme) {
  for (const row of rows) outline(ctx, cellsBox(part, row, 0, 1, part.columns), 1.5, theme);
  for (const column of columns) outline(ctx, cellsBox(part, 0, column, part.rows, 1), 1.5, theme);
  for (const [row, column] of entries) outline(ctx, cellsBox(part, row, column), 1.5, theme);
  if (active) outline(ctx, cellsBox(part, ...active), 3, theme);
}

/**
 * Draw an equation at one moment.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {{parts: object[]}} layout from layoutEquation
 * @param {Object<string, {known?: (row: number, column: number) => boolean, rows?: number[], columns?: number[],
 *   entries?: number[][], active?: number[]}>} marks by key of a part: known tells which entries there are already; lit
 *   are whole rows, whole columns, some entries, and, most of all, the active one, as [row, column]
 * @param {object} theme from readTheme
 */
export function drawEquation(ctx, layout, marks, theme) {
  for (const part of layout.parts) {
    const mark = marks[part.key] ?? {};
    drawOperator(ctx, part, theme);
    drawNames(ctx, part, theme);
    drawCells(ctx, part, mark, theme);
    drawBrackets(ctx, part, theme);
    drawLit(ctx, part, mark, theme);
  }
}
