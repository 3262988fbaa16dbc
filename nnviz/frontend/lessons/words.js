// What the film of the lessons says. DOM-free; terms in double brackets.

import { percent, probability } from '../shared/format.js';
import { short } from '../shared/loss_lines.js';

const part = (fraction) => percent(fraction, 0);

/** Where the film stands. */
export const standing = ({ steps }, epoch) => (epoch === 0 ? `before [[epoch|epochs]] 1 of ${steps}` : `after [[epoch|epochs]] ${epoch} of ${steps}`);

/** Whose answers the bars are. */
export const introduction = ({ name, classes, truth }) =>
  `The bars: what each [[network]] says of ${name}. The truth is ${classes[truth]}.`;

/** How many rows a network has right, and since when it has enough of them. */
export function score({ losses, right, goal, nouns }, index, epoch) {
  const after = losses[index].right_after;
  const reached = after !== null && after <= epoch;
  return {
    now: `${part(right(index)[epoch])} of all training ${nouns.rows} right`,
    goal: reached ? `${part(goal)} right after epoch ${after}` : `${part(goal)} right: not yet`,
  };
}

/** A probability of the bars. */
export const share = (value) => probability(value, 0);

/** The film at one moment, for a screen reader. */
export function summary(film, epoch) {
  const said = film.losses.map((loss, index) => {
    const given = part(film.chances(index)[epoch]);
    return `${short(loss)} gives the truth ${given} on average and has ${part(film.right(index)[epoch])} right`;
  });
  return `Epoch ${epoch} of ${film.steps}: ${said.join('; ')}.`;
}
