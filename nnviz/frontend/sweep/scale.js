// The colours of the map: a fixed logarithmic scale of losses, and one colour for what diverged. DOM-free.

import { mix, rgb } from '../shared/theme.js';
import { strips } from './record.js';

const STEPS = 256;

/**
 * Where a loss stands on the scale.
 * @param {number} loss
 * @param {number[]} range [low, high], both > 0
 * @returns {number} 0 (low or below) to 1 (high or above)
 */
export function share(loss, [low, high]) {
  const exact = Math.log(Math.max(loss, low) / low) / Math.log(high / low);
  return Math.min(1, exact);
}

/** The colour a share of the way along the stops. */
export function along(stops, at) {
  const place = at * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(place));
  return mix(stops[i], stops[i + 1], place - i);
}

/**
 * All colours of the map, computed once for a palette.
 * @param {{loss: string[], diverged: string}} palette
 * @returns {Uint8ClampedArray} [STEPS + 1, 4] RGBA; the last is for what diverged
 */
export function colourTable({ loss, diverged }) {
  const table = new Uint8ClampedArray(4 * (STEPS + 1));
  for (let i = 0; i <= STEPS; i += 1) {
    const colour = i < STEPS ? along(loss, i / (STEPS - 1)) : diverged;
    table.set([...rgb(colour), 255], 4 * i);
  }
  return table;
}

/** Index into the table of colours. */
export const colourIndex = (loss, range) => (Number.isFinite(loss) ? Math.round(share(loss, range) * (STEPS - 1)) : STEPS);

/**
 * The cells of the map as an image: one pixel per learning rate, `height` pixels over all epochs.
 * @param {object} record from readSweep
 * @param {number} height pixels from epoch −½ (bottom) to epochs + ½ (top)
 * @param {Uint8ClampedArray} table from colourTable
 * @returns {Uint8ClampedArray} [height, A, 4] RGBA, transparent where nothing is trained yet
 */
export function paintCells(record, height, table) {
  const { medians, rates, rows, epochs, lossRange } = record;
  const bounds = strips(record);
  const image = new Uint8ClampedArray(4 * height * rates.length);
  let row = 0;
  for (let y = height - 1; y >= 0; y -= 1) {
    const epoch = -0.5 + ((height - y - 0.5) / height) * (epochs + 1);
    while (row < rows && bounds[row + 1] <= epoch) row += 1;
    if (row === rows) break;
    for (let column = 0; column < rates.length; column += 1) {
      const colour = 4 * colourIndex(medians[row * rates.length + column], lossRange);
      image.set(table.subarray(colour, colour + 4), 4 * (y * rates.length + column));
    }
  }
  return image;
}
