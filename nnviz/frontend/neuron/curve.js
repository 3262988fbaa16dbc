// The curve of an activation function, with the point where the neuron is, and how steep it is there.

import { ACTIVATIONS } from '../model/activations.js';
import { drawCurves, layoutChart } from '../shared/chart.js';
import { brief } from '../shared/format.js';

const REACHES = [6, 12, 24, 48]; // of z: the first that has the point in view
const POINTS = 193;
const TANGENT = 64; // pixels to each side

/**
 * Lay out the curve.
 * @param {string} activation key
 * @param {number} z where the neuron is
 * @returns {object} a chart layout with curve {x, y}
 */
export function layoutCurve(activation, z, width, height) {
  const reach = REACHES.find((candidate) => Math.abs(z) <= candidate) ?? REACHES.at(-1);
  const f = ACTIVATIONS[activation];
  const x = Array.from({ length: POINTS }, (_, i) => reach * ((2 * i) / (POINTS - 1) - 1));
  const y = x.map(f);
  const [low, high] = [Math.min(-0.2, ...y), Math.max(1.2, ...y)];
  const layout = layoutChart({
    width, height, xRange: [-reach, reach], yRange: [low, high], xLabel: 'weighted sum z', yLabel: 'activation a',
    terms: { y: 'activation' },
  });
  return { ...layout, curve: { x, y } };
}

function line(ctx, color, width, dash, [x1, y1], [x2, y2]) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The tangent as it lies on the screen: its two ends, the left one first. */
export function tangent(layout, { z, a, slope }, reach = TANGENT) {
  const dx = layout.x(z + 1) - layout.x(z);
  const dy = slope * (layout.y(a + 1) - layout.y(a));
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [(reach * dx) / length, (reach * dy) / length];
  return [[layout.x(z) - ux, layout.y(a) - uy], [layout.x(z) + ux, layout.y(a) + uy]];
}

/** Text on a patch of background within the plot. */
function label(ctx, { plot }, text, x, y, color, theme) {
  ctx.font = `12px ${theme.font}`;
  const width = ctx.measureText(text).width;
  const left = Math.max(plot.left + 4, Math.min(plot.right - width - 4, x - width / 2));
  const middle = Math.max(plot.top + 10, Math.min(plot.bottom - 10, y));
  ctx.globalAlpha = 0.88;
  ctx.fillStyle = theme.background;
  ctx.fillRect(left - 3, middle - 9, width + 6, 18);
  ctx.globalAlpha = 1;
  ctx.fillStyle = color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left, middle);
}

/** Draw the curve; the context is cleared. */
export function drawCurve(ctx, layout, found, theme) {
  const { plot, curve } = layout;
  const { z, a, slope, fires } = found;
  drawCurves(ctx, layout, [{ label: '', ...curve, color: theme.palette.series.train }], Infinity, theme);
  const zero = layout.x(0);
  line(ctx, theme.muted, 1, [3, 4], [zero, plot.top], [zero, plot.bottom]);
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.left, plot.top - 6, plot.right - plot.left, plot.bottom - plot.top + 12);
  ctx.clip();
  const point = [layout.x(z), layout.y(a)];
  line(ctx, theme.muted, 1, [2, 3], [point[0], plot.bottom], point);
  line(ctx, theme.palette.gradient, 2.5, [], ...tangent(layout, found));
  ctx.restore();
  ctx.beginPath();
  ctx.arc(...point, 7, 0, 2 * Math.PI);
  ctx.fillStyle = fires ? theme.palette.activation.positive : theme.background;
  ctx.fill();
  ctx.strokeStyle = fires ? theme.background : theme.text;
  ctx.lineWidth = 2;
  ctx.stroke();
  label(ctx, layout, 'silent', (plot.left + zero) / 2, plot.top + 10, theme.muted, theme);
  label(ctx, layout, 'fires', (plot.right + zero) / 2, plot.top + 10, theme.muted, theme);
  // Beside the tangent: above it on the left where it rises.
  const above = point[1] - 24 > plot.top + 26;
  const aside = above && slope > 0.02 ? -58 : 0;
  label(ctx, layout, `slope ${brief(slope, 3)}`, point[0] + aside, above ? point[1] - 24 : point[1] + 24, theme.palette.gradient, theme);
}
