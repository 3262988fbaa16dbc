// What the film shows at a position: where the window is, and how much of its sum has been seen. DOM-free.

import { SIDE, SQUARE } from './film.js';

const AFTER = 2; // beats for the result
const BEATS = { filter: SIDE * SIDE + AFTER, pool: SQUARE * SQUARE + AFTER };

/** Seconds of the first steps of the filter, of the first of pooling, and of all others. */
const SLOW = { filter: [7, 3.5], pool: [3] };
const QUICK = { filter: 0.55, pool: 0.8 };

/** The step of the film with this number, from 1: whose place it is. */
export const stepOf = ({ map }, number) =>
  (number > map.count ? { kind: 'pool', place: number - map.count - 1 } : { kind: 'filter', place: Math.max(0, number - 1) });

/** The number of the step at a place of the map, or of what is pooled. */
export const numberOf = ({ map }, kind, place) => (kind === 'pool' ? map.count : 0) + place + 1;

const secondsOf = ({ kind, place }) => SLOW[kind][place] ?? QUICK[kind];

/**
 * The moment at a position of the film. At a whole number that step is done; on the way to a slow one, its terms come one
 * by one.
 * @param {object} film from readFilm
 * @param {number} position 0..steps
 * @returns {{kind: 'filter' | 'pool', place: number, number: number, term: number | null, done: number}} term: the one that
 *   is being added, −1 before the first, null once the result is there; done: the last step whose result is there
 */
export function momentAt(film, position) {
  const number = Math.min(film.steps, Math.max(0, Math.ceil(position - 1e-9)));
  const { kind, place } = stepOf(film, number);
  if (number === 0) return { kind, place, number, term: -1, done: 0 };
  const progress = Math.min(1, position - (number - 1) + 1e-9);
  const beat = progress >= 1 || SLOW[kind][place] === undefined ? Infinity : Math.floor(progress * BEATS[kind]);
  const term = beat < BEATS[kind] - AFTER ? beat : null;
  return { kind, place, number, term, done: term === null ? number : number - 1 };
}

/** A pace that takes its time where a window is seen for the first time. */
export const paceOf = (film) => (position, seconds) => {
  let [at, left] = [position, seconds];
  while (at < film.steps - 1e-9) {
    const number = Math.floor(at + 1e-9) + 1;
    const lasts = secondsOf(stepOf(film, number));
    const rest = (number - at) * lasts;
    if (rest > left) return at + left / lasts;
    left -= rest;
    at = number;
  }
  return film.steps;
};
