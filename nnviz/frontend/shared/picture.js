// The picture of a film as it stands: its draw functions draw it once more, finer or as SVG, and the texts around join it.

import { readFrame } from './frame_items.js';
import { paintFrame } from './paint_frame.js';
import { withFoot } from './picture_foot.js';
import { REDRAW, drawInstead } from './surface.js';
import { SvgContext } from './svg_context.js';

/** How many pixels of a picture a pixel of the screen becomes. */
export const DENSITY = 2;

/** A canvas of some CSS pixels, and its context in these. */
export function canvasOf(width, height, density) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * density), Math.round(height * density)];
  const ctx = canvas.getContext('2d');
  ctx.setTransform(density, 0, 0, density, 0, 0);
  return { canvas, ctx };
}

/**
 * Let a film draw its next frame elsewhere, and read what stands around.
 * @param {HTMLElement} section
 * @param {(size: {width: number, height: number}) => object} makeContext
 * @returns {Promise<{frame: object, contexts: Map<HTMLCanvasElement, object>}>} frame: from readFrame, with its foot
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
        resolve({ frame: withFoot(readFrame(section), section), contexts });
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
  const ruler = document.createElement('canvas').getContext('2d');
  const { clientWidth: width, clientHeight: height } = section;
  const root = new SvgContext({ width, height }, ruler);
  const { frame, contexts } = await drawAgain(section, (size) => root.createSheet(size));
  Object.assign(root, { width: frame.width, height: frame.height });
  paintFrame(root, frame, (shown) => contexts.get(shown) ?? shown);
  return new Blob([root.toString()], { type: 'image/svg+xml' });
}
