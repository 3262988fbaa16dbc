// The drawing of the ribbon of probabilities, and of a class's mark beside its name.

import { drawHatched } from '../shared/chart.js';
import { namePlace } from './layout_ribbon.js';
import { drawMarker } from '../shared/markers.js';
import { LABEL_SIZE, fitCanvas, textMeasure } from '../shared/surface.js';
import { contrast } from '../shared/theme.js';
import { epochName } from './time_axis.js';

const [BLACK, WHITE] = ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'];
const NAME_HEIGHT = 14;
const HEAD = 6; // of the cursor

/** Runs of columns that have numbers, as [first, end). */
function* runs({ K, count, edges }) {
  let first = -1;
  for (let column = 0; column <= count; column += 1) {
    const there = column < count && Number.isFinite(edges[column * (K + 1) + K]);
    if (there && first < 0) first = column;
    if (!there && first >= 0) {
      yield [first, column];
      first = -1;
    }
  }
}

/** The edges of a run as a path: class k's upper one, or as an area down to the next. */
function trace(ctx, left, { K, edges }, [first, end], k, isArea) {
  ctx.beginPath();
  for (let column = first; column < end; column += 1) {
    ctx.lineTo(left + column, edges[column * (K + 1) + k]);
    ctx.lineTo(left + column + 1, edges[column * (K + 1) + k]);
  }
  for (let column = end - 1; isArea && column >= first; column -= 1) {
    ctx.lineTo(left + column + 1, edges[column * (K + 1) + k + 1]);
    ctx.lineTo(left + column, edges[column * (K + 1) + k + 1]);
  }
}

function drawBands(ctx, plot, columns, theme) {
  const { classes } = theme.palette;
  for (const run of runs(columns)) {
    for (let k = 0; k < columns.K; k += 1) {
      ctx.fillStyle = classes[k % classes.length];
      trace(ctx, plot.left, columns, run, k, true);
      ctx.fill();
    }
    ctx.strokeStyle = theme.background;
    ctx.lineWidth = 1;
    for (let k = 1; k < columns.K; k += 1) {
      trace(ctx, plot.left, columns, run, k, false);
      ctx.stroke();
    }
  }
}

function drawNames(ctx, plot, columns, names, theme) {
  const { classes } = theme.palette;
  const measure = textMeasure(theme.font);
  ctx.font = `600 ${LABEL_SIZE}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  names.forEach((name, k) => {
    const color = classes[k % classes.length];
    const width = measure(name) * 1.08 + 8;
    ctx.font = `600 ${LABEL_SIZE}px ${theme.font}`;
    const place = namePlace(columns, k, width, NAME_HEIGHT);
    if (!place) return;
    ctx.fillStyle = contrast(color, WHITE) > contrast(color, BLACK) ? WHITE : BLACK;
    ctx.fillText(name, plot.left + place.column, place.y + 0.5);
  });
}

function drawAxis(ctx, { plot, axis }, theme) {
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = 'top';
  const texts = [['0', plot.left, 'left'], [epochName(axis), (plot.left + plot.right) / 2, 'center'], [String(axis.end), plot.right, 'right']];
  for (const [text, x, align] of texts) {
    ctx.textAlign = align;
    ctx.fillText(text, x, plot.bottom + 4);
  }
}

/**
 * Everything but the cursor.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels
 * @param {object} layout from layoutRibbon
 * @param {object} columns from ribbonColumns
 * @param {string[]} names [K] of the classes
 * @param {object} theme from readTheme
 */
export function drawRibbon(ctx, layout, columns, names, theme) {
  const { plot } = layout;
  ctx.clearRect(0, 0, layout.width, layout.height);
  drawHatched(ctx, plot, theme); // what has no probabilities, or is still to come
  drawBands(ctx, plot, columns, theme);
  drawNames(ctx, plot, columns, names, theme);
  drawAxis(ctx, layout, theme);
}

/** The cursor; may be drawn on a canvas of its own. */
export function drawRibbonCursor(ctx, layout, epoch, theme) {
  const { plot } = layout;
  const x = layout.x(epoch);
  ctx.clearRect(0, 0, layout.width, layout.height);
  ctx.fillStyle = theme.background;
  ctx.fillRect(x - 2, plot.top, 4, plot.bottom - plot.top);
  ctx.fillStyle = theme.text;
  ctx.fillRect(x - 1, plot.top - 2, 2, plot.bottom - plot.top + 2);
  ctx.beginPath();
  ctx.moveTo(x - 5, plot.top - HEAD);
  ctx.lineTo(x + 5, plot.top - HEAD);
  ctx.lineTo(x, plot.top);
  ctx.fill();
}

/** A class's mark, filling a small canvas. */
export function drawClassMark(canvas, shape, color) {
  const { ctx, width, height } = fitCanvas(canvas);
  drawMarker(ctx, shape, width / 2, height / 2, Math.min(width, height) * 0.36, color);
}
