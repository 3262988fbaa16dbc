// The picture of a film as it stands: its draw functions draw it once more, finer or as SVG, and the texts around join it.

import { readFrame } from './frame_items.js';
import { paintFrame } from './paint_frame.js';
import { withFoot } from './picture_foot.js';
import { closedUp } from './picture_rows.js';
import { REDRAW, drawInstead } from './surface.js';
import { SvgContext } from './svg_context.js';

/** How many pixels of a picture a pixel of the screen becomes. */
export const DENSITY = 2;

/** Letters stand where the font has them, and not at whole pixels of a coarser screen. */
const EXACT = 'geometricPrecision';

/** A canvas of some CSS pixels, and its context in these. */
export function canvasOf(width, height, density) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * density), Math.round(height * density)];
  const ctx = canvas.getContext('2d');
  ctx.setTransform(density, 0, 0, density, 0, 0);
  ctx.textRendering = EXACT;
  return { canvas, ctx };
}

/** @returns {[number, number] | null} the first and the last row of a canvas in which something is drawn, in its pixels; null: none */
function inkedRows(source) {
  const { canvas, ctx } = canvasOf(source.width, source.height, 1); // the screen's own stays where it is drawn fast
  ctx.drawImage(source, 0, 0);
  const pixels = new Uint32Array(ctx.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const first = pixels.findIndex((pixel) => pixel !== 0);
  return first < 0 ? null : [first, pixels.findLastIndex((pixel) => pixel !== 0)].map((at) => Math.floor(at / canvas.width));
}

/** An item without the empty rows above and below what its canvas shows. */
function inked(item) {
  if (item.kind !== 'canvas' || !(item.canvas.width > 0 && item.canvas.height > 0)) return item;
  const inkRows = inkedRows(item.canvas);
  if (!inkRows) return { ...item, rows: [item.rows[0], item.rows[0]] };
  const [first, last] = inkRows;
  const rowAt = (row) => item.y + (item.height * row) / item.canvas.height;
  return { ...item, rows: [Math.max(item.rows[0], rowAt(first)), Math.min(item.rows[1], rowAt(last + 1))] };
}

/** @returns {object} what the film shows, as its picture has it */
function composed(section) {
  const frame = readFrame(section);
  return withFoot(closedUp({ ...frame, items: frame.items.map(inked) }), section);
}

/**
 * Let a film draw its next frame elsewhere, and read what stands around.
 * @param {HTMLElement} section
 * @param {(size: {width: number, height: number}) => object} makeContext
 * @returns {Promise<{frame: object, contexts: Map<HTMLCanvasElement, object>}>} frame: from readFrame, closed up and with its foot
 */
function drawAgain(section, makeContext) {
  const contexts = new Map();
  drawInstead((canvas, size) => {
    if (!section.contains(canvas) || !(size.width > 0 && size.height > 0)) return null;
    contexts.set(canvas, makeContext(size));
    return contexts.get(canvas);
  });
  section.dispatchEvent(new Event(REDRAW));
  // Asked for after the film has asked for its own: it comes when that has been drawn.
  return new Promise((resolve, reject) => {
    requestAnimationFrame(() => {
      drawInstead(null);
      try {
        resolve({ frame: composed(section), contexts });
      } catch (error) {
        reject(error);
      }
      section.dispatchEvent(new Event(REDRAW)); // and again on the screen
    });
  });
}

/** @returns {Promise<Blob>} the film as it stands as a PNG, twice as fine as a screen of one pixel a CSS pixel */
export async function pngOf(section) {
  const { frame, contexts } = await drawAgain(section, ({ width, height }) => canvasOf(width, height, DENSITY).ctx);
  const { canvas, ctx } = canvasOf(frame.width, frame.height, DENSITY);
  paintFrame(ctx, frame, (shown) => contexts.get(shown)?.canvas ?? shown);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser could not make a picture of that size.'))), 'image/png');
  });
}

/** @returns {Promise<Blob>} the film as it stands as SVG, without any bitmap */
export async function svgOf(section) {
  const { ctx: ruler } = canvasOf(1, 1, 1);
  const { clientWidth: width, clientHeight: height } = section;
  const root = new SvgContext({ width, height }, ruler);
  const { frame, contexts } = await drawAgain(section, (size) => root.createSheet(size));
  Object.assign(root, { width: frame.width, height: frame.height });
  paintFrame(root, frame, (shown) => contexts.get(shown) ?? shown);
  return new Blob([root.toString()], { type: 'image/svg+xml' });
}
