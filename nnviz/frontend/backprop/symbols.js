// How matrices, their entries and numbers are written. DOM-free.

import { brief, fixed, operand, significant, subscript } from '../shared/format.js';

const DIGITS = 4;

const WRITTEN = {
  x: () => 'x',
  y: () => 'y',
  z: (l) => `z${l}`,
  a: (l) => `a${l}`,
  p: () => 'p',
  losses: () => 'losses',
  loss: () => 'L',
  delta: (l) => `δ${l}`,
  blame: (l) => `∂L/∂a${l}`,
  slope: (l) => `f′(z${l})`,
  W: (l) => `W${l}`,
  b: (l) => `b${l}`,
  dW: (l) => `∂L/∂W${l}`,
  db: (l) => `∂L/∂b${l}`,
  before: (l) => `W${l}, b${l}`,
  gradient: (l) => `∂L/∂W${l}, ∂L/∂b${l}`,
  direction: (l) => `d${l}`,
  after: (l) => `new W${l}, b${l}`,
  p_after: () => 'new p',
  losses_after: () => 'new losses',
  loss_after: () => 'new L',
};

/** @returns {string} the symbol of a matrix: "dW2" → "∂L/∂W₂" */
export function symbol(name) {
  const [, kind, layer] = name.match(/^(.*?)(\d*)$/);
  return WRITTEN[kind](layer && subscript(layer));
}

/** What layer `l` hands on, by name: the inputs, or its activations. */
export const readBy = (layer) => (layer === 1 ? 'x' : `a${layer - 1}`);

/** A number as an entry of a matrix; nothing at all is a bare 0. */
export function entryText(value) {
  if (value === 0) return '0';
  return Math.abs(value) < 0.00995 ? significant(value, 2) : fixed(value, 3);
}

/** A number within a calculation, to four significant digits. */
export const short = (value) => brief(value, DIGITS);

/** The same after a sign: a negative one stands in parentheses. */
export const apart = (value) => operand(value, DIGITS);

/** A sum of products as it is calculated by hand. */
export const products = (pairs) => pairs.map(([a, b], i) => `${i === 0 ? short(a) : apart(a)} × ${apart(b)}`).join(' + ');

/** A sum as it is calculated by hand. */
export const sum = (values) => values.map((value, i) => (i === 0 ? short(value) : apart(value))).join(' + ');
