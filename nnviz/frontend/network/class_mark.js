// The mark of a class as a character, to stand beside its name in lists and tables.

import { element } from '../shared/elements.js';
import { glyphOf } from '../shared/markers.js';

/** Name the palette's colours of classes and racers on an element, for the style of what is inside. */
export function nameColors(section, { palette }) {
  palette.classes.forEach((color, k) => section.style.setProperty(`--class-${k}`, color));
  palette.racers.forEach((color, i) => section.style.setProperty(`--racer-${i}`, color));
}

/** @returns {string} the character of class k */
export const classGlyph = ({ markers }, k) => glyphOf(markers[k % markers.length]);

/** A mark that can become that of another class. */
export function createClassMark() {
  const root = element('span', 'class-mark', { 'aria-hidden': 'true' });
  let shown = -1;

  function show(header, k) {
    if (k === shown) return;
    shown = k;
    root.textContent = classGlyph(header, k);
    root.style.color = `var(--class-${k % header.palette.light.classes.length})`;
  }
  return { root, show };
}
