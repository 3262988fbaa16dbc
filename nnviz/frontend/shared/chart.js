// A small line chart with a cursor, used as the timeline. Its axes never move while it plays.

import { lastAtOrBefore } from './chart_layout.js';

export { lastAtOrBefore, layoutChart, logTicks, niceTicks } from './chart_layout.js';

const FONT_SIZE = 11;
const LINE = 13; // pixels from text to text
const HATCH = 9; // pixels from line to line

function write(ctx, text, x, y, color, align, baseline) {
  ctx.fillStyle = color;
  ctx.textAlign = align;
  ctx.textBaseline = baseline;
  ctx.fillText(text, x, y);
}

function drawAxes(ctx, layout, theme) {
  const { plot } = layout;
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.border;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (const { at } of layout.yTicks) {
    ctx.moveTo(plot.left, Math.round(at) + 0.5);
    ctx.lineTo(plot.right, Math.round(at) + 0.5);
  }
  for (const { at } of layout.xTicks) {
    ctx.moveTo(Math.round(at) + 0.5, plot.bottom);
    ctx.lineTo(Math.round(at) + 0.5, plot.bottom + 4);
  }
  ctx.stroke();
  for (const { at, label } of layout.yTicks) write(ctx, label, plot.left - 6, at, theme.muted, 'right', 'middle');
  for (const { at, label } of layout.xTicks) write(ctx, label, at, plot.bottom + 6, theme.muted, 'center', 'top');
  write(ctx, layout.xLabel, (plot.left + plot.right) / 2, plot.bottom + 20, theme.muted, 'center', 'top');
}

/** The name of the y axis; where the legend leaves no room for more, only what it is about. */
function nameAxis(ctx, { yLabel, left, top }, legendFrom, theme) {
  const fits = left + 2 + ctx.measureText(yLabel).width <= legendFrom;
  write(ctx, fits ? yLabel : yLabel.replace(/:[^⇄]*/, ' '), left + 2, top + 1, theme.text, 'left', 'top');
}

/** A box that is not there yet, hatched like a film still loading. */
export function drawHatched(ctx, { left, top, right, bottom }, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  ctx.fillStyle = theme.surface;
  ctx.fillRect(left, top, right - left, bottom - top);
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const depth = bottom - top;
  // Counted from the canvas and its top, so that the lines stay in place while the box shrinks.
  for (let x = Math.floor(left / HATCH) * HATCH; x < right + depth; x += HATCH) {
    ctx.moveTo(x, top);
    ctx.lineTo(x - depth, bottom);
  }
  ctx.stroke();
  ctx.restore();
}

/** The stretch of x that is not there yet. */
function drawUnloaded(ctx, layout, loadedUpTo, theme) {
  const { plot } = layout;
  const left = Math.max(plot.left, layout.x(loadedUpTo));
  if (left < plot.right - 0.5) drawHatched(ctx, { ...plot, left }, theme);
}

/**
 * One curve: gaps where a value is not finite, little arrows where it lies outside the axis.
 * @returns {string[]} ▲ and ▼, where it does so
 */
