// How fast a film goes: the position that it has reached some seconds after another one. DOM-free.

import { lastAtOrBefore } from './chart_layout.js';

/** Seconds that the passage from guessing to knowing takes at speed 1, and all that lies before and after it. */
export const PASSAGE_SECONDS = 5;
export const AROUND_SECONDS = 8;

/** So many positions a second, everywhere. */
export const evenPace = (rate) => (position, seconds) => position + seconds * rate;

/**
 * Seconds of each stretch of a film: before the passage, the passage, after it.
 * What lies around it goes by in proportion to the root of its epochs, and never more slowly than the passage.
 */
function secondsOf(stretches) {
  const [before, passage, after] = stretches.map(([from, to]) => to - from);
  const roots = Math.sqrt(before) + Math.sqrt(after) || 1;
  const around = (epochs) => Math.min((AROUND_SECONDS * Math.sqrt(epochs)) / roots, (PASSAGE_SECONDS * epochs) / passage);
  return [around(before), PASSAGE_SECONDS, around(after)];
}

/**
 * The times at which the rows of a record are shown, when time follows learning: within a stretch, half of it goes by
 * with the epochs and half with what the loss changes.
 * @param {ArrayLike<number>} epochs [rows], rising
 * @param {ArrayLike<number>} loss [rows]
 * @param {number[]} passage the epochs from which to which most is learned, both in the record
 * @returns {Float64Array} seconds [rows]
 */
export function learningTimes(epochs, loss, [from, to]) {
  const last = epochs[epochs.length - 1];
  const stretches = [[0, from], [from, to], [to, last]];
  const seconds = secondsOf(stretches);
  const stretchOf = Uint8Array.from(epochs, (epoch) => (epoch <= from ? 0 : epoch <= to ? 1 : 2));
  const changes = Float64Array.from(loss, (value, i) => {
    const change = i === 0 ? 0 : Math.abs(value - loss[i - 1]);
    return Number.isFinite(change) ? change : 0;
  });
  const sums = [0, 0, 0];
  changes.forEach((change, i) => { sums[stretchOf[i]] += change; });
  const times = new Float64Array(epochs.length);
  for (let i = 1; i < epochs.length; i += 1) {
    const stretch = stretchOf[i];
    const [begins, ends] = stretches[stretch];
    const even = (epochs[i] - epochs[i - 1]) / (ends - begins);
    const learned = sums[stretch] > 0 ? changes[i] / sums[stretch] : even;
    times[i] = times[i - 1] + (seconds[stretch] * (even + learned)) / 2;
  }
  return times;
}

/** The value of a line through points, rising in x, at x. */
function between(xs, ys, x) {
  const i = Math.min(lastAtOrBefore(xs, x), xs.length - 2);
  const width = xs[i + 1] - xs[i];
  return ys[i] + (width > 0 ? (x - xs[i]) / width : 1) * (ys[i + 1] - ys[i]);
}

/**
 * A pace that follows learning.
 * @param {ArrayLike<number>} epochs [rows]; two at least
 * @param {ArrayLike<number>} times seconds [rows], from learningTimes
 */
export const learningPace = (epochs, times) => (position, seconds) => {
  const due = between(epochs, times, position) + seconds;
  const last = times.length - 1;
  return due < times[last] ? between(times, epochs, due) : epochs[last];
};
