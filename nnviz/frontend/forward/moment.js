// What the film shows at a position: which step is under way, and what of it has been seen. DOM-free.

import { isKnown, placeOf } from './film.js';

const BEAT = 0.45; // seconds
const AFTER = 2; // beats for the result

/** The terms of a step's sum: each input times its weight, and the bias; 1 for everything that is no sum. */
const termsOf = (stage, { kind }) => (kind === 'sum' ? stage.parts.find(({ key }) => key === 'x').columns + 1 : 1);

const LONG = { look: 7, bend: 4, answer: 6 }; // beats of steps that take longer to read

/** How many beats a step takes: one for each term, and then for its result. */
const beatsOf = (stage, step) => LONG[step.kind] ?? termsOf(stage, step) + AFTER;

/**
 * The moment at a position of the film. At a whole number that step is done; on the way to it, its terms come one by one.
 * @param {object} film from readFilm
 * @param {number} setting which weights
 * @param {number} position 0..steps
 * @returns {{setting: number, stage: object, step: object, number: number, local: number, term: number | null, done: number}} number: of
 *   the step in the film; local: in its stage; term: the one that is being added, null once the result is there; done:
 *   the last step of the film whose result is there
 */
export function momentAt(film, setting, position) {
  const number = Math.min(film.steps, Math.ceil(position - 1e-9));
  const stages = film.settings[setting];
  const { stage: at, local } = placeOf(stages, number);
  const stage = stages[at];
  const step = stage.steps[local];
  const progress = Math.min(1, position - (number - 1) + 1e-9);
  const beat = progress >= 1 ? Infinity : Math.floor(progress * beatsOf(stage, step));
  const term = beat < termsOf(stage, step) ? beat : null;
  return { setting, stage, step, number, local, term, done: term === null ? number : number - 1 };
}

/** A pace that gives each step the beats it takes. */
export const paceOf = (film) => (position, seconds) => {
  const stages = film.settings[0];
  let [at, left] = [position, seconds];
  while (at < film.steps - 1e-9) {
    const number = Math.floor(at + 1e-9) + 1;
    const { stage, local } = placeOf(stages, number);
    const lasts = BEAT * beatsOf(stages[stage], stages[stage].steps[local]);
    const rest = (number - at) * lasts;
    if (rest > left) return at + left / lasts;
    left -= rest;
    at = number;
  }
  return film.steps;
};

/** Which entries a step reads, by part, and which row of each part is looked at. */
const READS = {
  look: () => ({}),
  sum: ({ row, column }, term, last) => ({
    x: { rows: [row], entries: term === null || term === last ? [] : [[row, term]] },
    W: { columns: [column], entries: term === null || term === last ? [] : [[term, column]] },
    b: { entries: term === null || term === last ? [[0, column]] : [] },
    z: { active: [row, column] },
  }),
  standardise: ({ row, column }) => ({
    measured: { entries: [[row, column]] }, mean: { entries: [[0, column]] }, std: { entries: [[0, column]] }, x: { active: [row, column] },
  }),
  bend: (step, term, last, stage) => {
    const { rows } = stage.parts.find(({ key }) => key === 'a');
    const all = Array.from({ length: rows }, (_, row) => row);
    return { z: { rows: all }, a: { rows: all } };
  },
  exp: ({ row, column }) => ({ z: { entries: [[row, column]] }, e: { active: [row, column] } }),
  total: ({ row }) => ({ e: { rows: [row] }, s: { active: [row, 0] } }),
  share: ({ row, column }) => ({ e: { entries: [[row, column]] }, s: { entries: [[row, 0]] }, p: { active: [row, column] } }),
  answer: ({ row }, term, last, stage) => ({ p: { rows: [row], active: [row, largestOf(stage, row)] } }),
};

/** The place of the largest probability of a row. */
export function largestOf({ parts }, row) {
  const { values, columns } = parts.find(({ key }) => key === 'p');
  const own = Array.from(values.subarray(row * columns, (row + 1) * columns));
  return own.indexOf(Math.max(...own));
}

/** What of the equation is known and what is lit, for drawEquation. */
export function marksAt({ stage, step, local, term }) {
  const done = term === null ? local : local - 1;
  const lit = READS[step.kind](step, term, termsOf(stage, step) - 1, stage);
  return Object.fromEntries(stage.parts.map(({ key, columns }) => [
    key, { ...lit[key], known: (row, column) => isKnown(stage, key, row * columns + column, done) },
  ]));
}
