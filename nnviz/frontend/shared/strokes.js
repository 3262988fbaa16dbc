// Lines, dots and words on a picture, in CSS pixels.

/** A line through points [x, y]; the next one is not dashed. */
export function line(ctx, color, width, dash, ...points) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A disc, with a rim of 2 pixels in another colour if there is one. */
export function dot(ctx, x, y, radius, fill, rim) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  if (!rim) return;
  ctx.strokeStyle = rim;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/**
 * Text on a patch of background, in the font that is set, moved where it would leave the plot.
 * @param {CanvasRenderingContext2D} ctx
 * @param {{plot: {left: number, top: number, right: number, bottom: number}}} layout
 * @param {string} text
 * @param {number} x where it begins, ends or has its middle, as `align` says
 * @param {number} y its middle
 * @param {string} color
 * @param {'left' | 'right' | 'center'} align
 * @param {object} theme from readTheme
 */
export function label(ctx, layout, text, x, y, color, align, theme) {
  const { plot } = layout;
  const width = ctx.measureText(text).width;
  const wanted = { left: x, right: x - width, center: x - width / 2 }[align];
  const left = Math.max(plot.left + 4, Math.min(plot.right - width - 2, wanted));
  const middle = Math.max(plot.top + 9, Math.min(plot.bottom - 9, y));
  ctx.globalAlpha = 0.86;
  ctx.fillStyle = theme.background;
  ctx.fillRect(left - 3, middle - 9, width + 6, 18);
  ctx.globalAlpha = 1;
  ctx.fillStyle = color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left, middle);
}
