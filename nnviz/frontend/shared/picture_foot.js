// What stands at the foot of a picture: what it shows, for whoever finds it without the page.

import { MARGIN } from './frame_items.js';

const SIZE = 12; // of its letters, in pixels
const LINE = 16;
const BELOW = 8; // between the last line and the edge
const DIVIDER = ' · ';

/**
 * Parts that are told one after the other, in as many lines as they need.
 * @param {string[]} parts
 * @param {number} room width in pixels
 * @param {(text: string) => number} measure width of a text in pixels
 * @returns {string[]} a part that is too long for a line has one of its own
 */
export function linesOf(parts, room, measure) {
  const lines = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? lines.at(-1) + DIVIDER + part : part;
    if (lines.length > 0 && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** @returns {object} a frame from readFrame, with lines below what it shows */
export function footed(frame, lines, { font, color }) {
  const foot = lines.map((text, i) => (
    { kind: 'text', text, x: MARGIN, y: frame.height + i * LINE, width: null, height: LINE, font, color, opacity: 0.8 }
  ));
  return { ...frame, height: frame.height + lines.length * LINE + BELOW, items: [...frame.items, ...foot] };
}

let ruler = null;

/**
 * @param {object} frame from readFrame
 * @param {HTMLElement} section of the film: it says in `data-caption`, or else by its name, what it shows
 */
export function withFoot(frame, section) {
  const { color, fontFamily } = getComputedStyle(section);
  const font = `400 ${SIZE}px ${fontFamily}`;
  ruler ??= document.createElement('canvas').getContext('2d');
  ruler.font = font;
  const parts = ['nnviz', ...(section.dataset.caption ?? section.getAttribute('aria-label')).split(DIVIDER)];
  return footed(frame, linesOf(parts, frame.width - 2 * MARGIN, (text) => ruler.measureText(text).width), { font, color });
}
