// Draws the three charts: what each loss costs, how hard it pushes, and where its steps lead.

import { drawCursor, drawCurves } from '../shared/chart.js';
import { lookOf } from './words.js';

const colourOf = (theme, look) => theme.palette.racers[look.racer];

/** A curve of each loss; the names stand in the legend where there is room. */
function series(film, theme, x, valuesOf, named) {
  return film.losses.map((loss) => {
    const look = lookOf(loss);
    return { label: named ? look.short : '', x, y: valuesOf(loss.key), color: colourOf(theme, look), dash: look.dash, width: 2.2 };
  });
}

/**
 * Curves over the probability given to the truth, with the answer that is shown.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutLosses or layoutPushes
 * @param {object} film
 * @param {object[]} curves from curvesOf
 * @param {{of: 'losses' | 'pushes', values: Object<string, number>, share: number}} look values of the answer by loss
 * @param {object} theme
 */
export function drawOverTruth(ctx, layout, film, curves, { of, values, share }, theme) {
  const valuesOf = (key) => curves.find((curve) => curve.key === key)[of];
  const lines = series(film, theme, curves[0].x, valuesOf, false);
  drawCurves(ctx, layout, lines, Infinity, theme);
  const here = film.losses.map(({ key }, i) => ({ x: [share], y: [values[key]], color: lines[i].color }));
  drawCursor(ctx, layout, here, share, theme);
}

/**
 * What the truth is given over the steps, with the moment that is shown.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutWalks
 * @param {object} film
 * @param {Object<string, number[]>} chances by loss, of each step
 * @param {number} position
 * @param {object} theme
 */
export function drawWalks(ctx, layout, film, chances, position, theme) {
  const steps = Array.from({ length: film.steps + 1 }, (_, step) => step);
  const lines = series(film, theme, steps, (key) => chances[key], false);
  drawCurves(ctx, layout, lines, Infinity, theme);
  drawCursor(ctx, layout, lines, position, theme);
}
