// A small curve of one number over all epochs, with a cursor.

import { drawCurves, drawCursor, layoutChart } from '../shared/chart.js';
import { createLayers } from './layers.js';
import { textMeasure } from '../shared/surface.js';
import { axisSpots } from '../shared/terms.js';
import { epochName } from './time_axis.js';

const ROOM = 0.08; // of the span, above and below

/** The range of an axis that holds all finite numbers, with some room; also where they are all the same. */
export function rangeOf(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [-1, 1];
  const room = (high - low) * ROOM || Math.abs(low) * ROOM || 1;
  return [low - room, high + room];
}

/** @returns {{root: HTMLElement, show: Function, moveTo: Function, setTheme: Function}} */
export function createSparkline() {
  const layers = createLayers('sparkline', { role: 'img' }, () => {
    surfaces = null;
    redraw();
  });
  let surfaces = null;
  let layout = null;
  let theme = null;
  let film = null;
  let cursor = null;

  const isEdited = () => cursor !== null && cursor.edited;

  function redraw() {
    if (!film || !theme) return;
    surfaces ??= layers.fit();
    if (!surfaces) return;
    const { ctx, width, height } = surfaces.still;
    const { at, values, axis } = film;
    const yRange = rangeOf(isEdited() ? [...values, cursor.value] : values);
    layout = layoutChart({
      width, height, xRange: [0, axis.end], xLog: axis.log, yRange, xLabel: epochName(axis), yLabel: film.label, terms: { y: film.term },
    });
    ctx.clearRect(0, 0, width, height);
    drawCurves(ctx, layout, [line(at, values)], at.length > 0 ? at[at.length - 1] : 0, theme);
    layers.spots(axisSpots(layout, textMeasure(theme.font)));
    drawNow();
  }

  const line = (x, y) => ({ x, y, color: theme.palette.series.train });

  function drawNow() {
    if (!surfaces || !layout || !cursor) return;
    const { ctx, width, height } = surfaces.moving;
    ctx.clearRect(0, 0, width, height);
    const point = { x: [cursor.epoch], y: [cursor.value], color: theme.palette.series.test };
    drawCursor(ctx, layout, [line(film.at, film.values), ...(isEdited() ? [point] : [])], cursor.epoch, theme);
  }

  /**
   * Draw a curve.
   * @param {{at: ArrayLike<number>, values: ArrayLike<number>, axis: object, label: string, term: string, name: string}} next
   *   at: epoch of each value; axis: from timeAxis; label: above the axis; term: what that is; name: for screen readers
   */
  function show(next) {
    film = next;
    layers.box.setAttribute('aria-label', film.name);
    redraw();
  }

  /** Put the cursor at an epoch; where the value was edited, a second dot shows it. */
  function moveTo(epoch, value, edited) {
    if (cursor && cursor.epoch === epoch && cursor.value === value && cursor.edited === edited) return;
    const wasEdited = isEdited();
    cursor = { epoch, value, edited };
    if (edited || wasEdited) redraw(); // an edited value may lie outside the curve's own range
    else drawNow();
  }

  function setTheme(next) {
    theme = next;
    surfaces = null;
    redraw();
  }

  return { root: layers.root, show, moveTo, setTheme };
}
