// Where the plane and the curve of the loss put their axes. DOM-free.

import { layoutChart } from '../shared/chart_layout.js';

const nameOf = ({ name, unit }) => (unit ? `${name} (${unit})` : name);

/**
 * @param {object} film from readFilm
 * @returns {object} a chart layout in the features' own units, and at(place) → pixels and placeAt(pixels), both of
 *   standardised places
 */
export function layoutPlane({ ranges, mean, std, features }, width, height) {
  const own = ranges.map((range, d) => range.map((value) => value * std[d] + mean[d]));
  const layout = layoutChart({
    width, height, xRange: own[0], yRange: own[1], xLabel: nameOf(features[0]), yLabel: nameOf(features[1]), wholeY: true,
  });
  const { plot } = layout;
  const share = (pixel, from, to) => (pixel - from) / (to - from);
  return {
    ...layout,
    at: ([x1, x2]) => [layout.x(x1 * std[0] + mean[0]), layout.y(x2 * std[1] + mean[1])],
    placeAt: ([x, y]) => [
      ranges[0][0] + share(x, plot.left, plot.right) * (ranges[0][1] - ranges[0][0]),
      ranges[1][0] + share(y, plot.bottom, plot.top) * (ranges[1][1] - ranges[1][0]),
    ],
  };
}

/** The loss over the steps. */
export function layoutLoss(film, width, height) {
  const top = 1.05 * Math.max(...film.losses);
  const yLabel = `loss: ${film.loss.label} (${film.loss.unit})`;
  return layoutChart({ width, height, xRange: [0, film.steps], yRange: [0, top], xLabel: 'step', yLabel });
}
