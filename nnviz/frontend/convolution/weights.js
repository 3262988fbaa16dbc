// The nine weights of the filter: each is typed, dragged up and down, or moved by the arrow keys.

import { element } from '../shared/elements.js';
import { brief, unpowered } from '../shared/format.js';
import { zoomOf } from '../shared/surface.js';
import { SIDE } from './film.js';

const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 3, PageDown: -3 };
const FINE = 0.1; // of an arrow key with Shift
const PIXELS = 8; // of a drag, for half a unit
const HALF = 0.5;
const STILL = 4; // pixels up to which a press is a click

const DIGITS = 4;

/**
 * @param {(index: number, value: number) => void} change a weight, which keeps to the bounds
 * @returns {{root: HTMLElement, inputs: HTMLInputElement[], show: (weights: number[], bounds: number[], look: (value: number) => object) => void}}
 */
export function createWeights(change) {
  let shown = [];
  let limits = [0, 0];
  const inputs = Array.from({ length: SIDE * SIDE }, (_, i) => element('input', 'weight', {
    type: 'text', inputmode: 'decimal', role: 'spinbutton', autocomplete: 'off',
    'aria-label': `Weight, row ${Math.floor(i / SIDE) + 1}, column ${(i % SIDE) + 1}`,
  }));
  const cells = inputs.map((input) => element('div', 'cell weight-cell', {}, [input]));
  const root = element('div', 'cells-box', { role: 'group', 'aria-label': 'The weights of the filter' }, [element('div', 'cells cells-filter', {}, cells)]);
  root.style.setProperty('--columns', String(SIDE));
  root.style.setProperty('--rows', String(SIDE));

  function set(index, value) {
    const within = Math.min(limits[1], Math.max(limits[0], value));
    change(index, Math.round(within * 1e4) / 1e4);
  }

  const textOf = (index) => brief(shown[index], DIGITS);

  inputs.forEach((input, index) => {
    let dragged = null; // where a drag began, and the weight then

    /** Take what is written there; what is no number gives way to the weight that it is. */
    function take() {
      const value = Number(unpowered(input.value.trim()).replace(',', '.'));
      if (input.value !== textOf(index) && input.value.trim() !== '' && Number.isFinite(value)) set(index, value);
      input.value = textOf(index);
    }

    input.addEventListener('change', take);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') take();
      if (!(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      take();
      set(index, shown[index] + KEYS[event.key] * (event.shiftKey ? FINE : 1));
    });
    input.addEventListener('focus', () => input.select());
    input.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      dragged = { y: event.clientY, weight: shown[index], moves: false };
      input.setPointerCapture(event.pointerId);
    });
    input.addEventListener('pointermove', (event) => {
      if (!dragged || !input.hasPointerCapture(event.pointerId)) return;
      const up = (dragged.y - event.clientY) / zoomOf(input);
      dragged.moves ||= Math.abs(up) > STILL;
      if (!dragged.moves) return;
      event.preventDefault();
      set(index, dragged.weight + HALF * Math.round(up / PIXELS));
    });
    input.addEventListener('pointerup', () => {
      if (dragged && !dragged.moves) input.focus();
      dragged = null;
    });
    input.addEventListener('pointercancel', () => { dragged = null; });
    // Else the browser would drag the number itself, as a text.
    input.addEventListener('mousedown', (event) => event.preventDefault());
  });

  function show(weights, bounds, look) {
    limits = bounds;
    const before = shown;
    shown = [...weights];
    inputs.forEach((input, i) => {
      if (before[i] !== shown[i] || input.value === '') input.value = textOf(i);
      input.setAttribute('aria-valuenow', String(shown[i]));
      input.setAttribute('aria-valuemin', String(bounds[0]));
      input.setAttribute('aria-valuemax', String(bounds[1]));
      const { shade, ink } = look(shown[i]);
      cells[i].style.background = shade;
      input.style.color = ink;
    });
  }

  return { root, inputs, show };
}
