// Draws the filters of a convolution as pictures, a line for each.

import { outline } from './draw_outline.js';
import { filterCell, filterPlaces, filterRectangle } from './filter_cells.js';
import { shadeIndex } from '../shared/theme.js';

/** One pixel per weight and bias, kept from frame to frame, as they lie in the pictures; offsets: from the first weight. */
export function createFilterImage(matrix) {
  const [down, across] = filterPlaces(matrix);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [across, down];
  const ctx = canvas.getContext('2d');
  const image = ctx.createImageData(across, down);
  const offsets = Int32Array.from({ length: down * across }, (_, at) => {
    const [row, column] = filterCell(matrix, Math.floor(at / across), at % across);
    return row * matrix.columns + column;
  });
  return { canvas, ctx, image, offsets, pixels: new Uint32Array(image.data.buffer) };
}

/** The squares and biases. @param {Float32Array} params from the first weight on */
export function drawFilters(ctx, matrix, { canvas, ctx: own, image, offsets, pixels }, params, clamp, colors, theme) {
  const { channels, columns, kernel, pitch, cellWidth: cell, x, y } = matrix;
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = colors[shadeIndex(params[offsets[at]], clamp)];
  own.putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = false;
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  const side = kernel * cell;
  for (let filter = 0; filter < columns; filter += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const [left, top] = [x + channel * pitch, y + filter * pitch];
      ctx.drawImage(canvas, channel * kernel, filter * kernel, kernel, kernel, left, top, side, side);
      ctx.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
    }
    const bias = filterRectangle(matrix, matrix.rows, filter);
    ctx.drawImage(canvas, channels * kernel, filter * kernel, 1, 1, bias.x, bias.y, bias.width, bias.height);
    ctx.strokeRect(bias.x - 0.5, bias.y - 0.5, bias.width + 1, bias.height + 1);
  }
}

/** What the filters are called, and above them what they read. */
export function drawFilterLabels(ctx, matrix, theme) {
  const { x, y, channels, columns, kernel, pitch, cellWidth: cell } = matrix;
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(matrix.title, matrix.titleX, matrix.titleY + 1);
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  for (let channel = 0; matrix.columnNumbers && channel < channels; channel += 1) ctx.fillText(channel + 1, x + channel * pitch + (kernel * cell) / 2, y - 7);
  ctx.fillText('b', x + channels * pitch + Math.max(cell, 7) / 2, y - 7);
  ctx.textAlign = 'right';
  for (let filter = 0; matrix.rowNumbers && filter < columns; filter += 1) ctx.fillText(filter + 1, x - 4, y + filter * pitch + (kernel * cell) / 2);
}

/** All of one filter, with its bias. */
export function outlineFilter(ctx, matrix, filter, theme) {
  const { x, y, channels, kernel, pitch, cellWidth: cell } = matrix;
  outline(ctx, x - 1, y + filter * pitch - 1, channels * pitch + Math.max(cell, 7) + 2, kernel * cell + 2, theme);
}
