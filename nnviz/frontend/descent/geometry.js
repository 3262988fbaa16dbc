// What of the landscape is in view, and where its lines lie. DOM-free.

// A descent that ends near its farthest point is running away: its first steps must stay legible.
const RUNAWAY_REACH = 4;
const RETURNING_REACH = 20;

const finiteUpTo = (values) => values.filter(Number.isFinite);

/** How far from `centre` the view must reach, from the finite part of the path. */
function reachAround(film, centre) {
  const distances = finiteUpTo(film.w).map((w) => Math.abs(w - centre));
  const farthest = Math.max(...distances);
  const floor = 0.05 * Math.max(Math.abs(centre), 1);
  if (farthest < floor) return Math.max(Math.abs(centre) / 2, 1);
  const runsAway = film.divergedAt !== null || distances.at(-1) > farthest / 2;
  const limit = (runsAway ? RUNAWAY_REACH : RETURNING_REACH) * Math.max(distances[0], floor);
  return Math.min(farthest, limit);
}

/**
 * The part of the landscape to show, the same for the whole film.
 * @param {object} film from readFilm
 * @returns {{wRange: number[], lossRange: number[]}} lossRange begins at 0
 */
export function viewOf(film) {
  const centre = film.minimum ?? film.w[0];
  const reach = reachAround(film, centre);
  const offsets = finiteUpTo(film.w).map((w) => Math.min(reach, Math.max(-reach, w - centre)));
  // Both arms of the parabola are shown, also where the path keeps to one.
  const low = Math.min(...offsets, -0.6 * reach);
  const high = Math.max(...offsets, 0.6 * reach);
  const margin = 0.06 * (high - low);
  const wRange = [centre + low - margin, centre + high + margin];
  const top = Math.max(...wRange.map(film.lossAt)) || 1;
  return { wRange, lossRange: [0, film.minimum === null ? 1.6 * top : top] };
}

/**
 * Points on the loss curve.
 * @param {(w: number) => number} lossAt
 * @param {number[]} wRange
 * @param {number} count
 * @returns {{x: number[], y: number[]}} w and loss, `count` each
 */
export function sampleCurve(lossAt, [low, high], count) {
  const x = Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  return { x, y: x.map(lossAt) };
}

/**
 * On which side of the view a weight is.
 * @param {number} w
 * @param {number[]} wRange
 * @returns {-1 | 0 | 1 | null} left of it, in it, right of it; null if w is not a number
 */
export function sideOf(w, [low, high]) {
  if (Number.isNaN(w)) return null;
  if (w < low) return -1;
  return w > high ? 1 : 0;
}

/**
 * The arrow of one step along the axis of w.
 * @param {number} from w before
 * @param {number} to w after; may be outside the view or not finite
 * @param {number[]} wRange
 * @returns {{from: number, to: number, cut: boolean} | null} limited to the view; null where there is
 *   no arrow to draw
 */
export function stepArrow(from, to, wRange) {
  const sides = [sideOf(from, wRange), sideOf(to, wRange)];
  if (sides.includes(null) || (sides[0] !== 0 && sides[0] === sides[1])) return null;
  const limit = (w) => Math.min(wRange[1], Math.max(wRange[0], w));
  return { from: limit(from), to: limit(to), cut: sides[1] !== 0 };
}
