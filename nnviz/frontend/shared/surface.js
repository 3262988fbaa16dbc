// Drawing in CSS pixels on screens of any density.

/** Size of labels on the canvases, in CSS pixels. */
export const LABEL_SIZE = 11;

/**
 * Fit a canvas to the box its style gives it; this clears it.
 * @param {HTMLCanvasElement} canvas
 * @returns {{ctx: CanvasRenderingContext2D, width: number, height: number}} in CSS pixels
 */
export function fitCanvas(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const density = window.devicePixelRatio || 1;
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
