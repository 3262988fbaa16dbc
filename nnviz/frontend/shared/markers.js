// The marks of classes and racers: told apart by shape as well as by colour.

/** Corners around the middle, the first one at the top. */
const corners = (count, reach) => Array.from({ length: count }, (_, i) => {
  const angle = (2 * Math.PI * i) / count - Math.PI / 2;
  return [reach(i) * Math.cos(angle), reach(i) * Math.sin(angle)];
});

/** Corners of each mark, in units of its radius. */
const CORNERS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  triangle: [[0, -1.1], [1.1, 0.9], [-1.1, 0.9]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  cross: [[-1, -0.35], [-0.35, -0.35], [-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35],
    [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35]],
  star: corners(10, (i) => (i % 2 ? 0.5 : 1.25)),
  pentagon: corners(5, () => 1.15),
};

/**
 * Draw one mark.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} shape 'circle' or a key of CORNERS
 */
export function drawMarker(ctx, shape, x, y, radius, color) {
  ctx.fillStyle = color;
  ctx.beginPath();
  if (shape in CORNERS) for (const [dx, dy] of CORNERS[shape]) ctx.lineTo(x + dx * radius, y + dy * radius);
  else ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
