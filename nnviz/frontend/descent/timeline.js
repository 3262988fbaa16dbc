// Draws one number of the descent over the steps: what has been in full, what is to come pale.

import { drawCursor, drawCurves } from '../shared/chart.js';
import { mix } from '../shared/theme.js';

const DOTS_UP_TO = 60; // steps; more of them would run into one another

/**
 * Draw one timeline at one moment.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutTimeline
 * @param {Float64Array} values [T+1], one for each step
 * @param {{step: number, moved: number}} weight from weightAt
 * @param {{color: string, level: {value: number, label: string} | null, mark: number | null}} look
 *   level: a horizontal line to compare with; mark: the step that diverged
 * @param {object} theme from readTheme
 */
export function drawTimeline(ctx, layout, values, weight, look, theme) {
  const { step, moved } = weight;
  const steps = Array.from(values, (_, t) => t);
  const past = { label: '', x: steps.slice(0, step + 1), y: values.subarray(0, step + 1), color: look.color };
  const future = { label: '', x: steps, y: values, color: mix(look.color, theme.background, 0.55) };
  const level = look.level && {
    label: look.level.label,
    x: layout.xRange,
    y: [look.level.value, look.level.value],
    color: theme.muted,
    dash: [4, 4],
  };
  const marks = look.mark === null ? [] : [{ x: look.mark, label: `diverged at step ${look.mark}` }];
  drawCurves(ctx, layout, [level, future, past].filter(Boolean), Infinity, theme, { marks });
  if (values.length <= DOTS_UP_TO + 1) drawDots(ctx, layout, past, look.color);

  const next = values[Math.min(step + 1, values.length - 1)];
  const now = moved > 0 ? values[step] + moved * (next - values[step]) : values[step];
  drawCursor(ctx, layout, [{ x: [step + moved], y: [now], color: look.color }], step + moved, theme);
}

function drawDots(ctx, layout, { x, y }, color) {
  const { plot } = layout;
  ctx.fillStyle = color;
  ctx.beginPath();
  x.forEach((step, i) => {
    const at = layout.y(y[i]);
    if (!(at >= plot.top && at <= plot.bottom)) return;
    ctx.moveTo(layout.x(step), at);
    ctx.arc(layout.x(step), at, 2.5, 0, 2 * Math.PI);
  });
  ctx.fill();
}
