// Which answer is shown, as the address says it. DOM-free.

import { brief } from '../shared/format.js';
import { DONE, REFUSED, oneOf } from '../shared/view.js';

/**
 * @param {ArrayLike<number>} p [K]
 * @param {string} name of the true class
 * @returns {string} e.g. "0.3,0.1,0.6@Chinstrap"
 */
export const answerText = (p, name) => `${Array.from(p, (share) => brief(share, 4)).join(',')}@${name}`;

/**
 * @param {string} text
 * @param {string[]} classes
 * @returns {{p: number[], label: number} | null} p adding up to 1; null if this is no answer about these classes
 */
export function answerOf(text, classes) {
  const [shares, name] = text.split('@');
  const p = shares.split(',').map(Number);
  const sum = p.reduce((a, b) => a + b, 0);
  const label = classes.indexOf(name);
  const whole = p.length === classes.length && p.every((share) => share > 0) && Math.abs(sum - 1) < 0.02;
  return whole && label >= 0 ? { p: p.map((share) => share / sum), label } : null;
}

/**
 * @param {{film: () => object, shown: () => object, open, own, takeRow, goTo, chooseLoss}} scene shown: {loss, moment, row,
 *   own} where own says that the viewer has made the answer; open: the answer that the film opens with
 * @returns {object} things of createView
 */
export function answerView(scene) {
  const { film, shown } = scene;
  return {
    loss: oneOf(() => film().losses.map(({ key }) => key), () => shown().loss, scene.chooseLoss),
    epoch: oneOf(() => film().batch.epochs.map(String), () => String(film().batch.epochs[shown().moment]),
      (text) => scene.goTo(film().batch.epochs.map(String).indexOf(text))),
    row: oneOf(() => ['', ...film().batch.y.map((_, row) => String(row + 1))], () => (shown().row === null ? '' : String(shown().row + 1)),
      (text) => (text === '' ? scene.open() : scene.takeRow(Number(text) - 1))),
    answer: {
      read: () => (shown().own ? answerText(shown().start, film().classes[shown().label]) : ''),
      write: (text) => {
        if (text === '') return DONE; // what `row` has shown
        const found = answerOf(text, film().classes);
        if (!found) return REFUSED;
        scene.own(found.p, found.label);
        return DONE;
      },
      allowed: () => `a probability for each of ${film().classes.join(', ')}, and which is true, such as ${answerText(film().opening.p, film().classes[film().opening.label])}`,
    },
  };
}
