// The marks of classes and racers, drawn and as characters: told apart by shape as well as by colour.

import { element } from './elements.js';

/** Corners around the middle, the first one at the top. */
const corners = (count, reach) => Array.from({ length: count }, (_, i) => {
  const angle = (2 * Math.PI * i) / count - Math.PI / 2;
  return [reach(i) * Math.cos(angle), reach(i) * Math.sin(angle)];
});

/** The character of each mark, and its corners in units of its radius; one without corners is round. */
const MARKS = {
  circle: { glyph: '●', corners: null },
  square: { glyph: '■', corners: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]] },
  triangle: { glyph: '▲', corners: [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]] },
  diamond: { glyph: '◆', corners: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]] },
  cross: { glyph: '✚', corners: [[-1, -0.35], [-0.35, -0.35], [-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35],
    [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35]] },
  star: { glyph: '★', corners: corners(10, (i) => (i % 2 ? 0.5 : 1.25)) },
  pentagon: { glyph: '⬟', corners: corners(5, () => 1.15) },
};

/** @returns {string} a mark as a character, to stand in a text */
export const glyphOf = (shape) => MARKS[shape].glyph;

/** @returns {string} the character of class k */
export const classGlyph = ({ markers }, k) => glyphOf(markers[k % markers.length]);

/** A mark of a class as a character in its colour, as theme.js names it, that can become that of another class. */
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

/** The mark of a class that stays the same. */
export function classMark(header, k) {
  const { root, show } = createClassMark();
  show(header, k);
  return root;
}

/**
 * Draw one mark.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} shape a key of MARKS
 */
export function drawMarker(ctx, shape, x, y, radius, color) {
  ctx.fillStyle = color;
  ctx.beginPath();
  const { corners: edges } = MARKS[shape];
  if (edges) for (const [dx, dy] of edges) ctx.lineTo(x + dx * radius, y + dy * radius);
  else ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
