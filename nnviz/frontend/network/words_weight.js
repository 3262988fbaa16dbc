// Who is to blame for one weight's gradient, and what the optimizer made of it, as lines of text. DOM-free.

import { agrees } from '../model/backward.js';
import { significant } from '../shared/format.js';
import { neuronName } from './names.js';
import { usesOf } from '../model/parts.js';
import { exact } from './words_numbers.js';

const signed = (value) => (value > 0 ? `+${significant(value)}` : significant(value));

/** The neurons at the ends of a weight; of one that stands between many, their layers. */
function endsOf(header, { layer, from, to }) {
  const uses = usesOf(header.net, layer, from, to);
  if (uses.length !== 1) return { source: 'its inputs (mean)', target: 'its outputs (mean)' };
  return { source: neuronName(header, layer, uses[0][0]), target: neuronName(header, layer + 1, uses[0][1]) };
}

/**
 * The three lines of the blame, a column for the row that is followed and one for the training rows.
 * @param {object} header
 * @param {{layer: number, from: number, to: number}} selection
 * @param {({delta: number, activation: number, gradient: number} | null)[]} columns from blame; null: not known
 * @param {(value: number) => string} write a number
 * @param {string} [measured] what is said of an input beside its name, from measuredNote
 * @returns {{name: string, values: {text: string, title: string}[]}[]}
 */
export function blameLines(header, selection, columns, write, measured = '') {
  const { layer } = selection;
  const { source, target } = endsOf(header, selection);
  const names = {
    delta: `[[δ]] at ${target}`,
    activation: `[[${layer === 0 ? 'x' : 'a'}]] at ${source}${measured}`,
    gradient: layer === 0 ? '[[gradient]] δ·x' : '[[gradient]] δ·a',
  };
  return Object.entries(names).map(([key, name]) => ({
    name,
    values: columns.map((column) => (column ? { text: write(column[key]), title: exact(column[key]) } : { text: '–', title: '' })),
  }));
}

/** What the blame of one row means. */
export function blameSentence(header, selection, column) {
  const { nouns } = header;
  if (!column) return `Own values have no true ${nouns.target}, so they have no loss, and no weight is to blame.`;
  const { source, target } = endsOf(header, selection);
  const { delta, activation, gradient } = column;
  if (!Number.isFinite(gradient)) return 'The numbers have left the range: there is no gradient.';
  if (delta === 0) return `δ is 0: for this ${nouns.row} nothing flows back through ${target}.`;
  if (activation === 0) return `${source} is 0 for this ${nouns.row}, so this weight had no part in its loss.`;
  if (gradient === 0) return `The gradient is too small for a number: this ${nouns.row} asks for no change.`;
  return `For this ${nouns.row} a ${gradient > 0 ? 'smaller' : 'larger'} weight means a smaller loss: the gradient is ${signed(gradient)}.`;
}

/** How many significant digits two numbers have in common when both are rounded to them; 0: not even one. */
export function commonDigits(a, b, most) {
  const rounded = (value, digits) => Number(value.toPrecision(digits));
  for (let digits = most; digits > 0; digits -= 1) if (rounded(a, digits) === rounded(b, digits)) return digits;
  return 0;
}

/**
 * The check of a gradient by finite differences, written to the digits in which both are the same.
 * @param {{value: number, h: number, kink: boolean} | null} difference from finiteDifference
 * @param {number} gradient by backpropagation
 * @param {(value: number) => string} write a number
 * @param {number} most digits at most
 * @returns {{text: string, title: string, mark: string}}
 */
export function checkText(difference, gradient, write, most) {
  if (!difference) return { text: '–', title: '', mark: '' };
  const { value, h, kink } = difference;
  const meant = `(L(w + h) − L(w − h)) / 2h = ${exact(value)} with h = ${exact(h)}; it agrees within 10⁻⁵ of the larger, or within 10⁻⁸`;
  const title = Number.isFinite(value) ? meant : '';
  if (!Number.isFinite(value)) return { text: write(value), title, mark: 'no slope' };
  if (!agrees(value, gradient)) return { text: write(value), title, mark: kink ? '✗ a kink here' : '✗ differs' };
  if (value === gradient) return { text: write(value), title, mark: '✓ agrees' };
  const digits = commonDigits(value, gradient, most);
  if (digits === 0) return { text: '0 ± 10⁻⁸', title, mark: '✓ agrees' };
  return { text: significant(value, digits), title, mark: `✓ agrees to ${digits} ${digits === 1 ? 'digit' : 'digits'}` };
}

