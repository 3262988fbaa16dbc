// Pooling: each square of a feature map becomes one number, and nothing is learned. DOM-free.
//
// A row of inputs is [channels, height, width] one after the other, a row of outputs [channels, down, across]. Squares do
// not overlap; what is left at the right and at the bottom edge is left out.

import { weightless } from './weightless.js';

/** The pixels of each square, square by square [channels · down · across, size · size], line by line within. */
function pixelsOf([channels, height, width, size], down, across) {
  const pixels = new Int32Array(channels * down * across * size * size);
  let at = 0;
  for (let square = 0; square < channels * down * across; square += 1) {
    const channel = Math.floor(square / (down * across));
    const [top, left] = [(Math.floor(square / across) % down) * size, (square % across) * size];
    for (let y = top; y < top + size; y += 1) {
      for (let x = left; x < left + size; x += 1, at += 1) pixels[at] = (channel * height + y) * width + x;
    }
  }
  return pixels;
}

/** Numbers in and out, no rows and no columns of W, and the squares, of a shape [channels, height, width, size]. */
function sizes(shape) {
  const [channels, height, width, size] = shape;
  const [down, across] = [Math.floor(height / size), Math.floor(width / size)];
  return {
    inputs: channels * height * width, outputs: channels * down * across, rows: 0, columns: 0,
    channels, height, width, size, down, across, area: size * size, pixels: pixelsOf(shape, down, across),
  };
}

/** The place in `pixels` of the largest of a square, the first of equals; NaN is larger than any number. */
function largestAt({ pixels, area }, a, from, square) {
  let largest = square * area;
  for (let at = largest + 1; at < (square + 1) * area; at += 1) {
    const value = a[from + pixels[at]];
    if (value > a[from + pixels[largest]] || Number.isNaN(value)) largest = at;
  }
  return largest;
}

const largest = (part, a, from, square) => a[from + part.pixels[largestAt(part, a, from, square)]];

function mean({ pixels, area }, a, from, square) {
  let sum = 0;
  for (let at = square * area; at < (square + 1) * area; at += 1) sum += a[from + pixels[at]];
  return sum / area;
}

/** ∂L/∂a of one row: δ at the largest of each square, else 0. */
function blameLargest(part, params, a, delta, out) {
  out.fill(0);
  for (let square = 0; square < part.outputs; square += 1) out[part.pixels[largestAt(part, a, 0, square)]] = delta[square];
}

/** ∂L/∂a of one row: δ / size² in each pixel of a square. */
function blameAlike({ pixels, area }, params, a, delta, out) {
  out.fill(0);
  for (let at = 0; at < pixels.length; at += 1) out[pixels[at]] = delta[Math.floor(at / area)] / area;
}

/** The kind that makes of each square what `pooled(part, a, from, square)` is, in a row of `a` that begins at `from`. */
const pooling = (pooled, backwardRow) => ({
  ...weightless,
  sizes,
  forwardRows(part, params, a, first, end, z) {
    const { inputs, outputs } = part;
    for (let row = first; row < end; row += 1) {
      for (let square = 0; square < outputs; square += 1) z[row * outputs + square] = pooled(part, a, row * inputs, square);
    }
  },
  forwardRow(part, params, a, z) {
    for (let square = 0; square < part.outputs; square += 1) z[square] = pooled(part, a, 0, square);
  },
  backwardRow,
  gradientRow() {},
  mapsOf: ({ channels, down, across }) => [channels, down, across],
  termsOf: ({ pixels, area }, index) =>
    Array.from(pixels.subarray(index * area, (index + 1) * area), (from) => ({ from, row: null })),
});

/** See layers.js. */
export const maxPooling = pooling(largest, blameLargest);

/** See layers.js. */
export const meanPooling = pooling(mean, blameAlike);
