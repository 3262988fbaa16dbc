// The arithmetic of one step as readable lines with the real numbers. DOM-free.

import { brief, operand, subscript } from '../shared/format.js';

const DIGITS = 5;
const MOST_DIGITS = 12;

/** Enough digits to see that a and b differ, so that a line never says 6 − 6 = 0.00001. */
export function digitsToTell(a, b) {
  const gap = Math.abs(a - b);
  if (!(gap > 0) || !Number.isFinite(gap)) return DIGITS;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Math.min(MOST_DIGITS, Math.max(DIGITS, Math.floor(Math.log10(size / gap)) + 3));
}

function updateLine(film, t) {
  const name = 'Next';
  const here = `w${subscript(t)}`;
  if (t === film.steps) {
    const diverged = film.divergedAt !== null;
    return { name, formula: diverged ? 'no next step: diverged, not a finite number' : `none: ${here} is the last of this run`, result: '' };
  }
  const [from, to] = [film.w[t], film.w[t + 1]];
  const digits = digitsToTell(from, to);
  const product = `${brief(film.learningRate)} × ${operand(film.direction[t])}`;
  const formula = `w${subscript(t + 1)} = ${brief(from, digits)} − ${product} =`;
  return { name, formula, result: brief(to, digits) };
}

/** Digits that tell the weight at row t from the best one. */
const digitsOfWeight = (film, t) => (film.minimum === null ? DIGITS : digitsToTell(film.w[t], film.minimum));

/**
 * Where the film stands: the weight, and how many steps have led there.
 * @param {object} film from readFilm
 * @param {number} t 0..steps
 * @returns {{weight: string, steps: string}}
 */
export function standing(film, t) {
  const weight = `w${subscript(t)} = ${brief(film.w[t], digitsOfWeight(film, t))}`;
  return { weight, steps: t === 0 ? `at the start, before step 1 of ${film.steps}` : `after step ${t} of ${film.steps}` };
}

/**
 * The four lines at row t: what is so there, and the step that comes next.
 * @param {object} film from readFilm
 * @param {number} t 0..steps
 * @returns {{name: string, formula: string, result: string}[]} prediction, loss, gradient, next weight
 */
export function arithmetic(film, t) {
  const { x, y, half } = film;
  const w = film.w[t];
  const prediction = w * x;
  const digits = digitsToTell(prediction, y);
  const difference = `(${brief(prediction, digits)} − ${operand(y)})`;
  return [
    {
      name: 'Prediction',
      formula: `ŷ = w${subscript(t)}·x = ${brief(w, digitsOfWeight(film, t))} × ${operand(x)} =`,
      result: brief(prediction, digits),
    },
    { name: 'Loss', formula: `L = ${half ? '½ ' : ''}(ŷ − y)² = ${half ? '½ ' : ''}${difference}² =`, result: brief(film.loss[t]) },
    {
      name: 'Gradient',
      formula: `dL/dw = ${half ? '' : '2 '}(ŷ − y)·x = ${half ? '' : '2 × '}${difference} × ${operand(x)} =`,
      result: brief(film.grad[t]),
    },
    updateLine(film, t),
  ];
}

/**
 * What stands beside η where the optimizer does not use the bare gradient; empty where it does.
 * @param {object} film
 * @param {number} t
 * @returns {string}
 */
export function directionNote(film, t) {
  if (film.followsGradient) return '';
  const told = `d is the direction ${film.optimizer} makes of this gradient and the earlier ones`;
  if (t === film.steps) return `${told}.`;
  return `${told}: here ${brief(film.direction[t])}, where the gradient itself is ${brief(film.grad[t])}.`;
}

/**
 * The state in one sentence, for a screen reader.
 * @param {object} film
 * @param {number} t
 * @returns {string}
 */
export function summary(film, t) {
  const where = `Step ${t} of ${film.steps}: weight ${brief(film.w[t])}, loss ${brief(film.loss[t])}, gradient ${brief(film.grad[t])}`;
  const best = film.minimum === null ? 'every weight is as good as another' : `best weight ${brief(film.minimum)}`;
  return film.divergedAt === t ? `${where}; diverged.` : `${where}; ${best}.`;
}
