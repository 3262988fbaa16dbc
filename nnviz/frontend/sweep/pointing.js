// Pointer and keyboard on the map and its slices.

import { columnAt, rowAt } from './layout.js';
import { pointIn } from '../shared/surface.js';

/** How many rates a key goes on; null: another key. */
export function stepOf(key, { shown, count }) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -shown, End: count - 1 - shown };
  return steps[key] ?? null;
}

/** The row that is read after a key; null: another key. */
export function rowAfter(key, row, rows) {
  if (key === 'ArrowUp') return Math.min(rows - 1, (row ?? -1) + 1);
  if (key === 'ArrowDown') return Math.max(0, (row ?? rows) - 1);
  return null;
}

/**
 * @param {object} panels from createPanels
 * @param {object} scene from createSweepScene
 * @param {import('./selection.js').Selection} selection
 * @param {(column: number) => void} select
 */
export function createPointing({ slider, pictures }, scene, selection, select) {
  let row = null; // read with the arrow keys

  slider.addEventListener('input', () => select(Number(slider.value)));
  for (const name of ['map', 'losses', 'scores']) drag(name);

  function drag(name) {
    const { root } = pictures[name];
    const follow = (event) => {
      if (!scene.layouts) return;
      const [pixel] = pointIn(root, event);
      select(columnAt(scene.layouts[name], pixel, scene.record.rates.length));
    };
    root.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      root.setPointerCapture(event.pointerId);
      follow(event);
    });
    root.addEventListener('pointermove', (event) => {
      if (root.hasPointerCapture(event.pointerId)) follow(event);
    });
  }

  function read(event) {
    if (!scene.layouts) return;
    const { map } = scene.layouts;
    const [x, y] = pointIn(pictures.map.root, event);
    const inside = x >= map.plot.left && x <= map.plot.right;
    const at = inside ? rowAt(map, scene.bounds, y) : null;
    scene.point(at === null ? null : { column: columnAt(map, x, scene.record.rates.length), row: at });
  }

  const { root } = pictures.map;
  root.addEventListener('pointermove', read);
  root.addEventListener('pointerdown', read);
  root.addEventListener('pointerleave', () => scene.point(null));
  root.addEventListener('blur', () => {
    row = null;
    scene.point(null);
  });
  root.addEventListener('keydown', (event) => {
    if (!scene.record || event.altKey || event.ctrlKey || event.metaKey) return;
    const { rates, rows } = scene.record;
    const step = stepOf(event.key, { shown: selection.shown, count: rates.length });
    const next = rowAfter(event.key, row, rows);
    if (step === null && next === null && event.key !== 'Escape') return;
    event.preventDefault();
    if (step !== null) select(Math.min(rates.length - 1, Math.max(0, selection.shown + step)));
    row = event.key === 'Escape' ? null : (next ?? row);
    scene.point(row === null ? null : { column: selection.shown, row: Math.min(row, rows - 1) });
  });
}
