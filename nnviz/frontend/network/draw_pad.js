// Dots of ink on a square canvas, and pixels in a table.

import { BLOCK, DRAWN, FULL } from '../model/ink.js';
import { setText } from '../shared/elements.js';
import { fitCanvas } from '../shared/surface.js';
import { shadeIndex, shades } from '../shared/theme.js';

/** Where a dot begins, in whole CSS pixels, so that no seams are seen between dots. */
const edge = (index, size) => Math.round((index * size) / DRAWN);

/** The dots of a row that are dark, as runs from the first to the one after the last. */
function runsOf(row) {
  const runs = [];
  row.forEach((dot, i) => {
    if (dot && row[i - 1]) runs.at(-1)[1] = i + 1;
    else if (dot) runs.push([i, i + 1]);
  });
  return runs;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} dots [32 · 32]
 * @param {object} theme from readTheme
 * @returns {{ctx: CanvasRenderingContext2D, size: number}} for more on top
 */
export function drawDots(canvas, dots, theme) {
  const { ctx, width: size } = fitCanvas(canvas);
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, size, size);
  ctx.fillStyle = theme.text;
  for (let row = 0; row < DRAWN; row += 1) {
    const [top, bottom] = [edge(row, size), edge(row + 1, size)];
    for (const [first, end] of runsOf(dots.subarray(row * DRAWN, (row + 1) * DRAWN))) {
      ctx.fillRect(edge(first, size), top, edge(end, size) - edge(first, size), bottom - top);
    }
  }
  return { ctx, size };
}

/** The blocks whose dots are counted. */
export function drawBlocks({ ctx, size }, theme) {
  ctx.fillStyle = theme.muted;
  for (let at = BLOCK; at < DRAWN; at += BLOCK) {
    ctx.fillRect(edge(at, size), 0, 1, size);
    ctx.fillRect(0, edge(at, size), size, 1);
  }
}

/** The scale of pixels: no ink is the background, all of it the colour of text. */
export const inkScale = ({ text, background }) => shades({ negative: text, positive: text }, background);

/**
 * @param {HTMLElement[]} cells [64]
 * @param {Uint8Array} pixels [64]
 * @param {object} scale from inkScale
 */
export function showPixels(cells, pixels, scale) {
  cells.forEach((cell, i) => {
    const shade = shadeIndex(pixels[i], FULL);
    setText(cell, String(pixels[i]));
    cell.style.background = scale.css[shade];
    cell.style.color = scale.ink[shade];
  });
}
