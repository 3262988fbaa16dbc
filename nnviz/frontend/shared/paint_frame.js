// Paints what frame_items.js has read, on a canvas or as SVG.

import { roundedBox } from './frame_items.js';
import { SvgContext } from './svg_context.js';

/** A path of SVG, as the context wants it. */
const pathFor = (ctx, d) => (ctx instanceof SvgContext ? d : new Path2D(d));

function paintBorders(ctx, { x, y, width, height, radius, borders }) {
  const [first] = borders;
  if (first.width > 0 && borders.every((border) => border.width === first.width && border.color === first.color)) {
    const half = first.width / 2;
    ctx.strokeStyle = first.color;
    ctx.lineWidth = first.width;
    ctx.setLineDash(first.dashed ? [3 * first.width, 2 * first.width] : []);
    ctx.stroke(pathFor(ctx, roundedBox(x + half, y + half, width - first.width, height - first.width, radius - half)));
    ctx.setLineDash([]);
    return;
  }
  const [top, right, bottom, left] = borders;
  const strips = [[top, x, y, width, top.width], [right, x + width - right.width, y, right.width, height],
    [bottom, x, y + height - bottom.width, width, bottom.width], [left, x, y, left.width, height]];
  for (const [border, ...strip] of strips) {
    if (border.width === 0) continue;
    ctx.fillStyle = border.color;
    ctx.fillRect(...strip);
  }
}

function alongGradient(ctx, { x, width, gradient }) {
  const along = ctx.createLinearGradient(x, 0, x + width, 0);
  gradient.forEach((color, i) => along.addColorStop(i / (gradient.length - 1), color));
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
