// The curve of an activation function, with the point where the neuron is, and how steep it is there.

import { ACTIVATIONS } from '../model/activations.js';
import { drawCurves, layoutChart } from '../shared/chart.js';
import { tangentEnds } from '../shared/chart_layout.js';
import { brief } from '../shared/format.js';
import { dot, label, line } from '../shared/strokes.js';

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

/** The tangent where the neuron is. */
export const tangent = (layout, { z, a, slope }) => tangentEnds(layout, { x: z, y: a, slope }, TANGENT);

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
  dot(ctx, ...point, 7, ...(fires ? [theme.palette.activation.positive, theme.background] : [theme.background, theme.text]));
  ctx.font = `12px ${theme.font}`;
  label(ctx, layout, 'silent', (plot.left + zero) / 2, plot.top + 10, theme.muted, 'center', theme);
  label(ctx, layout, 'fires', (plot.right + zero) / 2, plot.top + 10, theme.muted, 'center', theme);
  // Beside the tangent: above it on the left where it rises.
  const above = point[1] - 24 > plot.top + 26;
  const aside = above && slope > 0.02 ? -58 : 0;
  label(ctx, layout, `slope ${brief(slope, 3)}`, point[0] + aside, above ? point[1] - 24 : point[1] + 24, theme.palette.gradient, 'center', theme);
}
