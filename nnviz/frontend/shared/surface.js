// Drawing in CSS pixels on screens of any density.

/** Size of labels on the canvases, in CSS pixels. */
export const LABEL_SIZE = 11;

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
  const density = densityOf(canvas);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const ctx = canvas.getContext('2d');
  ctx.setTransform(density, 0, 0, density, 0, 0);
  return { ctx, width, height };
}

/** A function that gives the width of a text at the label size, in CSS pixels. */
export function textMeasure(ctx, font) {
  return (text) => {
    ctx.font = `${LABEL_SIZE}px ${font}`;
    return ctx.measureText(text).width;
  };
}
