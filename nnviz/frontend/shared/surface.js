// Drawing in CSS pixels on screens of any density, and, for a picture to take away, elsewhere.

/** Size of labels on the canvases, in CSS pixels. */
export const LABEL_SIZE = 11;

/** The event upon which a film draws everything anew, on surfaces that it fits anew. */
export const REDRAW = 'redraw';

/** What takes the place of a canvas for now; null: nothing does. */
let contextInstead = null;

/**
 * Until this is called with null, canvases that are fitted are drawn elsewhere; what they show on the screen stays.
 * @param {((canvas: HTMLCanvasElement, size: {width: number, height: number}) => object | null) | null} contextOf
 *   the context that stands in for the canvas's own, of that size in CSS pixels; null: none does
 */
export function drawInstead(contextOf) {
  contextInstead = contextOf;
}

/** How much larger an element is shown than its own CSS pixels are: a presentation magnifies. */
export const zoomOf = (element) => element.currentCSSZoom ?? 1;

/** How many pixels of the screen one of an element's own CSS pixels is wide. */
export const densityOf = (element) => (window.devicePixelRatio || 1) * zoomOf(element);

/**
 * A place of the window, such as a pointer's, in an element.
 * @param {Element} element
 * @param {{clientX: number, clientY: number}} place
 * @returns {[number, number]} x, y from its left upper corner, in its own CSS pixels
 */
export function pointIn(element, { clientX, clientY }) {
  const { left, top } = element.getBoundingClientRect();
  const zoom = zoomOf(element);
  return [(clientX - left) / zoom, (clientY - top) / zoom];
}

/** A point of an element, in its own CSS pixels, as a place of the window. */
export function placeOf(element, { x, y }) {
  const { left, top } = element.getBoundingClientRect();
  const zoom = zoomOf(element);
  return { x: left + x * zoom, y: top + y * zoom };
}

/** Where an element's left upper corner is in another one, in CSS pixels of that. */
export function cornerIn(outer, element) {
  const { left, top } = element.getBoundingClientRect();
  return pointIn(outer, { clientX: left, clientY: top });
}

/**
 * Fit a canvas to the box its style gives it; this clears it.
 * @param {HTMLCanvasElement} canvas
 * @returns {{ctx: CanvasRenderingContext2D, width: number, height: number}} in CSS pixels
 */
export function fitCanvas(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const instead = contextInstead?.(canvas, { width, height });
  if (instead) return { ctx: instead, width, height };
  const density = densityOf(canvas);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const ctx = canvas.getContext('2d');
  ctx.setTransform(density, 0, 0, density, 0, 0);
  return { ctx, width, height };
}

let ruler = null;

/** A function that gives the width of a text at the label size, in CSS pixels: the same wherever the text is drawn. */
export function textMeasure(font) {
  ruler ??= document.createElement('canvas').getContext('2d');
  return (text) => {
    ruler.font = `${LABEL_SIZE}px ${font}`;
    return ruler.measureText(text).width;
  };
}

/**
 * A sheet of its own for what stays the same from picture to picture: drawn once, and copied into each.
 * @returns {{fit: (ctx: object) => object, onto: (ctx: object, width: number, height: number) => void}} fit: the context
 *   of the sheet, as large and as fine as the surface that it is for, and empty; onto: copy it there, in CSS pixels
 */
export function createSheet() {
  const canvas = document.createElement('canvas');
  let sheet = canvas;

  function fit(ctx) {
    if (ctx.createSheet) {
      sheet = ctx.createSheet();
      return sheet;
    }
    sheet = canvas;
    [canvas.width, canvas.height] = [ctx.canvas.width, ctx.canvas.height];
    const own = canvas.getContext('2d');
    own.setTransform(ctx.getTransform());
    own.textRendering = ctx.textRendering;
    return own;
  }

  return { fit, onto: (ctx, width, height) => ctx.drawImage(sheet, 0, 0, width, height) };
}
