// What is said at each step: its name, the rule, and why it is so; terms in double brackets. DOM-free.

import { capital, counted, subscript } from '../shared/format.js';
import { readBy, short, symbol } from './symbols.js';

const N = ({ count }) => String(count);

/** By kind of step: its rule in symbols, and one or two sentences. */
const KINDS = {
  batch: {
    rule: () => 'x, y',
    says: (film) => {
      const { row, rows, target } = film.nouns;
      return `${capital(counted(film.count, row, rows))} on the way in: each is a row of ${film.sizes[0]} [[inputs]], [[standardised]]. y has a 1 for the true ${target}, its [[label]].`;
    },
  },
  sum: {
    rule: (film, { layer }) => `z${subscript(layer)} = ${symbol(readBy(layer))} W${subscript(layer)} + b${subscript(layer)}`,
    says: () => 'Each [[neuron]] multiplies what it reads by its [[weights]], adds that up, and adds its [[bias]].',
  },
  activation: {
    rule: (film, { layer }) => `a${subscript(layer)} = f(z${subscript(layer)}),   f(z) = ${film.activation.plain}`,
    says: ({ activation }) => `The [[activation function]], here ${activation.label}, bends every sum: this is what the neuron passes on.`,
  },
  softmax: {
    rule: (film, { layer }) => `p = e^z / Σ e^z,   z = z${subscript(layer)}`,
    says: () => 'The [[softmax]] takes the [[exponential]] of each of the last sums and divides it by the total Σ of these exponentials. In each row these [[probabilities]] add to 1.',
  },
  loss: {
    rule: () => 'L = mean of −ln p[label]',
    says: ({ nouns }) => `How wrong is that? The less [[probability]] p the true ${nouns.target} got, the larger is −[[ln]] p, its [[loss]]. L is the mean of the [[batch]].`,
  },
  delta_last: {
    rule: (film, { layer }) => `δ${subscript(layer)} = (p − y) / ${N(film)}`,
    says: ({ count }) => `Now backwards. [[δ]]: if z grows by 0.01, L rises by about 0.01 × δ; if δ is negative, L falls. At the output, δ is the answer minus the truth${count > 1 ? `, divided by ${count}, as L is a mean` : ''}.`,
  },
  weights: {
    rule: (film, { layer }) => `∂L/∂W${subscript(layer)} = ${symbol(readBy(layer))}ᵀ δ${subscript(layer)}`,
    says: ({ count, nouns }) => `The [[gradient]] of a weight, [[∂L/∂w]]: what it reads times the [[δ]] it leads to${count > 1 ? `, added up over the ${nouns.rows}` : ''}.`,
  },
  biases: {
    rule: (film, { layer }) => `∂L/∂b${subscript(layer)} = Σ δ${subscript(layer)} over the rows`,
    says: () => 'A [[bias]] always reads a 1, so its [[gradient]] is the sum of its δ.',
  },
  blame: {
    rule: (film, { layer }) => `∂L/∂a${subscript(layer)} = δ${subscript(layer + 1)} W${subscript(layer + 1)}ᵀ`,
    says: () => 'One layer back: the [[blame]]. Each δ that the neuron feeds comes back times the weight between them; these are added up.',
  },
  delta: {
    rule: (film, { layer }) => `δ${subscript(layer)} = ∂L/∂a${subscript(layer)} × f′(z${subscript(layer)})`,
    says: () => 'The slope f′ of the [[activation function]] decides how much of this blame gets through: where the curve is flat, hardly any.',
  },
  update: {
    rule: (film, { layer }) => `W${subscript(layer)} ← W${subscript(layer)} − η ${film.followsGradient ? `∂L/∂W${subscript(layer)}` : 'd'},   b likewise`,
    says: (film) => (film.followsGradient
      ? 'The [[optimizer]] moves each weight against its [[gradient]]: η times it, η being the [[learning rate]].'
      : `The [[optimizer]] ${film.optimizer} makes a [[direction]] d of the gradient and subtracts η × d from each weight; η is the [[learning rate]].`),
  },
  again: {
    rule: () => 'the same batch, the new weights',
    says: (film) => {
      const [before, after] = ['loss', 'loss_after'].map((name) => film.matrix(name).at(0, 0));
      const change = `from ${short(before)} to ${short(after)}`;
      if (after < before) return `The same [[batch]] once more: the [[loss]] has fallen ${change}. That was one [[step]] of training.`;
      if (after === before) return `The same [[batch]] once more: the [[loss]] is still ${short(after)}. This [[step]] changed nothing in it.`;
      if (Number.isNaN(after)) return 'The same [[batch]] once more: the [[loss]] is [[not a number]] now. This [[step]] was far too long.';
      return `The same [[batch]] once more: the [[loss]] has risen ${change}. The gradient is right only close by, and this [[step]] was too long.`;
    },
  },
};

const TITLES = {
  batch: 'The batch',
  sum: 'Weighted sums',
  activation: 'Activations',
  softmax: 'Probabilities',
  loss: 'The loss',
  delta_last: 'δ at the output',
  weights: 'Gradient of the weights',
  biases: 'Gradient of the biases',
  blame: 'Blame, one layer back',
  delta: 'Through the activation',
  update: 'The step',
  again: 'Forward again',
};

/** A step's name, and what it makes. */
export const titleOf = (step) => `${TITLES[step.kind]}: ${madeBy(step)}`;

const madeBy = ({ kind, result }) => (kind === 'batch' ? 'x and y' : symbol(result));

/** The name on the rail of steps, as short as can be. */
export const shortTitle = ({ kind, layer, result }) => {
  if (kind === 'batch') return 'x, y';
  if (kind === 'update') return `W${subscript(layer)}, b${subscript(layer)}`;
  if (kind === 'again') return 'new L';
  return symbol(result);
};

export const ruleOf = (film, step) => KINDS[step.kind].rule(film, step);
export const saysOf = (film, step) => KINDS[step.kind].says(film, step);

/** What stands in the place of the numbers while there are none. */
export const BEFORE = 'Nothing has been computed yet. From the next step on, the rule stands here with its numbers put in. Below it stands the same number, computed in other ways: by torch and, for [[gradients]], by [[autograd]] and a [[finite difference]].';

/** What heads a comparison with so many others; empty where there are none. */
export const checksTitle = (others) => (others < 1 ? '' : `The same number, computed in ${others === 1 ? 'another way' : 'other ways'}:`);
