// Colours: what the page's theme says, and mixes of these. No colour is made up here.

import { REDRAW } from './surface.js';

// The only two colours that can be read on any shade.
const BLACK = 'rgb(0, 0, 0)';
const WHITE = 'rgb(255, 255, 255)';
const STEPS = 128; // shades on each side of zero
const LIFT = 0.7; // below 1: small values stand out a little more, so that a fresh network can be seen

/** |a| from which an activation has the full colour, and where a swarm ends. */
export const ACTIVATION_CLAMP = 2;

/** @returns {number[]} [red, green, blue] 0..255 of '#rgb', '#rrggbb' or 'rgb(r, g, b)' */
export function rgb(color) {
  const text = color.trim();
  if (text.startsWith('#')) {
    const hex = text.length < 7 ? [...text.slice(1)].map((digit) => digit + digit).join('') : text.slice(1);
    return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  }
  const numbers = text.match(/^rgba?\(([^)]*)\)/);
  if (numbers) return numbers[1].split(/[\s,/]+/).slice(0, 3).map(Number);
  const notation = canonical(text);
  if (notation === text) throw new Error(`the colour "${text}" is in a notation that cannot be read`);
  return rgb(notation);
}

/** Any other CSS colour ("white", "hsl(...)") in the notation the browser turns it into. */
function canonical(color) {
  const ctx = document.createElement('canvas').getContext('2d');
  ctx.fillStyle = color;
  return ctx.fillStyle;
}

/** @returns {string} the colour a fraction t of the way from colorA to colorB */
export function mix(colorA, colorB, t) {
  const a = rgb(colorA);
  const b = rgb(colorB);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * t)).join(', ')})`;
}

/** @returns {number} relative luminance 0..1 (WCAG) */
export function luminance(color) {
  const [r, g, b] = rgb(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @returns {number} contrast ratio 1..21 (WCAG) */
export function contrast(colorA, colorB) {
  const [low, high] = [luminance(colorA), luminance(colorB)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The palest mix of text and background that can still be read on each of the backgrounds. */
function readable(text, backgrounds) {
  for (let share = 0.45; share > 0; share -= 0.05) {
    const color = mix(text, backgrounds[0], share);
    if (backgrounds.every((background) => contrast(color, background) >= 4.6)) return color;
  }
  return text;
}

/**
 * The theme around an element.
 * @param {Element} element inside the component: the host's --st-* properties are inherited
 * @param {{light: object, dark: object}} palette both variants of the app's palette
 * @returns {{dark: boolean, text: string, muted: string, background: string, surface: string,
 *   border: string, font: string, palette: object}}
 */
export function readTheme(element, palette) {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const background = read('--st-background-color', 'white');
  const text = read('--st-text-color', 'black');
  const surface = read('--st-secondary-background-color', mix(background, text, 0.06));
  const dark = luminance(background) < 0.3;
  return {
    dark,
    text,
    background,
    surface,
    muted: readable(text, [background, surface]),
    border: mix(background, text, 0.2),
    font: read('--st-font', 'sans-serif'),
    palette: dark ? palette.dark : palette.light,
  };
}

/** Name a theme's colours on an element, for the style of what is inside: those of classes and racers by their index. */
export function nameColors(section, { muted, palette }) {
  section.style.setProperty('--muted', muted);
  section.style.setProperty('--gradient', palette.gradient);
  palette.classes.forEach((color, k) => section.style.setProperty(`--class-${k}`, color));
  palette.racers.forEach((color, i) => section.style.setProperty(`--racer-${i}`, color));
}

const scales = new WeakMap();

/**
 * All shades of one diverging scale, computed once per pair and background.
 * Index 0 is −clamp, STEPS is zero (the background itself), 2·STEPS is +clamp, the last is "not finite".
 * @returns {{css: string[], rgb: number[][], ink: string[]}} ink = the colour to write on that shade
 */
export function shades(pair, background) {
  const known = scales.get(pair);
  if (known?.background === background) return known;
  // Values that are no numbers stand at the far end from the background.
  const far = mix(background, luminance(background) < 0.3 ? WHITE : BLACK, 0.93);
  const css = [];
  for (let i = -STEPS; i <= STEPS; i += 1) {
    css.push(mix(background, i < 0 ? pair.negative : pair.positive, (Math.abs(i) / STEPS) ** LIFT));
  }
  css.push(far);
  const ink = css.map((color) => (contrast(color, WHITE) > contrast(color, BLACK) ? WHITE : BLACK));
  const scale = { background, css, rgb: css.map(rgb), ink };
  scales.set(pair, scale);
  return scale;
}

/** The scale from −clamp to +clamp as a CSS gradient, for a legend. */
export function scaleGradient(pair, background) {
  const { css } = shades(pair, background);
  return `linear-gradient(to right, ${css.slice(0, -1).filter((_, i) => i % 8 === 0).join(', ')})`;
}

/** @returns {number} where a value stands among the shades */
export function shadeIndex(value, clamp) {
  if (!Number.isFinite(value)) return 2 * STEPS + 1;
  return STEPS + Math.round(Math.min(1, Math.max(-1, value / clamp)) * STEPS);
}

/**
 * The colour of a signed value: zero is the background, ±clamp and beyond the full colours,
 * NaN and ±∞ a colour that no number has.
 * @param {number} value
 * @param {number} clamp > 0
 * @param {{negative: string, positive: string}} pair
 * @param {string} background
 * @returns {string} CSS colour
 */
export function diverging(value, clamp, pair, background) {
  return shades(pair, background).css[shadeIndex(value, clamp)];
}

/**
 * Call back whenever everything is to be drawn anew. That is when the page's theme changes: film.css lets the section
 * end a (very short) transition of the theme's colours then. And it is when a picture is taken.
 * @param {HTMLElement} section the root of a player
 * @param {() => void} refresh
 */
export function onThemeChange(section, refresh) {
  section.addEventListener('transitionend', (event) => {
    if (event.target === section) refresh();
  });
  section.addEventListener(REDRAW, refresh);
}
