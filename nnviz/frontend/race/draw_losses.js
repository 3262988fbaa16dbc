// Draws the losses of a race over its steps: the curves once, the cursor at every frame.

import { drawCursor, drawCurves } from '../shared/chart.js';
import { layoutChart } from '../shared/chart_layout.js';
import { drawMarker } from '../shared/markers.js';
import { lossRange } from './film.js';

const DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3], [5, 5], [12, 3], [3, 5]];

/** @returns {object} a chart layout over the steps 0..T, with a logarithmic axis of losses */
export function layoutLosses(race, width, height) {
  return layoutChart({
    width,
    height,
    xRange: [0, Math.max(1, race.steps)],
    yRange: lossRange(race),
    yLog: true,
    xLabel: 'step',
    yLabel: 'loss (logarithmic)',
  });
}

/** The curves of all runners. @param {CanvasRenderingContext2D} ctx in CSS pixels, cleared */
export function drawLosses(ctx, race, layout, theme) {
  const steps = Array.from({ length: race.steps + 1 }, (_, t) => t);
  const series = race.runners.map(({ loss, racer }) => ({
    label: '',
    x: steps,
    y: loss,
    color: theme.palette.racers[racer],
    dash: DASHES[racer % DASHES.length],
  }));
  drawCurves(ctx, layout, series, Infinity, theme);
}

/** The step shown, and every runner's mark on its curve. @param {{shape, color, place}[]} marks */
export function drawLossCursor(ctx, layout, marks, position, theme) {
  drawCursor(ctx, layout, [], position, theme);
  const { plot } = layout;
  for (const { shape, color, place } of marks) {
    if (!Number.isFinite(place.loss)) continue;
    const y = Math.min(plot.bottom, Math.max(plot.top, layout.y(place.loss)));
    drawMarker(ctx, shape, layout.x(place.step), y, 6, theme.background);
    drawMarker(ctx, shape, layout.x(place.step), y, 4.5, color);
  }
}