/**
 * The optimizer's own quantities of one step for one parameter, in the order they came, then η and the change.
 * @param {{quantities: Object<string, ArrayLike<number>>, change: string, learningRate: number}} replay
 * @param {number} offset
 * @param {(value: number) => string} write a number
 * @returns {{name: string, text: string, title: string}[]}
 */
export function stepLines({ quantities, change, learningRate }, offset, write) {
  const line = (name, value) => ({ name, text: write(value), title: exact(value) });
  const own = Object.keys(quantities).filter((name) => name !== change);
  const lines = own.map((name) => line(name, quantities[name][offset]));
  lines.push({ name: 'learning rate η', text: exact(learningRate), title: '' });
  if (change in quantities) lines.push(line(change, quantities[change][offset]));
  return lines;
}

/** "Adam’s momentum"; of an optimizer that is called by it, "the momentum". */
const momentumOf = (optimizer) => (/momentum/i.test(optimizer) ? 'the momentum' : `${optimizer}’s momentum`);

/** Why a step went the way it did, from what the optimizer computed; m and v are undefined where it has none. */
function reason({ optimizer, learningRate }, { gradient: g, momentum: m, squares: v, direction: d }) {
  const batch = `this batch’s gradient ${signed(g)}`;
  if (m === undefined) {
    return `η ${exact(learningRate)} × ${batch}${v === undefined ? '' : `, divided by √v = ${significant(Math.sqrt(v))}`}`;
  }
  const own = `${momentumOf(optimizer)} ${signed(m)}`;
  const way = Math.sign(d);
  if (Math.sign(m) === way) return Math.sign(g) === way ? `${own} and ${batch} ask for the same` : `${own} outweighs ${batch}`;
  if (Math.sign(g) === way) return `${batch} outweighs ${own}`;
  return `weight decay, which pulls it towards 0, outweighs ${own}`;
}

/** Why a step left a weight where it was. */
function stillness({ optimizer }, { gradient: g, momentum: m }) {
  if (g !== 0) return 'the step is too small for a number of its size';
  return `this batch’s gradient is 0${m === 0 ? `, and so is ${momentumOf(optimizer)}` : ''}`;
}

/**
 * What one step did to a parameter, and why.
 * @param {object} replay
 * @param {number} offset
 * @returns {string} e.g. "In batch 1 after epoch 37 it falls by 0.000183: Adam’s momentum +9.30 × 10⁻⁵ outweighs this batch’s
 *   gradient 0."
 */
export function moveSentence(replay, offset) {
  const { epoch, step, quantities, change: name, roles } = replay;
  const change = quantities[name]?.[offset];
  if (change === undefined) return '';
  const told = Object.fromEntries(Object.entries(roles).map(([role, quantity]) => [role, quantities[quantity]?.[offset]]));
  const when = `In batch ${step + 1} after epoch ${epoch}`;
  if (!Number.isFinite(change)) return `${when} the numbers leave the range.`;
  if (change === 0) return `${when} it stays where it is: ${stillness(replay, told)}.`;
  return `${when} it ${change < 0 ? 'falls' : 'rises'} by ${significant(Math.abs(change))}: ${reason(replay, told)}.`;
}

/**
 * Why the optimizer's step is not on the screen, or '' where it can be asked for.
 * @param {object} moment
 */
export function noStep({ header, history, row, epoch, playing, replay }) {
  if (playing) return 'Hold the film to see what the optimizer did.';
  if (replay && replay.step === replay.batches.length) return 'This was the last batch of the epoch: go on to the next epoch.';
  if (row < history.rows - 1) return '';
  return header.complete ? `Epoch ${epoch} is the last: no step follows it.` : `What follows epoch ${epoch} has not been trained yet.`;
}
