// Draws the landscape: the loss over the weight, and the weight on its way down.

import { drawCurves } from '../shared/chart.js';
import { brief } from '../shared/format.js';
import { sideOf, stepArrow } from './geometry.js';
import { tangentEnds } from '../shared/chart_layout.js';
import { dot, label, line } from '../shared/strokes.js';
import { mix } from '../shared/theme.js';

const TRAIL = 60; // earlier steps that stay visible
const TANGENT = 105; // pixels to each side of the weight
const FAR = 4000; // pixels; a canvas loses lines that end at 1e30

/** The point itself, or one on the way to it where it lies far outside any screen. */
function within([x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!(length > FAR)) return [x2, y2];
  return [x1 + (FAR * (x2 - x1)) / length, y1 + (FAR * (y2 - y1)) / length];
}

/** An arrow whose head shrinks with it, so that the smallest step is still a step. */
function arrow(ctx, [x1, y1], [x2, y2], color, width) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 1) return;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(11, length);
  line(ctx, color, width, [], [x1, y1], [x2 - ux * head * 0.8, y2 - uy * head * 0.8]);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - ux * head - uy * head * 0.5, y2 - uy * head + ux * head * 0.5);
  ctx.lineTo(x2 - ux * head + uy * head * 0.5, y2 - uy * head - ux * head * 0.5);
  ctx.fill();
}

function drawMinimum(ctx, layout, film, theme) {
  const { plot } = layout;
  const x = layout.x(film.minimum);
  line(ctx, theme.muted, 1, [2, 4], [x, layout.floor], [x, plot.top + 20]);
  line(ctx, theme.text, 2, [], [x, layout.floor - 5], [x, layout.floor + 5]);
  label(ctx, layout, `best w = ${brief(film.minimum, 4)}`, x, plot.top + 10, theme.text, 'center', theme);
}

/** The points of earlier steps and the straight lines between them, paler the older they are. */
function drawTrail(ctx, layout, film, step, theme) {
  const first = Math.max(0, step - TRAIL);
  for (let t = first; t < step; t += 1) {
    const age = (step - t) / (TRAIL + 1);
    const color = mix(theme.palette.weight.positive, theme.background, 0.3 + 0.55 * age);
    const from = [layout.x(film.w[t]), layout.y(film.loss[t])];
    const to = [layout.x(film.w[t + 1]), layout.y(film.loss[t + 1])];
    if (!(Math.abs(from[1]) < FAR)) continue;
    if (Number.isFinite(to[0] + to[1])) line(ctx, color, 1.2, [], from, within(from, to));
    dot(ctx, ...from, 3.5, color);
  }
}

function drawTangent(ctx, layout, film, step, theme) {
  const slope = film.grad[step];
  line(ctx, theme.palette.gradient, 2.5, [], ...tangentEnds(layout, { x: film.w[step], y: film.loss[step], slope }, TANGENT));
}

/** The slope in figures, inside the valley: beside the weight or over it, wherever it is nearer. */
function labelSlope(ctx, layout, film, step, theme) {
  const text = `slope dL/dw = ${brief(film.grad[step], 4)}`;
  const width = ctx.measureText(text).width + 6;
  const [x, y] = [layout.x(film.w[step]), layout.y(film.loss[step])];
  const curveAt = (pixel) => layout.y(film.lossAt(layout.xAt(pixel)));
  const way = film.grad[step] > 0 ? -1 : 1;
  const besideAt = Math.min(y - 20, curveAt(x + way * (16 + width)) - 14);
  const overAt = Math.min(y - 22, curveAt(x - width / 2) - 14, curveAt(x + width / 2) - 14);
  const color = theme.palette.gradient;
  if (overAt > besideAt) label(ctx, layout, text, x, overAt, color, 'center', theme);
  else label(ctx, layout, text, x + 16 * way, besideAt, color, way < 0 ? 'right' : 'left', theme);
}

