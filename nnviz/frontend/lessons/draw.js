// Draws the chart of the lessons.

import { drawCursor, drawCurves } from '../shared/chart.js';
import { lossCurves } from '../shared/loss_lines.js';
import { mix } from '../shared/theme.js';
import { grown } from './film.js';

const PALE = 0.62; // of the way to the background

/**
 * A curve for each loss: in full up to a position, what is to come pale.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutChances
 * @param {object} film from readFilm
 * @param {number} position
 * @param {object} theme from readTheme
 */
export function drawChances(ctx, layout, film, position, theme) {
  const epochs = Array.from({ length: film.steps + 1 }, (_, epoch) => epoch);
  const whole = lossCurves(film, theme, epochs, (_, index) => film.chances(index));
  const pale = whole.map((line) => ({ ...line, color: mix(line.color, theme.background, PALE) }));
  const past = whole.map((line) => {
    const y = grown(film, line.y, position);
    return { ...line, x: [...epochs.slice(0, y.length - 1), position], y };
  });
  drawCurves(ctx, layout, [...pale, ...past], Infinity, theme);
  drawCursor(ctx, layout, whole, position, theme);
}
