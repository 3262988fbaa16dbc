// Draws the map of losses, learning rate by epoch, and the colour bar above it.

import { drawCurves, drawHatched, drawHint } from '../shared/chart.js';
import { drawMarks } from './draw_marks.js';
import { divergedStretches, strips } from './record.js';
import { along, paintCells } from './scale.js';
import { LABEL_SIZE } from '../shared/surface.js';
import { mix } from '../shared/theme.js';

const HATCH = 6; // pixels between the strokes over what diverged

/**
 * The cells as a picture, drawn again only when rows have come or the size or theme has changed.
 * @returns {HTMLCanvasElement} A × `height` pixels
 */
export function cellPicture(record, height, table) {
  const picture = document.createElement('canvas');
  picture.width = record.rates.length;
  picture.height = height;
  const image = new ImageData(paintCells(record, height, table), picture.width, height);
  picture.getContext('2d').putImageData(image, 0, 0);
  return picture;
}

/** Strokes over the boxes of what diverged: it is told by more than its colour. */
function drawStrokes(ctx, { left, top, right, bottom }, boxes, color) {
  if (boxes.length === 0) return;
  ctx.save();
  ctx.beginPath();
  for (const box of boxes) ctx.rect(...box);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  const depth = bottom - top;
  for (let x = left; x < right + depth; x += HATCH) {
    ctx.moveTo(x, top);
    ctx.lineTo(x - depth, bottom);
  }
  ctx.stroke();
  ctx.restore();
}

const strokeColor = (theme) => mix(theme.palette.diverged, theme.background, 0.75);

/** Where the diverged stretches lie on the screen: [x, y, width, height] each. */
function divergedBoxes(record, layout) {
  return divergedStretches(record).map(({ column, from, to }) => {
    const [top, bottom] = [layout.y(to), layout.y(from)];
    return [layout.x(column - 0.5), top, layout.columnWidth, bottom - top];
  });
}

/**
 * Everything of the map but what moves with the pointer and the slider.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutMap
 * @param {object} record from readSweep
 * @param {HTMLCanvasElement} picture from cellPicture
 * @param {object} theme from readTheme
 */
export function drawMap(ctx, layout, record, picture, theme) {
  const { plot } = layout;
  drawCurves(ctx, layout, [], Infinity, theme);
  const trained = layout.y(strips(record)[record.rows]);
  if (trained > plot.top + 0.5) drawHatched(ctx, { ...plot, bottom: trained }, theme);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(picture, plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  drawStrokes(ctx, plot, divergedBoxes(record, layout), strokeColor(theme));
  drawMarks(ctx, layout, theme);
}

/** Words over a map that nobody has asked to be trained. */
export function drawEmpty(ctx, layout, theme) {
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  drawHint(ctx, layout, 'not trained yet', theme);
}

/** A frame around the cell that is pointed at. */
export function drawPointed(ctx, layout, bounds, { column, row }, theme) {
  const [top, bottom] = [layout.y(bounds[row + 1]), layout.y(bounds[row])];
  const [left, width] = [layout.x(column - 0.5), layout.columnWidth];
  const middle = (top + bottom) / 2;
  const height = Math.max(6, bottom - top);
  for (const [color, lineWidth] of [[theme.background, 4], [theme.text, 1.5]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = lineWidth;
    ctx.strokeRect(left - 1, middle - height / 2 - 1, width + 2, height + 2);
  }
}

/** The colour bar with its ticks, the loss of guessing, and what diverged looks like. */
export function drawScale(ctx, { title, bar, ticks, guess, diverged }, theme) {
  const { palette } = theme;
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  const write = (text, x, y, color, align = 'left', baseline = 'top') => {
    ctx.fillStyle = color;
    ctx.textAlign = align;
    ctx.textBaseline = baseline;
    ctx.fillText(text, x, y);
  };
  write(title, 2, 2, theme.text);

  const width = bar.right - bar.left;
  const height = bar.bottom - bar.top;
  const gradient = ctx.createLinearGradient(bar.left, 0, bar.right, 0);
  palette.loss.forEach((_, i) => gradient.addColorStop(i / (palette.loss.length - 1), along(palette.loss, i / (palette.loss.length - 1))));
  ctx.fillStyle = gradient;
  ctx.fillRect(bar.left, bar.top, width, height);
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.strokeRect(bar.left - 0.5, bar.top - 0.5, width + 1, height + 1);
  ctx.beginPath();
  for (const { at } of ticks) {
    ctx.moveTo(Math.round(at) + 0.5, bar.bottom);
    ctx.lineTo(Math.round(at) + 0.5, bar.bottom + 4);
  }
  ctx.stroke();
  for (const { label, at } of ticks) write(label, at, bar.bottom + 6, theme.muted, 'center');

  if (guess) {
    ctx.fillStyle = theme.text;
    ctx.beginPath();
    ctx.moveTo(guess.at - 4, bar.top - 7);
    ctx.lineTo(guess.at + 4, bar.top - 7);
    ctx.lineTo(guess.at, bar.top - 1);
    ctx.fill();
    write(guess.label, guess.textLeft, bar.top - 9, theme.text, 'left', 'bottom');
  }

  const box = { left: diverged.left, right: diverged.left + 16, top: bar.top, bottom: bar.bottom };
  ctx.fillStyle = palette.diverged;
  ctx.fillRect(box.left, box.top, 16, height);
  drawStrokes(ctx, box, [[box.left, box.top, 16, height]], strokeColor(theme));
  write(diverged.label, box.right + 6, (bar.top + bar.bottom) / 2, theme.text, 'left', 'middle');
}
