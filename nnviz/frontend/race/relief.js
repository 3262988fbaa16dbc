// The colours of a map: a band between each pair of contour levels, and the lines between bands. DOM-free.

import { mix, rgb } from '../shared/theme.js';

const LINE = 0.22; // how far a contour line is mixed into the text's colour
const PALE = { light: 0.55, dark: 0.6 }; // of the background, so that the racers stand out

/**
 * A colour for each band, from the lowest losses to the highest.
 * @param {number} count
 * @param {object} theme from readTheme
 * @returns {string[]} CSS colours
 */
export function bandColors(count, theme) {
  const ramp = theme.palette.loss;
  const pale = theme.dark ? PALE.dark : PALE.light;
  return Array.from({ length: count }, (_, band) => {
    const at = (band / Math.max(1, count - 1)) * (ramp.length - 1);
    const below = Math.min(ramp.length - 2, Math.floor(at));
    return mix(mix(ramp[below], ramp[below + 1], at - below), theme.background, pale);
  });
}

/**
 * Where each pixel of a row stands on the grid, and how much each of the four grid points around it counts (Catmull and
 * Rom 1974, exact where the loss is quadratic: the contour lines of a straight interpolation would wobble).
 * @param {number} pixels
 * @param {number} points of the grid, 4 or more
 * @param {boolean} upwards whether the first pixel lies at the last point
 * @returns {{at: Int32Array, share: Float32Array}} four indices and four weights for each pixel
 */
function taps(pixels, points, upwards) {
  const at = new Int32Array(4 * pixels);
  const share = new Float32Array(4 * pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const place = ((upwards ? pixels - pixel - 0.5 : pixel + 0.5) / pixels) * (points - 1);
    const first = Math.min(points - 3, Math.max(1, Math.floor(place)));
    const t = place - first; // below 0 or above 1 in the outermost cells
    for (let tap = 0; tap < 4; tap += 1) at[4 * pixel + tap] = Math.min(points - 1, first - 1 + tap);
    share.set([
      (t * (t * (2 - t) - 1)) / 2,
      (t * t * (3 * t - 5) + 2) / 2,
      (t * (t * (4 - 3 * t) + 1)) / 2,
      (t * t * (t - 1)) / 2,
    ], 4 * pixel);
  }
  return { at, share };
}

/**
 * Losses between the points of the grid, at every pixel.
 * @param {{data: Float32Array, shape: number[]}} grid [Y, X], rows from the lowest w2 up
 * @param {number} width pixels
 * @param {number} height pixels
 * @returns {Float32Array} [height · width], rows from the top down
 */
export function lossesAt({ data, shape: [rows, columns] }, width, height) {
  const across = taps(width, columns, false);
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    for (let px = 0; px < width; px += 1) {
      let sum = 0;
      for (let tap = 4 * px; tap < 4 * px + 4; tap += 1) sum += across.share[tap] * data[row * columns + across.at[tap]];
      wide[row * width + px] = sum;
    }
  }
  const up = taps(height, rows, true);
  const losses = new Float32Array(height * width);
  for (let py = 0; py < height; py += 1) {
    for (let tap = 4 * py; tap < 4 * py + 4; tap += 1) {
      const [share, from] = [up.share[tap], up.at[tap] * width];
      for (let px = 0; px < width; px += 1) losses[py * width + px] += share * wide[from + px];
    }
  }
  return losses;
}

/**
 * A loss in contour levels: k at the k-th, in straight lines between them, as `Landscape.height` has it.
 * @param {number} loss
 * @param {number[]} levels rising, above 0
 * @returns {number} 0 .. levels.length + 1
 */
export function heightOf(loss, levels) {
  const above = levels.findIndex((level) => loss < level);
  if (above < 0) return Math.min(levels.length + 1, levels.length + (loss - levels.at(-1)) / (levels.at(-1) - levels.at(-2)));
  const below = above === 0 ? 0 : levels[above - 1];
  return above + Math.max(0, loss - below) / (levels[above] - below);
}

/**
 * The map, pixel by pixel. Computed once for a size and a theme, not for every frame.
 * @param {{data: Float32Array, shape: number[]}} grid
 * @param {number[]} levels the losses of the contour lines
 * @param {number} width pixels
 * @param {number} height pixels
 * @param {object} theme from readTheme
 * @returns {Uint8ClampedArray} RGBA, as ImageData wants it
 */
export function paintRelief(grid, levels, width, height, theme) {
  const heights = lossesAt(grid, width, height).map((loss) => heightOf(loss, levels));
  const bands = bandColors(levels.length + 1, theme).map(rgb);
  const ink = rgb(theme.text);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < heights.length; i += 1) {
    const h = heights[i];
    const band = bands[Math.min(levels.length, Math.floor(h))];
    const slope = Math.hypot((heights[i + 1] ?? h) - h, (heights[i + width] ?? h) - h);
    const nearest = Math.round(h);
    const onLine = nearest >= 1 && nearest <= levels.length && slope < 0.8;
    const share = onLine ? LINE * Math.max(0, Math.min(1, 1.1 - Math.abs(h - nearest) / Math.max(slope, 1e-6))) : 0;
    for (let channel = 0; channel < 3; channel += 1) pixels[4 * i + channel] = band[channel] + share * (ink[channel] - band[channel]);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
