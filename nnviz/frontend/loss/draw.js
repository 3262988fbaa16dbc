// Draws the three charts: what each loss costs, how hard it pushes, and where its steps lead.

import { drawCursor, drawCurves } from '../shared/chart.js';
import { lossCurves } from '../shared/loss_lines.js';

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
  const lines = lossCurves(film, theme, curves[0].x, valuesOf);
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
  const lines = lossCurves(film, theme, steps, (key) => chances[key]);
  drawCurves(ctx, layout, lines, Infinity, theme);
  drawCursor(ctx, layout, lines, position, theme);
}
