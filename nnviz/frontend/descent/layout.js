// Where the landscape and the two timelines of a film put their axes. DOM-free.

import { layoutChart } from '../shared/chart_layout.js';
import { sampleCurve } from './geometry.js';

const LANE = 40; // pixels under loss = 0, for the arrow of the step
const CURVE_POINTS = 161;

/**
 * @param {object} film from readFilm
 * @param {{wRange: number[], lossRange: number[]}} view from viewOf
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @returns {object} a chart layout with lane (pixel y of the step's arrow), floor (pixel y of loss 0)
 *   and curve {x, y}, the loss over the weights in view
 */
export function layoutLandscape(film, view, width, height) {
  const plotHeight = Math.max(80, height - 53);
  const below = (-view.lossRange[1] * LANE) / (plotHeight - LANE);
  const layout = layoutChart({
    width,
    height,
    xRange: view.wRange,
    yRange: [below, view.lossRange[1]],
    xLabel: 'weight w',
    yLabel: 'loss L(w)',
    wholeX: false,
  });
  const floor = layout.y(0);
  return {
    ...layout,
    yTicks: layout.yTicks.filter(({ value }) => value >= 0),
    floor,
    lane: (floor + layout.plot.bottom) / 2,
    curve: sampleCurve(film.lossAt, view.wRange, CURVE_POINTS),
  };
}

function layoutTimeline(film, yRange, yLabel, { width, height }, aligned = {}) {
  return layoutChart({ width, height, xRange: [0, Math.max(1, film.steps)], yRange, xLabel: 'step', yLabel, ...aligned });
}

/**
 * The two timelines, one above the other, with the same step at the same pixel of both.
 * @param {object} film from readFilm
 * @param {{wRange: number[], lossRange: number[]}} view from viewOf
 * @param {{width: number, height: number}} weights their size in CSS pixels
 * @param {{width: number, height: number}} losses
 * @returns {{weights: object, losses: object}} chart layouts over the steps 0..T
 */
export function layoutTimelines(film, view, weights, losses) {
  const both = (aligned) => ({
    weights: layoutTimeline(film, view.wRange, 'weight w', weights, aligned),
    losses: layoutTimeline(film, view.lossRange, 'loss L', losses, aligned),
  });
  const alone = both();
  return both({ gutter: Math.max(alone.weights.plot.left, alone.losses.plot.left) });
}
