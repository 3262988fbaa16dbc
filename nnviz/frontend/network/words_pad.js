// What is said of a drawing on the pad. DOM-free.

import { counted, listed } from '../shared/format.js';
import { DRAWN, WIDE, inkOf } from '../model/ink.js';
import { LONGEST } from '../model/drawing.js';

/** How the pen is led without a pointer. */
export const KEYS = 'On the pad, the arrow keys move the pen, with Shift by 4 dots; the space bar puts it down and lifts it.';

/** Why a stroke was not taken. */
export const NO_ROOM = 'The drawing has too many strokes for one more: take some back.';

/** What a text about a drawing has to be. */
export const ALLOWED = `a drawing: its strokes as the pad writes them, ${LONGEST} letters at most`;

const TIMES = ['', '', ' twice'];

/**
 * What became of a drawing, or why nothing can.
 * @param {{dots: Uint8Array, prepared: object}} drawing
 * @returns {string} e.g. "As the data were prepared: the box of 14 × 25 dots was stretched to 20 × 32, the ink thickened, and
 *   the left side put upright by 6 dots."
 */
export function preparedText({ dots, prepared: { box, growth, lean } }) {
  if (box === null) return 'Nothing is drawn yet. Draw one digit, as large as you like.';
  if (inkOf(dots) === dots.length) return 'All of the pad is dark: there is no digit to be seen.';
  const done = [`the box of ${box.width} × ${box.height} dots was stretched to ${WIDE} × ${DRAWN}`];
  if (growth !== 0) done.push(`the ink ${growth > 0 ? 'thickened' : 'thinned'}${TIMES[Math.abs(growth)]}`);
  if (lean !== 0) done.push(`the left side put upright by ${counted(Math.abs(lean), 'dot')}`);
  return `As the data were prepared: ${listed(done)}.`;
}

/**
 * Where the keys have led the pen.
 * @param {{column: number, row: number}} at dots from 0
 * @param {boolean} isDown
 */
export const penText = ({ column, row }, isDown) => `column ${column + 1}, row ${row + 1} of ${DRAWN}, pen ${isDown ? 'down' : 'up'}`;
