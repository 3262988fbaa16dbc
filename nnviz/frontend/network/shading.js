// Values as pixels, in the byte order of ImageData. DOM-free.

import { ACTIVATION_CLAMP, mix, rgb, shadeIndex, shades } from '../shared/theme.js';

const STEPS = 64;

/** On the decision map at most this much of a class's colour: its marks must stand out from it. */
export const SURFACE = 0.55;

/** In the picture of an output neuron nothing else is drawn. */
export const OUTPUT = 0.95;

/** The colour of group k of the rows, such as a class. */
export const colorOf = ({ palette: { classes } }, k) => classes[k % classes.length];

/** The shape of its marks. */
export const shapeOf = ({ markers }, k) => markers[k % markers.length];

const pixelOf = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** @returns {number} a CSS colour as one pixel */
export const pixel = (color) => pixelOf(rgb(color));

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
  const pixels = new Uint32Array(K * (STEPS + 1));
  for (let k = 0; k < K; k += 1) {
    const color = colorOf(theme, k);
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

/** A value on a diverging scale of pixels. */
export const divergingPixel = (scale, value, clamp) => scale[shadeIndex(value, clamp)];

/** How answers are painted, by what a task paints: a class as its colour, or a value on the scale of activations. */
const PAINTS = {
  classes: {
    table: (theme, { K }, most) => classPixels(theme, K, most),
    output: (task, table, k, chance) => classPixel(table, k, chance),
    surface({ K, strength }, table, { readings, answers }, count, out) {
      for (let cell = 0; cell < count; cell += 1) {
        const k = answers[cell];
        out[cell] = k < 0 ? table.none : classPixel(table, k, strength(readings[cell * K + k]));
      }
    },
  },
  values: {
    table: (theme) => scalePixels(theme.palette.activation, theme.background),
    output: ({ strength }, scale, k, value) => divergingPixel(scale, strength(value), ACTIVATION_CLAMP),
    surface({ K, strength }, scale, { readings }, count, out) {
      for (let cell = 0; cell < count; cell += 1) out[cell] = divergingPixel(scale, strength(readings[cell * K]), ACTIVATION_CLAMP);
    },
  },
};

/**
 * The colours of the answers of a task.
 * @param {number} most 0..1, how much of a class's own colour there is at the strongest
 */
export const answerPixels = (theme, task, most) => PAINTS[task.paints].table(theme, task, most);

/** The pixel of one output k that reads as `reading`. @param {object} table from answerPixels */
export const outputPixel = (task, table, k, reading) => PAINTS[task.paints].output(task, table, k, reading);

/**
 * The answer of each cell as a colour: the class predicted, as strong as it is probable, or the value.
 * @param {object} fields from createFields
 * @param {object} task
 * @param {object} table from answerPixels
 * @param {Uint32Array} out [side²]
 */
export const paintAnswers = (fields, task, table, out) =>
  PAINTS[task.paints].surface(task, table, fields, fields.side ** 2, out);
