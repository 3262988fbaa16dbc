// Paints what frame_items.js has read, on a canvas or as SVG.

import { roundedBox } from './frame_items.js';
import { line } from './strokes.js';
import { SvgContext } from './svg_context.js';

/** A path of SVG, as the context wants it. */
const pathFor = (ctx, d) => (ctx instanceof SvgContext ? d : new Path2D(d));

const dashOf = ({ width, dashed, dotted }) => (dashed ? [2 * width, 1.5 * width] : dotted ? [width, width] : []);

function paintBorders(ctx, { x, y, width, height, radius, borders }) {
  const [first] = borders;
  if (first.width > 0 && borders.every((border) => border.width === first.width && border.color === first.color)) {
    const half = first.width / 2;
    ctx.strokeStyle = first.color;
    ctx.lineWidth = first.width;
    ctx.setLineDash(dashOf(first));
    ctx.stroke(pathFor(ctx, roundedBox(x + half, y + half, width - first.width, height - first.width, radius - half)));
    ctx.setLineDash([]);
    return;
  }
  const [top, right, bottom, left] = borders;
  const lines = [[top, [x, y + top.width / 2], [x + width, y + top.width / 2]],
    [right, [x + width - right.width / 2, y], [x + width - right.width / 2, y + height]],
    [bottom, [x, y + height - bottom.width / 2], [x + width, y + height - bottom.width / 2]],
    [left, [x + left.width / 2, y], [x + left.width / 2, y + height]]];
  for (const [border, from, to] of lines) if (border.width > 0) line(ctx, border.color, border.width, dashOf(border), from, to);
}

function alongGradient(ctx, { x, width, gradient }) {
  const along = ctx.createLinearGradient(x, 0, x + width, 0);
  for (const { color, at } of gradient) along.addColorStop(at, color);
  return along;
}

const PAINTERS = {
  box(ctx, item) {
    const { x, y, width, height, radius, fill, gradient } = item;
    for (const style of [fill, gradient && alongGradient(ctx, item)]) {
      if (!style) continue;
      ctx.fillStyle = style;
      ctx.fill(pathFor(ctx, roundedBox(x, y, width, height, radius)));
    }
    paintBorders(ctx, item);
  },

  /** The letters are set as wide as the browser has set them. */
  text(ctx, { text, x, y, width, height, align = 'left', font, color }) {
    ctx.font = font;
    ctx.textAlign = align;
    ctx.textBaseline = 'alphabetic';
    const measured = ctx.measureText(text);
    const [above, below] = [measured.fontBoundingBoxAscent, measured.fontBoundingBoxDescent];
    const letters = [...text].length;
    ctx.letterSpacing = width === null ? '0px' : `${(width - measured.width) / letters}px`;
    ctx.fillStyle = color;
    ctx.fillText(text, x, y + (height + above - below) / 2);
    ctx.letterSpacing = '0px';
  },

  canvas(ctx, { canvas, x, y, width, height }, imageOf) {
    const image = imageOf(canvas);
    if (image.width > 0 && image.height > 0) ctx.drawImage(image, x, y, width, height);
  },

  shape(ctx, { d, matrix, fill, stroke, lineWidth, lineCap, dash }) {
    ctx.save();
    ctx.transform(...matrix);
    const path = pathFor(ctx, d);
    if (fill !== 'none') {
      ctx.fillStyle = fill;
      ctx.fill(path);
    }
    if (stroke !== 'none' && lineWidth > 0) {
      Object.assign(ctx, { strokeStyle: stroke, lineWidth, lineCap });
      ctx.setLineDash(dash);
      ctx.stroke(path);
    }
    ctx.restore();
  },

  letters(ctx, { text, x, y, matrix, font, fill, anchor }) {
    ctx.save();
    ctx.transform(...matrix);
    ctx.font = font;
    ctx.fillStyle = fill;
    ctx.textAlign = { start: 'left', middle: 'center', end: 'right' }[anchor];
    ctx.textBaseline = 'alphabetic';
    ctx.fillText(text, x, y);
    ctx.restore();
  },

  clip(ctx, { x, y, width, height }) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, width, height);
    ctx.clip();
  },

  unclip(ctx) {
    ctx.restore();
  },
};

/**
 * @param {CanvasRenderingContext2D | SvgContext} ctx in CSS pixels
 * @param {object} frame from readFrame
 * @param {(canvas: HTMLCanvasElement) => CanvasImageSource | SvgContext} imageOf what a canvas shows
 */
export function paintFrame(ctx, { width, height, background, items }, imageOf) {
  ctx.globalAlpha = 1;
  ctx.fillStyle = background;
  ctx.fillRect(0, 0, width, height);
  for (const item of items) {
    ctx.globalAlpha = item.opacity ?? 1;
    PAINTERS[item.kind](ctx, item, imageOf);
  }
}
