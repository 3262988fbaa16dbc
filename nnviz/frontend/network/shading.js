// Values as pixels, in the byte order of ImageData. DOM-free.

import { mix, rgb, shadeIndex, shades } from '../shared/theme.js';

const STEPS = 64;

/** On the decision map at most this much of a class's colour: its marks must stand out from it. */
export const SURFACE = 0.55;

/** In the picture of an output neuron nothing else is drawn. */
export const OUTPUT = 0.95;

const pixelOf = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** @returns {number} a CSS colour as one pixel */
export const pixel = (color) => pixelOf(rgb(color));

/** @returns {number} 0..1: from a guess among K classes, p = 1/K, to certainty, p = 1 */
export const strengthOf = (p, K) => (K > 1 ? Math.max(0, (K * p - 1) / (K - 1)) : p);

const packed = new WeakMap();

/** The shades of a diverging scale as pixels, to be looked up by shadeIndex. */
export function scalePixels(pair, background) {
  const scale = shades(pair, background);
  if (!packed.has(scale)) packed.set(scale, Uint32Array.from(scale.rgb, pixelOf));
  return packed.get(scale);
}

/**
 * The colours of K classes from none at all to `most`, as pixels.
 * @param {object} theme from readTheme
 * @param {number} most 0..1, the part of a class's own colour at strength 1
 * @returns {{pixels: Uint32Array, none: number}} [K, STEPS + 1]; none: where there is no class
 */
export function classPixels(theme, K, most) {
  const { classes } = theme.palette;
  const pixels = new Uint32Array(K * (STEPS + 1));
  for (let k = 0; k < K; k += 1) {
    const color = classes[k % classes.length];
    for (let step = 0; step <= STEPS; step += 1) {
      pixels[k * (STEPS + 1) + step] = pixel(mix(theme.background, color, (most * step) / STEPS));
    }
  }
  return { pixels, none: pixel(mix(theme.background, theme.text, 0.12)) };
}

/** The pixel of class k at a strength 0..1; of no class where the strength is not a number. */
export function classPixel({ pixels, none }, k, strength) {
  return strength >= 0 ? pixels[k * (STEPS + 1) + Math.round(strength * STEPS)] : none;
}

/**
 * The predicted class of each cell as colour, its probability as strength.
 * @param {object} fields from createFields
 * @param {number} K classes
 * @param {object} table from classPixels
 * @param {Uint32Array} out [side²]
 */
export function paintClasses({ side, chances, predicted }, K, table, out) {
  for (let cell = 0; cell < side * side; cell += 1) {
    const k = predicted[cell];
    out[cell] = k < 0 ? table.none : classPixel(table, k, strengthOf(chances[cell * K + k], K));
  }
}

/** A value on a diverging scale of pixels. */
export const divergingPixel = (scale, value, clamp) => scale[shadeIndex(value, clamp)];
