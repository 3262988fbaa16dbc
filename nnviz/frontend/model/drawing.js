// What is drawn on the pad: strokes of few places on a fine grid, which a short text says. DOM-free.
//
// A stroke is a list of places [x, y], 0..1 from the pad's left upper corner. A place that is kept lies on a grid of half
// dots, so that a letter says x and a letter y; a dot between two strokes.

import { DRAWN } from './ink.js';

/** Places of the grid across, and down. */
const GRID = 2 * DRAWN;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~';
const BETWEEN = '.';
const WORDS = new RegExp(`^(?:[A-Za-z0-9~-]{2})+(?:\\${BETWEEN}(?:[A-Za-z0-9~-]{2})+)*$`);

/** The longest text of a drawing. */
export const LONGEST = 400;

/** How far beside the pen's way a stroke may lead, in places of the grid: the least with which the drawing can be told. */
const TOLERANCES = [0.5, 1, 2, 4];

const onGrid = (place) => place.map((value) => Math.min(GRID - 1, Math.max(0, Math.round(GRID * value))) / GRID);
const isSame = ([ax, ay], [bx, by]) => ax === bx && ay === by;

/** From which to which share of its way a line from a to b lies on the pad; null where it never does. */
function shareInside(a, b) {
  let [from, to] = [0, 1];
  for (const d of [0, 1]) {
    const way = b[d] - a[d];
    if (way === 0 && (a[d] < 0 || a[d] > 1)) return null;
    if (way === 0) continue;
    const ends = [-a[d] / way, (1 - a[d]) / way];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return from <= to ? [from, to] : null;
}

/**
 * The strokes that a way of the pen leaves on the pad: one ends where the pen leaves it, another begins where it comes back.
 * @param {number[][]} way places, anywhere; what is no place is left out
 * @returns {number[][][]} strokes
 */
export function strokesOn(way) {
  const places = way.filter((place) => place.every(Number.isFinite));
  const strokes = [];
  let isDown = false;
  places.forEach((place, i) => {
    const before = places[Math.max(0, i - 1)];
    const inside = shareInside(before, place);
    const at = (share) => place.map((value, d) => before[d] + share * (value - before[d]));
    if (inside === null) {
      isDown = false;
      return;
    }
    if (!isDown) strokes.push([at(inside[0])]);
    if (i > 0) strokes.at(-1).push(at(inside[1]));
    isDown = inside[1] === 1;
  });
  return strokes;
}

/** The square of a place's distance from the line between two others. */
function offLine([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
}

/** As few of a stroke's places as lead past all the others within a tolerance (Douglas & Peucker 1973). */
function simplified(stroke, tolerance) {
  const chosen = new Set([0, stroke.length - 1]);
  const open = [[0, stroke.length - 1]];
  while (open.length > 0) {
    const [first, last] = open.pop();
    let [farthest, most] = [first, (tolerance / GRID) ** 2];
    for (let i = first + 1; i < last; i += 1) {
      const off = offLine(stroke[i], stroke[first], stroke[last]);
      if (off > most) [farthest, most] = [i, off];
    }
    if (farthest === first) continue;
    chosen.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return stroke.filter((_, i) => chosen.has(i));
}

/** A stroke of few places, all on the grid. */
const kept = (stroke, tolerance) =>
  simplified(stroke, tolerance).map(onGrid).filter((place, i, all) => i === 0 || !isSame(place, all[i - 1]));

/**
 * A drawing with one more way of the pen.
 * @param {number[][][]} strokes of the drawing
 * @param {number[][]} way
 * @returns {number[][][] | null} null where no text is long enough to say it
 */
export function withWay(strokes, way) {
  const more = strokesOn(way);
  for (const tolerance of TOLERANCES) {
    const next = [...strokes, ...more.map((stroke) => kept(stroke, tolerance))];
    if (textOf(next).length <= LONGEST) return next;
  }
  return null;
}

/** A drawing whose places lie on the grid, as text; '' where nothing is drawn. */
export const textOf = (strokes) =>
  strokes.map((stroke) => stroke.flat().map((value) => LETTERS[GRID * value]).join('')).join(BETWEEN);

/**
 * The drawing that a text says.
 * @param {string} text
 * @returns {number[][][] | null} its strokes; null where it says none
 */
export function drawingOf(text) {
  if (text === '') return [];
  if (text.length > LONGEST || !WORDS.test(text)) return null;
  return text.split(BETWEEN).map((word) => Array.from({ length: word.length / 2 }, (_, i) =>
    [word[2 * i], word[2 * i + 1]].map((letter) => LETTERS.indexOf(letter) / GRID)));
}
