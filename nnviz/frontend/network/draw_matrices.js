// Draws the weight matrices as heatmaps, each with its bias row.

import { cellText } from '../shared/format.js';
import { LABEL_SIZE } from '../shared/surface.js';
import { focused } from './draw_diagram.js';
import { createFilterImage, drawFilters, drawFilterLabels, outlineFilter } from './draw_filters.js';
import { outline } from './draw_outline.js';
import { cellRectangle } from './layout_matrices.js';
import { drawMarker } from '../shared/markers.js';
import { isOutput } from '../model/parts.js';
import { columnIn } from './selection.js';
import { colorOf, scalePixels, shapeOf } from './shading.js';
import { shadeIndex, shades } from '../shared/theme.js';

/** One pixel per cell, kept from frame to frame: [rows + 1, columns] of each matrix. */
export function createImages(matrices) {
  return matrices.map(({ rows, columns, kernel, ...more }) => {
    if (kernel) return createFilterImage({ rows, columns, kernel, ...more });
    const canvas = document.createElement('canvas');
    canvas.width = columns;
    canvas.height = rows + 1;
    const ctx = canvas.getContext('2d');
    const image = ctx.createImageData(columns, rows + 1);
    return { canvas, ctx, image, pixels: new Uint32Array(image.data.buffer) };
  });
}

function drawCells(ctx, matrix, image, params, offset, clamp, colors) {
  // A row of parameters is W row by row and then b, so cells and parameters run side by side.
  for (let i = 0; i < image.pixels.length; i += 1) image.pixels[i] = colors[shadeIndex(params[offset + i], clamp)];
  image.ctx.putImageData(image.image, 0, 0);
  const { rows, columns, x, y, cellWidth, cellHeight, biasY, biasHeight } = matrix;
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(image.canvas, 0, 0, columns, rows, x, y, columns * cellWidth, rows * cellHeight);
  ctx.drawImage(image.canvas, 0, rows, columns, 1, x, biasY, columns * cellWidth, biasHeight);
}

function drawGrid(ctx, matrix, theme) {
  const { rows, columns, x, y, cellWidth, cellHeight, biasY, biasHeight } = matrix;
  const [right, bottom] = [x + columns * cellWidth, y + rows * cellHeight];
  if (cellHeight >= 5 && cellWidth >= 5) {
    ctx.strokeStyle = theme.background;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let i = 1; i < rows; i += 1) {
      ctx.moveTo(x, y + i * cellHeight);
      ctx.lineTo(right, y + i * cellHeight);
    }
    for (let j = 1; j < columns; j += 1) {
      ctx.moveTo(x + j * cellWidth, y);
      ctx.lineTo(x + j * cellWidth, bottom);
      ctx.moveTo(x + j * cellWidth, biasY);
      ctx.lineTo(x + j * cellWidth, biasY + biasHeight);
    }
    ctx.stroke();
  }
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.strokeRect(x - 0.5, y - 0.5, right - x + 1, bottom - y + 1);
  ctx.strokeRect(x - 0.5, biasY - 0.5, right - x + 1, biasHeight + 1);
}

function drawNumbers(ctx, matrix, params, offset, clamp, scale) {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (let row = 0; row <= matrix.rows; row += 1) {
    for (let column = 0; column < matrix.columns; column += 1) {
      const value = params[offset + row * matrix.columns + column];
      const { x, y, width, height } = cellRectangle(matrix, row, column);
      ctx.fillStyle = scale.ink[shadeIndex(value, clamp)];
      ctx.fillText(cellText(value), x + width / 2, y + height / 2 + 0.5);
    }
  }
}

/** Cells too small for the word NaN carry a stroke instead. */
function drawStrokes(ctx, matrix, params, offset, theme) {
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let i = 0; i < (matrix.rows + 1) * matrix.columns; i += 1) {
    if (Number.isFinite(params[offset + i])) continue;
    const { x, y, width, height } = cellRectangle(matrix, Math.floor(i / matrix.columns), i % matrix.columns);
    ctx.moveTo(x + 1, y + 1);
    ctx.lineTo(x + width - 1, y + height - 1);
  }
  ctx.stroke();
}