function drawCurve(ctx, layout, { x, y, color, dash, width = 1.8 }) {
  const { plot } = layout;
  const arrows = [];
  let pen = false;
  let lastArrow = -Infinity;
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.setLineDash(dash ?? []);
  ctx.beginPath();
  for (let i = 0; i < y.length; i += 1) {
    if (!Number.isFinite(y[i])) {
      pen = false;
      continue;
    }
    const px = layout.x(x[i]);
    if (px > plot.right + 0.5) break; // a longer run than the axis is of
    const exact = layout.y(y[i]);
    const py = Math.min(plot.bottom, Math.max(plot.top, exact));
    if (pen) ctx.lineTo(px, py);
    else ctx.moveTo(px, py);
    if (!pen && !Number.isFinite(y[i + 1])) ctx.arc(px, py, 0.9, 0, 2 * Math.PI); // a lone point
    pen = true;
    if (Math.abs(py - exact) > 0.5 && px - lastArrow > 14) {
      arrows.push([px, py, exact < py ? -1 : 1]);
      lastArrow = px;
    }
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  for (const [px, py, way] of arrows) {
    ctx.moveTo(px - 4, py - way);
    ctx.lineTo(px + 4, py - way);
    ctx.lineTo(px, py + 5 * way);
    ctx.closePath();
  }
  ctx.fill();
  return arrows.map(([, , way]) => (way < 0 ? '▲' : '▼'));
}

/** Names of the curves, from the right. @returns {number} where they begin */
function drawLegend(ctx, layout, series, theme) {
  let right = layout.plot.right;
  const middle = layout.top + 7;
  for (const { label, color, dash } of series.filter((line) => line.label).reverse()) {
    write(ctx, label, right, middle, theme.text, 'right', 'middle');
    right -= ctx.measureText(label).width + 5;
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.8;
    ctx.setLineDash(dash ?? []);
    ctx.beginPath();
    ctx.moveTo(right - 22, middle);
    ctx.lineTo(right, middle);
    ctx.stroke();
    right -= 36;
  }
  ctx.setLineDash([]);
  return right;
}

/** That curves leave the axis: beside its name or, where the legend leaves no room there, below. */
function drawBeyond(ctx, layout, arrows, legendFrom, theme) {
  const text = `${arrows} beyond the axis`;
  const after = layout.left + 2 + ctx.measureText(`${layout.yLabel}  `).width;
  const fits = after + ctx.measureText(text).width <= legendFrom;
  const [x, y] = fits ? [after, layout.top + 1] : [layout.plot.left + 2, layout.top + LINE];
  write(ctx, text, x, y, theme.muted, 'left', 'top');
}

/** A named x, such as the epoch at which training diverged. */
function drawMark(ctx, layout, { x, label }, theme) {
  const { plot } = layout;
  const px = layout.x(x);
  ctx.strokeStyle = theme.palette.gradient;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(px, plot.top);
  ctx.lineTo(px, plot.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  const width = ctx.measureText(label).width + 10;
  const left = px + width > plot.right ? px - width : px;
  const middle = (plot.top + plot.bottom) / 2;
  ctx.fillStyle = theme.background;
  ctx.fillRect(left + 2, middle - 9, width - 4, 18);
  write(ctx, label, left + 5, middle, theme.palette.gradient, 'left', 'middle');
}

/** A few words in the middle of the plot. */
export function drawHint(ctx, layout, hint, theme) {
  const { plot } = layout;
  const x = (plot.left + plot.right) / 2;
  const y = (plot.top + plot.bottom) / 2;
  const width = ctx.measureText(hint).width + 20;
  ctx.fillStyle = theme.background;
  ctx.fillRect(x - width / 2, y - 12, width, 24);
  write(ctx, hint, x, y, theme.text, 'center', 'middle');
}

/**
 * Everything but the cursor.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutChart
 * @param {{label: string, x: ArrayLike<number>, y: ArrayLike<number>, color: string, dash?: number[], width?: number}[]} series
 * @param {number} loadedUpTo the last x there is
 * @param {object} theme from readTheme
 * @param {{marks?: {x: number, label: string}[], hint?: string}} [notes]
 */
export function drawCurves(ctx, layout, series, loadedUpTo, theme, { marks = [], hint = '' } = {}) {
  ctx.font = `${FONT_SIZE}px ${theme.font}`;
  drawUnloaded(ctx, layout, loadedUpTo, theme);
  drawAxes(ctx, layout, theme);
  const beyond = new Set(series.flatMap((line) => drawCurve(ctx, layout, line)));
  const legendFrom = drawLegend(ctx, layout, series, theme);
  nameAxis(ctx, layout, legendFrom, theme);
  if (beyond.size > 0) drawBeyond(ctx, layout, [...beyond].sort().join(''), legendFrom, theme);
  for (const mark of marks) drawMark(ctx, layout, mark, theme);
  if (hint) drawHint(ctx, layout, hint, theme);
}

/** Where a curve passes the cursor, in pixels: on its line from the last point before to the next. */
function onCurve(layout, x, y, cursorX) {
  const i = lastAtOrBefore(x, cursorX, y.length);
  const [before, after] = [layout.y(y[i]), layout.y(y[i + 1])];
  if (i + 1 >= y.length || cursorX <= x[i] || !Number.isFinite(after)) return before;
  const [from, to] = [layout.x(x[i]), layout.x(x[i + 1])];
  return before + ((layout.x(cursorX) - from) / (to - from)) * (after - before);
}

/** The cursor, with a dot on each curve at the value shown; may be drawn on a canvas of its own. */
export function drawCursor(ctx, layout, series, cursorX, theme) {
  const { plot } = layout;
  const px = layout.x(cursorX);
  ctx.fillStyle = theme.text;
  ctx.fillRect(Math.round(px) - 0.75, plot.top - 5, 1.5, plot.bottom - plot.top + 5);
  ctx.beginPath();
  ctx.moveTo(px - 5, plot.top - 10);
  ctx.lineTo(px + 5, plot.top - 10);
  ctx.lineTo(px, plot.top - 4);
  ctx.fill();
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 1.5;
  for (const { x, y, color } of series) {
    const at = onCurve(layout, x, y, cursorX);
    if (!Number.isFinite(at)) continue;
    ctx.fillStyle = color;
    ctx.beginPath();
    ctx.arc(px, Math.min(plot.bottom, Math.max(plot.top, at)), 4, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
}
