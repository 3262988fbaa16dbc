// What is said about an answer, with its numbers. DOM-free; terms in double brackets.

import { enclosed, brief, fixed, significant } from '../shared/format.js';
import { short } from '../shared/loss_lines.js';
import { firstStep } from './answer.js';

/** A number with three decimals; one too small for them keeps its first digits. */
export const told = (value) => (value !== 0 && Math.abs(value) < 5e-4 ? significant(value, 2) : fixed(value, 3));

/** The same with its sign, for what may go either way. */
export const signed = (value) => (value > 0 ? `+${told(value)}` : told(value));

const MOST_DECIMALS = 9;

/** A probability, or what it misses: three decimals, and more only where these would say none or all. */
export function share(value) {
  for (let decimals = 3; decimals <= MOST_DECIMALS; decimals += 1) {
    const rounded = Number(value.toFixed(decimals));
    if (rounded > 0 && rounded < 1) return brief(rounded, decimals);
  }
  return significant(value, 2);
}

/**
 * The ways to make one number of what the probabilities miss, each with its numbers put in.
 * @param {ArrayLike<number>} p [K]
 * @param {number} label the true class
 * @returns {{name: string, formula: string, results: {name: string, value: string}[]}[]}
 */
export function sums(p, label) {
  const misses = Array.from(p, (value, k) => Math.abs(value - (k === label ? 1 : 0)));
  const squares = misses.map((miss) => miss * miss);
  const [absolute, squared] = [misses, squares].map((values) => values.reduce((a, b) => a + b, 0));
  const K = p.length;
  return [
    {
      name: '[[Absolute differences|absolute difference]] |p − y|',
      formula: `${misses.map(share).join(' + ')} =`,
      results: [{ name: 'sum', value: told(absolute) }, { name: `mean (÷ ${K})`, value: told(absolute / K) }],
    },
    {
      name: '[[Squared error|squared error]] (p − y)²',
      formula: `${misses.map((miss) => `${enclosed(share(miss))}²`).join(' + ')} =`,
      results: [
        { name: 'sum', value: told(squared) },
        { name: 'half the sum', value: told(squared / 2) },
        { name: `mean (÷ ${K})`, value: told(squared / K) },
      ],
    },
    {
      name: '[[Cross-entropy|cross-entropy]] −[[ln]] p of the truth',
      formula: `−ln ${enclosed(share(p[label]))} =`,
      results: [{ name: 'in [[nats]]', value: told(-Math.log(p[label])) }],
    },
  ];
}

/** What the two charts of the losses show. */
export const CURVES = 'One chart has what the answer costs, the other how hard a [[step]] pushes the truth up. In a '
  + '[[confident mistake]], where the truth has hardly any probability, cross-entropy pushes hardest, the others hardly at all.';

/** How fast each loss would teach this answer; of walks by the keys of their losses. */
export function pace(film, walks, label, goal = 0.9) {
  const said = film.losses.map((loss) => {
    const step = firstStep(walks[loss.key], label, goal);
    return `${short(loss)} ${step < 0 ? `not within ${film.steps}` : step}`;
  });
  return `[[Steps]] of [[gradient descent]] on this one answer, with a [[learning rate]] η of ${film.rate}, until the truth has a probability of ${goal}: ${said.join(', ')}.`;
}

/** One answer in a sentence, for a screen reader. */
export function summary(film, p, label, judged) {
  const chances = film.classes.map((name, k) => `${name} ${share(p[k])}`).join(', ');
  const losses = film.losses.map(({ key, label: name }) => `${name} ${told(judged[key].value)}`).join(', ');
  return `The answer: ${chances}. The truth: ${film.classes[label]}. ${losses}.`;
}

/** How hard each loss pushes the true logit up, for a screen reader. */
export function pushes(film, label, judged) {
  const said = film.losses.map(({ key, label: name }) => `${name} ${told(-judged[key].delta[label])}`);
  return `Push on the logit of the truth: ${said.join(', ')}.`;
}

const percent = (part) => `${Math.round(100 * part)}\u00a0%`;

/** What part of the batch's loss one row is. */
export const partText = (row, { losses, sum }) => percent(losses[row] / sum);

/** One row of a batch: what it adds to the batch's loss. */
export function rowText(film, row, batch) {
  return `${film.batch.names[row]}: loss ${told(batch.losses[row])}, ${partText(row, batch)} of all`;
}

/** What the bars of a batch are. */
export const introduction = ({ batch, nouns }) => `Each bar is the [[loss]] of one of the ${batch.y.length} ${nouns.rows} that a real [[network]] begins `
  + `its training with; the dashed line is the mean. Choose one to see its answer above.`;

/** What a batch costs, and who costs most of it; the loss's own name may stand in it. */
export function batchText(film, { losses, sum, mean, worst }, chance) {
  const count = losses.length;
  return {
    mean: `The ${count} losses add up to ${told(sum)}; divided by ${count}, that is the loss of the [[batch]]: `,
    value: told(mean),
    worst: `The worst is ${film.batch.names[worst]}: the network gives the truth ${share(chance)}, and its `
      + `loss of ${told(losses[worst])} is ${percent(losses[worst] / sum)} of the sum. An even share would be ${percent(1 / count)}.`,
  };
}
