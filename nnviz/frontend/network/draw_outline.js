// The frame around what is pointed at, on a ground of its own.

/** @param {object} theme from readTheme */
export function outline(ctx, x, y, width, height, theme) {
  for (const [color, line] of [[theme.background, 4], [theme.text, 2]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = line;
    ctx.strokeRect(x - 1, y - 1, width + 2, height + 2);
  }
}