/** Above the columns: numbers, or of the outputs their names where they fit, else their marks. */
function drawColumnHeads(ctx, matrix, { header, net }, theme) {
  const { x, y, columns, cellWidth, layer } = matrix;
  const outputs = isOutput(net, layer + 1) && columns === net.task.K ? net.task.outputs.map(({ name }) => name) : null;
  const fit = outputs?.every((name) => ctx.measureText(name).width + 4 <= cellWidth);
  for (let j = 0; j < columns; j += 1) {
    const middle = x + (j + 0.5) * cellWidth;
    if (outputs && !fit && net.task.groups > 1) drawMarker(ctx, shapeOf(header, j), middle, y - 7, 4, colorOf(theme, j));
    else {
      ctx.fillStyle = theme.muted;
      ctx.fillText(outputs && fit ? outputs[j] : j + 1, middle, y - 7);
    }
  }
}

function drawLabels(ctx, matrix, moment, theme) {
  const { x, y, rows, columns, cellWidth, cellHeight } = matrix;
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(matrix.title, matrix.titleX, matrix.titleY + 1);
  ctx.fillStyle = theme.muted;
  const subtitleX = matrix.titleX + ctx.measureText(matrix.title).width + 10;
  const fits = subtitleX + ctx.measureText(matrix.subtitle).width <= x + columns * cellWidth;
  if (fits) ctx.fillText(matrix.subtitle, subtitleX, matrix.titleY + 1);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  if (matrix.columnNumbers) drawColumnHeads(ctx, matrix, moment, theme);
  ctx.fillStyle = theme.muted;
  ctx.textAlign = 'right';
  for (let i = 0; matrix.rowNumbers && i < rows; i += 1) ctx.fillText(matrix.rowNames?.[i] ?? i + 1, x - 4, y + (i + 0.5) * cellHeight);
  ctx.fillText('bias', x - 4, matrix.biasY + matrix.biasHeight / 2);
}

function drawSelection(ctx, matrix, selection, net, theme) {
  const { x, y, rows, columns, cellWidth, cellHeight, biasY, biasHeight, layer } = matrix;
  if (selection.kind === 'weight') {
    if (selection.layer !== layer) return;
    const place = cellRectangle(matrix, selection.from, selection.to);
    outline(ctx, place.x, place.y, place.width, place.height, theme);
    return;
  }
  if (matrix.kernel) {
    if (selection.layer === layer + 1) outlineFilter(ctx, matrix, columnIn(net, selection), theme);
    return;
  }
  const isRow = selection.kind === 'neuron' && net.parts[layer].inputs === rows; // of a filter, rows are no neurons
  if (selection.layer === layer && isRow) outline(ctx, x, y + selection.index * cellHeight, columns * cellWidth, cellHeight, theme);
  if (selection.layer === layer + 1) {
    const left = x + columnIn(net, selection) * cellWidth;
    outline(ctx, left, y, cellWidth, rows * cellHeight, theme);
    outline(ctx, left, biasY, cellWidth, biasHeight, theme);
  }
}

/**
 * Draw all matrices.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels
 * @param {object} layout from layoutMatrices
 * @param {object[]} images from createImages
 * @param {object} moment
 * @param {object} theme from readTheme
 * @param {{width: number, height: number}} size of the canvas
 */
export function drawMatrices(ctx, layout, images, moment, theme, size) {
  const scale = shades(theme.palette.weight, theme.background);
  const { shown, net, anyNonFinite } = moment;
  const clamp = moment.header.weight_clamp;
  const selection = focused(moment);
  ctx.clearRect(0, 0, size.width, size.height);
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  layout.matrices.forEach((matrix, i) => {
    const offset = net.parts[matrix.layer].weights;
    const colors = scalePixels(theme.palette.weight, theme.background);
    if (matrix.kernel) drawFilters(ctx, matrix, images[i], shown.subarray(offset), clamp, colors, theme);
    else {
      drawCells(ctx, matrix, images[i], shown, offset, clamp, colors);
      drawGrid(ctx, matrix, theme);
    }
    if (matrix.numbers) drawNumbers(ctx, matrix, shown, offset, clamp, scale);
    else if (anyNonFinite) drawStrokes(ctx, matrix, shown, offset, theme);
    if (matrix.kernel) drawFilterLabels(ctx, matrix, theme);
    else drawLabels(ctx, matrix, moment, theme);
    if (selection) drawSelection(ctx, matrix, selection, net, theme);
  });
}
