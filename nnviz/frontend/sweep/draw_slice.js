// Draws what the sweep came to over the learning rates, and the loss curve of one of them.

import { drawCurves } from '../shared/chart.js';
import { drawDot, drawMarks } from './draw_marks.js';
import { divergedAt, lossesOf, testLossesOf } from './record.js';
import { mix } from '../shared/theme.js';

const DASHES = [5, 4];

/** From the lowest to the highest of the seeds; gaps where there is no value, to the edge where it is ∞. */
function drawBand(ctx, layout, { low, high }, color) {
  const { plot } = layout;
  const inside = (value) => Math.min(plot.bottom, Math.max(plot.top, layout.y(value)));
  ctx.save();
  ctx.globalAlpha = 0.22;
  ctx.fillStyle = color;
  let start = null;
  for (let i = 0; i <= low.length; i += 1) {
    const there = i < low.length && Number.isFinite(low[i]);
    if (there && start === null) start = i;
    if (there || start === null) continue;
    ctx.beginPath();
    for (let k = start; k < i; k += 1) ctx.lineTo(layout.x(k), inside(high[k]));
    for (let k = i - 1; k >= start; k -= 1) ctx.lineTo(layout.x(k), inside(low[k]));
    ctx.fill();
    start = null;
  }
  ctx.restore();
}

/** Crosses along the top: the rates at which at least half of the seeds diverged. */
function drawDiverged(ctx, layout, medians, theme) {
  ctx.strokeStyle = theme.palette.diverged;
  ctx.lineWidth = 1.8;
  const size = Math.min(3.5, Math.max(2, layout.columnWidth / 2 - 0.5));
  const y = layout.plot.top + 7;
  ctx.beginPath();
  medians.forEach((median, column) => {
    if (median !== Infinity) return;
    const x = layout.x(column);
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x - size, y + size);
    ctx.lineTo(x + size, y - size);
  });
  ctx.stroke();
}

/** The loss of guessing as a curve from end to end, so that the legend names it. */
const guessCurve = ({ guess: { cost } }, x, { muted }) => ({ label: 'guess', x, y: [cost, cost], color: muted, dash: [1, 3] });

const columns = ({ rates }) => Array.from(rates, (_, i) => i);

/** The median final losses over the columns, as far as they are known. */
export function lossCurves(record, { palette: { series } }) {
  const x = columns(record);
  const train = { label: 'train', x, y: record.final.median, color: series.train, band: record.final };
  const test = record.test && { label: 'test', x, y: record.test.median, color: series.test, dash: DASHES, band: record.test };
  return test ? [train, test] : [train];
}

/** The median final test score over the columns, if it is known. */
export function scoreCurves(record, { palette: { series } }) {
  const { scores } = record;
  return scores ? [{ label: 'test', x: columns(record), y: scores.median, color: series.test, dash: DASHES, band: scores }] : [];
}

/**
 * Final losses over the learning rates.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutLosses
 * @param {object} record from readSweep
 * @param {object} theme from readTheme
 */
export function drawLosses(ctx, layout, record, theme) {
  const curves = lossCurves(record, theme);
  for (const { band, color } of curves) drawBand(ctx, layout, band, color);
  drawCurves(ctx, layout, [guessCurve(record, [-0.5, record.rates.length - 0.5], theme), ...curves], Infinity, theme);
  drawDiverged(ctx, layout, record.final.median, theme);
  drawMarks(ctx, layout, theme);
  if (record.best !== null) drawDot(ctx, layout, record.best, record.final.median[record.best], curves[0].color, theme);
}

/** Final test scores over the learning rates; they come at the end of training. */
export function drawScores(ctx, layout, record, theme) {
  const curves = scoreCurves(record, theme);
  for (const { band, color } of curves) drawBand(ctx, layout, band, color);
  const hint = curves.length > 0 ? '' : 'comes when training ends';
  drawCurves(ctx, layout, curves, Infinity, theme, { hint });
  drawDiverged(ctx, layout, record.final.median, theme);
  drawMarks(ctx, layout, theme);
}

/** The losses of one learning rate over the epochs: the seed in focus in full, the others pale. */
export function drawCurve(ctx, layout, record, column, theme) {
  const { series } = theme.palette;
  const { kept, seeds, focus, epochs, complete, last } = record;
  const pale = mix(series.train, theme.background, 0.65);
  const others = seeds.flatMap((_, seed) => (seed === focus ? [] : [{ label: '', x: kept, y: lossesOf(record, column, seed), color: pale }]));
  const test = testLossesOf(record, column);
  const curves = [
    guessCurve(record, [0, epochs], theme),
    ...others,
    { label: 'train', x: kept, y: lossesOf(record, column, focus), color: series.train },
    ...(test ? [{ label: 'test', x: kept, y: test, color: series.test, dash: DASHES }] : []),
  ];
  const diverged = divergedAt(record, column, focus);
  const marks = diverged === null ? [] : [{ x: diverged, label: `diverged at epoch ${diverged}` }];
  drawCurves(ctx, layout, curves, complete ? epochs : last, theme, { marks });
}
