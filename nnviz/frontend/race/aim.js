// The start chosen on the map: with a click, or with a cross that the arrow keys move. DOM-free.

const STRIDES = 40; // from one edge of the map to the other; with Shift five times as many

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

const clamp = (value, [low, high]) => Math.min(high, Math.max(low, value));

/** Only as many digits as the eye can tell apart: a start is written in the address. */
const rounded = (value, [low, high]) => Number(value.toFixed(Math.max(0, 3 - Math.floor(Math.log10(high - low)))));

/** @returns {number[]} the point of the window next to (x, y), in round numbers */
export const inWindow = (window, point) => point.map((value, axis) => clamp(rounded(value, window[axis]), window[axis]));

/**
 * Where a key moves the cross.
 * @param {number[][]} window
 * @param {number[]} from the cross, or the start before there is one
 * @param {string} key
 * @param {boolean} fine
 * @returns {number[] | null} null for any other key
 */
export function moved(window, from, key, fine) {
  const way = WAYS[key];
  if (!way) return null;
  const strides = fine ? 5 * STRIDES : STRIDES;
  return inWindow(window, from.map((value, axis) => value + (way[axis] * (window[axis][1] - window[axis][0])) / strides));
}