/** The step to come: from point to point on the curve, and along the axis of w with its length. */
function drawStep(ctx, layout, film, step, theme) {
  const [from, to] = [film.w[step], film.w[step + 1]];
  const color = theme.palette.weight.positive;
  const start = [layout.x(from), layout.y(film.loss[step])];
  const end = [layout.x(to), layout.y(film.loss[step + 1])];
  const inView = Math.abs(start[1]) < FAR;
  if (inView && Number.isFinite(end[0] + end[1])) arrow(ctx, start, within(start, end), color, 1.5);
  const along = stepArrow(from, to, layout.xRange);
  if (!along) return;
  const [tail, head] = [layout.x(along.from), layout.x(along.to)];
  line(ctx, theme.muted, 1, [2, 3], [tail, Math.max(start[1], layout.plot.top)], [tail, layout.lane]);
  if (!along.cut) line(ctx, theme.muted, 1, [2, 3], [head, Math.max(end[1], layout.plot.top)], [head, layout.lane]);
  arrow(ctx, [tail, layout.lane], [head, layout.lane], color, 3);
  labelStep(ctx, layout, to - from, tail, head, theme);
}

/** The length of the step: behind its arrow if there is room, else on a long one, else before it. */
function labelStep(ctx, layout, length, tail, head, theme) {
  const { plot, lane } = layout;
  const color = theme.palette.weight.positive;
  const text = `step ${length > 0 ? '+' : ''}${brief(length, 4)}`;
  const room = ctx.measureText(text).width + 16;
  const way = tail < head ? 1 : -1;
  const behind = tail - way * room;
  if (behind > plot.left && behind < plot.right) {
    label(ctx, layout, text, tail - 8 * way, lane, color, way > 0 ? 'right' : 'left', theme);
  } else if (Math.abs(head - tail) > room + 40) {
    label(ctx, layout, text, (tail + head) / 2, lane, color, 'center', theme);
  } else {
    label(ctx, layout, text, head + 8 * way, lane, color, way > 0 ? 'left' : 'right', theme);
  }
}

/** Where a weight out of view is: an arrow at the edge, with its numbers. */
function drawAway(ctx, layout, weight, side, theme) {
  const { plot } = layout;
  const edge = side < 0 ? plot.left : plot.right;
  const y = layout.floor - 34; // beside the foot of the valley, where no line is
  const color = theme.palette.weight.positive;
  arrow(ctx, [edge - 34 * side, y], [edge - 2 * side, y], color, 4);
  const align = side < 0 ? 'left' : 'right';
  label(ctx, layout, `w = ${brief(weight.w, 4)}`, edge - 40 * side, y - 9, color, align, theme);
  label(ctx, layout, `L = ${brief(weight.loss, 4)}`, edge - 40 * side, y + 9, theme.text, align, theme);
}

function drawDiverged(ctx, layout, weight, theme) {
  const { plot } = layout;
  const text = `diverged: w = ${brief(weight.w, 4)}, L = ${brief(weight.loss, 4)}`;
  label(ctx, layout, text, (plot.left + plot.right) / 2, plot.top + 44, theme.palette.gradient, 'center', theme);
}

/**
 * Draw the landscape at one moment.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutLandscape
 * @param {object} film from readFilm
 * @param {{step: number, moved: number, w: number, loss: number}} weight from weightAt
 * @param {object} theme from readTheme
 */
export function drawLandscape(ctx, layout, film, weight, theme) {
  const { plot } = layout;
  const { step, moved } = weight;
  const curve = { label: '', ...layout.curve, color: theme.palette.series.train };
  drawCurves(ctx, layout, [curve], Infinity, theme);
  ctx.font = `12px ${theme.font}`;
  if (film.minimum !== null) drawMinimum(ctx, layout, film, theme);

  const side = sideOf(weight.w, layout.xRange);
  const resting = sideOf(film.w[step], layout.xRange) === 0 && Number.isFinite(film.loss[step]);
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.left, plot.top - 8, plot.right - plot.left, plot.bottom - plot.top + 8);
  ctx.clip();
  drawTrail(ctx, layout, film, step, theme);
  ctx.globalAlpha = 1 - 0.75 * moved;
  if (resting) drawTangent(ctx, layout, film, step, theme);
  ctx.globalAlpha = 1;
  if (step < film.steps) drawStep(ctx, layout, film, step, theme);
  ctx.restore();

  if (resting && moved < 0.5) labelSlope(ctx, layout, film, step, theme);
  if (!Number.isFinite(weight.w) || !Number.isFinite(weight.loss)) drawDiverged(ctx, layout, weight, theme);
  else if (side !== 0) drawAway(ctx, layout, weight, side, theme);
  else dot(ctx, layout.x(weight.w), layout.y(weight.loss), 8, theme.palette.weight.positive, theme.background);
}
