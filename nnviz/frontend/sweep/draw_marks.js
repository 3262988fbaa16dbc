// Draws what the charts over the learning rates share: marks, their labels, and the cursor.

import { LABEL_SIZE } from '../shared/surface.js';

const SHAPES = {
  /** A bracket over the rates meant. */
  stuck(ctx, { left, right }, plot) {
    ctx.moveTo(left + 1, plot.top - 1);
    ctx.lineTo(left + 1, plot.top - 5);
    ctx.lineTo(right - 1, plot.top - 5);
    ctx.lineTo(right - 1, plot.top - 1);
  },
  /** A pointer from above, as in its label. */
  best(ctx, { left }, plot) {
    ctx.moveTo(left - 4, plot.top - 6);
    ctx.lineTo(left + 4, plot.top - 6);
    ctx.lineTo(left, plot.top);
    ctx.closePath();
    ctx.fill();
  },
  /** A dashed line all the way down, as in its label. */
  edge(ctx, { left }, plot) {
    ctx.moveTo(left, plot.top - 5);
    ctx.lineTo(left, plot.bottom);
  },
};

function strokeMark(ctx, mark, plot, color, width) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.beginPath();
  SHAPES[mark.kind](ctx, mark, plot);
  ctx.stroke();
}

/** The marks over a plot: which rates hardly learned, the best one, the edge. */
export function drawMarks(ctx, { plot, marks }, theme) {
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillStyle = theme.text;
  for (const mark of marks) {
    if (mark.kind === 'edge') {
      // Dashes in two colours can be seen on every shade of the map.
      ctx.setLineDash([]);
      strokeMark(ctx, mark, plot, theme.background, 3.5);
      ctx.setLineDash([5, 4]);
    }
    strokeMark(ctx, mark, plot, theme.text, 1.5);
    ctx.setLineDash([]);
    ctx.fillText(mark.label, mark.textLeft, plot.top - 7);
  }
}

/**
 * The learning rate shown on the map: a frame around its column. Below, the slider's thumb goes on.
 * @param {CanvasRenderingContext2D} ctx of the canvas on top, already cleared
 */
export function drawColumn(ctx, layout, column, theme) {
  const { plot } = layout;
  const x = layout.x(column);
  const width = layout.columnWidth;
  for (const [color, lineWidth] of [[theme.background, 3.5], [theme.text, 1.5]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = lineWidth;
    ctx.strokeRect(x - width / 2, plot.top - 1, width, plot.bottom - plot.top + 2);
  }
}

/**
 * The learning rate shown on a slice: a line, and a dot on each curve.
 * @param {{y: number[], color: string}[]} curves from lossCurves or scoreCurves
 */
export function drawRate(ctx, layout, curves, column, theme) {
  if (curves.length === 0) return;
  const { plot } = layout;
  ctx.fillStyle = theme.text;
  ctx.fillRect(layout.x(column) - 0.75, plot.top, 1.5, plot.bottom - plot.top);
  for (const { y, color } of curves) drawDot(ctx, layout, column, y[column], color, theme);
}

/** A value on a curve, at the edge of the plot if it lies beyond; nothing if it is not finite. */
export function drawDot(ctx, layout, column, value, color, theme) {
  if (!Number.isFinite(value)) return;
  const { plot } = layout;
  ctx.fillStyle = color;
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(layout.x(column), Math.min(plot.bottom, Math.max(plot.top, layout.y(value))), 4, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}
