// Where the map of a race puts its landscape, and the arrows on it. DOM-free.

import { niceTicks } from '../shared/chart_layout.js';
import { significant } from '../shared/format.js';
import { onMap, partsOf } from './film.js';

const MARGIN = { left: 40, top: 18, right: 10, bottom: 72 };
const FAR = 1e4; // pixels; a canvas loses lines that end at 1e30
const LONGEST_ARROW = 84; // pixels

const plain = (value) => significant(value, 3).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/**
 * Lay out the map with the same scale on both axes, so that the gradient stands at right angles to the contour lines.
 * @param {object} race from readRace
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @returns {object} plot {left, top, right, bottom}, x(w1), y(w2) → pixels, w1At(pixel), w2At(pixel), xTicks, yTicks,
 *   bar {left, top, right, bottom, bands [{left, right}], ticks [{at, label}]} for the colours of the losses
 */
export function layoutMap(race, width, height) {
  const [[left, right], [bottom, top]] = race.window;
  const room = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  const scale = Math.max(1, Math.min(room[0] / (right - left), room[1] / (top - bottom)));
  const plot = { left: MARGIN.left, top: MARGIN.top };
  plot.right = plot.left + scale * (right - left);
  plot.bottom = plot.top + scale * (top - bottom);
  const x = (w1) => plot.left + (w1 - left) * scale;
  const y = (w2) => plot.bottom - (w2 - bottom) * scale;
  const ticks = (low, high, pixels, gap, place) =>
    niceTicks(low, high, Math.max(2, Math.floor(pixels / gap))).map((value) => ({ label: plain(value), at: place(value) }));
  return {
    plot,
    x,
    y,
    w1At: (pixel) => left + (pixel - plot.left) / scale,
    w2At: (pixel) => bottom + (plot.bottom - pixel) / scale,
    xTicks: ticks(left, right, plot.right - plot.left, 56, x),
    yTicks: ticks(bottom, top, plot.bottom - plot.top, 40, y),
    bar: layoutBar(race.levels, plot),
  };
}

/** What is written around the map, as places of its terms. */
export function mapSpots({ plot, bar }) {
  const spot = (form, left, top, width) => ({ form, left, top, width, height: 14 });
  return [
    spot('weight w', 2, 1, 56),
    spot('weight w', (plot.left + plot.right) / 2 - 28, plot.bottom + 22, 56),
    spot('loss', bar.left - 34, (bar.top + bar.bottom) / 2 - 7, 22),
  ];
}

/** The bands of the map as a bar under it, with as many losses at their edges as there is room for. */
function layoutBar(levels, plot) {
  const caption = 34;
  const [left, right, top] = [plot.left + caption, plot.right, plot.bottom + 46];
  const edge = (level) => left + ((right - left) * level) / (levels.length + 1);
  const every = Math.ceil((levels.length * 40) / (right - left));
  const labels = levels.map((loss, i) => ({ at: edge(i + 1), label: plain(loss), band: i + 1 }));
  const bands = Array.from({ length: levels.length + 1 }, (_, i) => ({ left: edge(i), right: edge(i + 1) }));
  return { left, right, top, bottom: top + 10, bands, ticks: labels.filter(({ band }) => band % every === 0) };
}

const limit = (pixel) => Math.min(FAR, Math.max(-FAR, pixel));

/**
 * A path in pixels, up to its last finite row.
 * @param {object} layout from layoutMap
 * @param {object} runner
 * @returns {Float32Array} x and y of each row in turn
 */
export function pathPixels(layout, { w }) {
  const pixels = [];
  for (let i = 0; i < w.length && Number.isFinite(w[i]) && Number.isFinite(w[i + 1]); i += 2) {
    pixels.push(limit(layout.x(w[i])), limit(layout.y(w[i + 1])));
  }
  return Float32Array.from(pixels);
}

/**
 * Where the line from the middle of the map to a point outside it crosses the edge.
 * @returns {{x: number, y: number, angle: number}} pixels, and the direction outwards in radians
 */
export function edgeTowards({ plot }, px, py) {
  const [cx, cy] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
  const [dx, dy] = [limit(px) - cx, limit(py) - cy];
  const reach = Math.min((plot.right - cx) / Math.abs(dx), (plot.bottom - cy) / Math.abs(dy));
  return { x: cx + dx * reach, y: cy + dy * reach, angle: Math.atan2(dy, dx) };
}

/**
 * What turns the gradients and momenta of a runner into pixels, the same for its whole path: the longest arrow is that
 * of the largest of them on the map, and lengths go with the square root, so that small ones can be seen too.
 * @param {object} race
 * @param {object} runner
 * @returns {(vector: number[]) => number[]} [dx, dy] in pixels
 */
export function arrowScale({ window }, runner) {
  let largest = 0;
  for (let step = 0; step < runner.steps; step += 1) {
    if (!onMap(window, runner.w[2 * step], runner.w[2 * step + 1])) continue;
    const parts = partsOf(runner, step);
    const shown = runner.momentum === null ? [parts[0]] : [parts[0], parts[runner.momentum]];
    for (const [dx, dy] of shown) largest = Math.max(largest, Math.hypot(dx, dy) || 0);
  }
  return ([dx, dy]) => {
    const size = Math.hypot(dx, dy);
    if (!(size > 0) || !Number.isFinite(size) || !(largest > 0)) return [0, 0];
    const length = LONGEST_ARROW * Math.sqrt(Math.min(1, size / largest));
    return [(length * dx) / size, (-length * dy) / size];
  };
}

/**
 * The arrows of one step: against the gradient, against the momentum, and the step itself at its true length.
 * @param {object} race
 * @param {object} layout from layoutMap
 * @param {object} runner
 * @param {number} step
 * @param {(vector: number[]) => number[]} scale from arrowScale
 * @returns {{kind: string, label: string, from: number[], to: number[]}[]} pixels; none where the step begins off the map
 */
export function stepArrows(race, layout, runner, step, scale) {
  const at = (row) => [runner.w[2 * row], runner.w[2 * row + 1]];
  const [from, to] = [at(step), at(step + 1)];
  if (!onMap(race.window, ...from)) return [];
  const tail = [layout.x(from[0]), layout.y(from[1])];
  const against = (kind, label, vector) => {
    const [dx, dy] = scale(vector.map((value) => -value));
    return { kind, label, from: tail, to: [tail[0] + dx, tail[1] + dy] };
  };
  const parts = partsOf(runner, step);
  const arrows = [against('gradient', '−g', parts[0])];
  if (runner.momentum !== null) arrows.push(against('momentum', '−m', parts[runner.momentum]));
  if (to.every(Number.isFinite)) {
    arrows.push({ kind: 'step', label: 'step', from: tail, to: [limit(layout.x(to[0])), limit(layout.y(to[1]))] });
  }
  return arrows;
}
