// The ribbon of one row's probabilities over all epochs, with a cursor to pull.

import { drawRibbon, drawRibbonCursor } from './draw_ribbon.js';
import { createLayers } from './layers.js';
import { epochSpot, layoutRibbon, ribbonColumns } from './layout_ribbon.js';
import { pointIn, textMeasure } from '../shared/surface.js';

/**
 * @param {(epoch: number) => void} onSeek
 * @returns {{root: HTMLElement, show: Function, moveTo: Function, tell: Function, setTheme: Function}}
 */
export function createRibbonChart(onSeek) {
  const layers = createLayers('ribbon', { role: 'slider', tabindex: '0', 'aria-valuemin': '0' }, () => {
    surfaces = null;
    redraw();
  });
  const { root, box } = layers;
  let surfaces = null;
  let layout = null;
  let theme = null;
  let film = null;
  let epoch = 0;
  let dragging = false;

  const seek = (event) => layout && onSeek(layout.epochAt(pointIn(root, event)[0]));
  box.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    dragging = true;
    box.setPointerCapture(event.pointerId);
    seek(event);
  });
  box.addEventListener('pointermove', (event) => {
    if (dragging) seek(event);
  });
  const letGo = () => {
    dragging = false;
  };
  box.addEventListener('pointerup', letGo);
  box.addEventListener('pointercancel', letGo);

  function redraw() {
    if (!film || !theme) return;
    surfaces ??= layers.fit();
    if (!surfaces) return;
    const { width, height, ctx } = surfaces.still;
    layout = layoutRibbon({ width, height, axis: film.axis });
    drawRibbon(ctx, layout, ribbonColumns(layout, film.ribbon, film.at), film.names, theme);
    drawRibbonCursor(surfaces.moving.ctx, layout, epoch, theme);
    layers.spots([epochSpot(layout, textMeasure(theme.font))]);
  }

  /**
   * Draw a ribbon.
   * @param {{ribbon: object, at: ArrayLike<number>, axis: object, names: string[], label: string}} next at: the
   *   epoch of each row; axis: from timeAxis; label: for screen readers
   */
  function show(next) {
    film = next;
    box.setAttribute('aria-label', film.label);
    box.setAttribute('aria-valuemax', String(film.axis.end));
    redraw();
  }

  /** Put the cursor at an epoch. */
  function moveTo(next) {
    if (next === epoch) return;
    epoch = next;
    if (surfaces && layout && theme) drawRibbonCursor(surfaces.moving.ctx, layout, epoch, theme);
  }

  /** The epoch and what it shows, for screen readers. */
  function tell(next, words) {
    box.setAttribute('aria-valuenow', String(next));
    box.setAttribute('aria-valuetext', words);
  }

  function setTheme(next) {
    theme = next;
    surfaces = null;
    redraw();
  }

  return { root, show, moveTo, tell, setTheme };
}
