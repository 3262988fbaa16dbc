// Canvases in CSS pixels on screens of any density.

export const LABEL_SIZE = 11;

/**
 * Fit a canvas to the box its style gives it.
 * @param {HTMLCanvasElement} canvas
 * @returns {{ctx: CanvasRenderingContext2D, width: number, height: number}} drawing in CSS pixels
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

/** A function that measures texts at the label size. */
export function textMeasure(ctx, font) {
  return (text) => {
    ctx.font = `${LABEL_SIZE}px ${font}`;
    return ctx.measureText(text).width;
  };
}

/**
 * Draw the mark of a class, told apart by shape as well as colour.
 * @param {string} shape one of the palette's markers
 */
export function drawMarker(ctx, shape, x, y, radius, color) {
  ctx.fillStyle = color;
  ctx.beginPath();
  if (shape === 'circle') ctx.arc(x, y, radius, 0, 2 * Math.PI);
  else polygon(ctx, MARKER_POINTS[shape] ?? MARKER_POINTS.diamond, x, y, radius);
  ctx.fill();
}

function polygon(ctx, points, x, y, radius) {
  for (const [dx, dy] of points) ctx.lineTo(x + dx * radius, y + dy * radius);
  ctx.closePath();
}

const STAR = Array.from({ length: 10 }, (_, i) => {
  const angle = (Math.PI * i) / 5 - Math.PI / 2;
  const reach = i % 2 ? 0.5 : 1.2;
  return [reach * Math.cos(angle), reach * Math.sin(angle)];
});
const MARKER_POINTS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  triangle: [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  cross: [[-1, -0.35], [-0.35, -0.35], [-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35],
    [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35]],
  star: STAR,
};

/** The order in which classes take their marks, where the palette does not say. */
export const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'];
