// What a race says in words and numbers. DOM-free.

import { brief, significant } from '../shared/format.js';
import { onMap, partsOf, stepShown } from './film.js';

const DIGITS = 4;

/**
 * How a runner stands: its loss, or why there is none to see.
 * @param {object} race
 * @param {object} runner
 * @param {{step: number, x: number, y: number, loss: number, diverged: boolean}} place from placeAt
 * @returns {{loss: string, note: string}}
 */
export function standing(race, runner, { step, loss, diverged }) {
  if (diverged) return { loss: significant(loss, 3), note: `diverged at step ${runner.divergedAt}` };
  const [x, y] = runner.w.slice(2 * step, 2 * step + 2);
  return { loss: significant(loss, 3), note: onMap(race.window, x, y) ? '' : 'outside the map' };
}

/**
 * One step taken apart, line by line; the names with their terms.
 * @param {object} runner
 * @param {number} step of the race
 * @returns {{title: string, lines: {name: string, values: string[]}[]}}
 */
export function takenApart(runner, step) {
  const shown = stepShown(runner, step);
  if (shown === null) return { title: `${runner.label}: no step was made`, lines: [] };
  const row = (t) => [runner.w[2 * t], runner.w[2 * t + 1]];
  const [before, after] = [row(shown), row(shown + 1)];
  const line = (name, values) => ({ name, values: values.map((value) => significant(value, DIGITS)) });
  const parts = partsOf(runner, shown);
  const direction = parts.at(-1);
  return {
    title: `${runner.label}, step ${shown} → ${shown + 1}`,
    lines: [
      line('[[weight w]]', before),
      ...runner.terms.map((term, i) => line(`[[${term}]]`, parts[i])),
      line(`[[step]] −[[η]]·d, η = ${brief(runner.learningRate)}`, direction.map((value) => -runner.learningRate * value)),
      line('[[new w]]', after),
    ],
  };
}

/** @returns {string} a point, such as "w₁ = −9, w₂ = 1.5" */
export const point = ([x, y]) => `w₁ = ${brief(x, DIGITS)}, w₂ = ${brief(y, DIGITS)}`;

/**
 * The state in one sentence, for a screen reader.
 * @param {object} race
 * @param {number} step
 * @param {object[]} places from placeAt, one for each runner
 */
export function summary(race, step, places) {
  const each = race.runners.map((runner, i) => {
    const { loss, note } = standing(race, runner, places[i]);
    return `${runner.label} ${note ? `${note}, ` : ''}loss ${loss}`;
  });
  return `Step ${step} of ${race.steps}: ${each.join('; ')}.`;
}
