// Who is to blame for one weight's gradient, and what the optimizer made of it, as lines of text. DOM-free.

import { neuronName } from './names.js';
import { exact, six } from './words_numbers.js';

/** The name of the quantity that tells how far a step moved each parameter. */
export const CHANGE = 'change Δw';

/**
 * The three lines of the blame, a column for the penguin and one for the training rows.
 * @param {object} header
 * @param {{layer: number, from: number, to: number}} selection
 * @param {({delta: number, activation: number, gradient: number} | null)[]} columns from blame; null: not known
 * @param {(value: number) => string} write a number
 * @returns {{name: string, values: {text: string, title: string}[]}[]}
 */
export function blameLines(header, { layer, from, to }, columns, write) {
  const names = {
    delta: `δ at ${neuronName(header, layer + 1, to)}`,
    activation: `${layer === 0 ? 'x' : 'a'} at ${neuronName(header, layer, from)}`,
    gradient: layer === 0 ? 'gradient δ·x' : 'gradient δ·a',
  };
  return Object.entries(names).map(([key, name]) => ({
    name,
    values: columns.map((column) => (column ? { text: write(column[key]), title: exact(column[key]) } : { text: '–', title: '' })),
  }));
}

/** What the blame of one penguin means. */
export function blameSentence(header, { layer, from, to }, column) {
  if (!column) return 'Own values have no true species, so they have no loss, and no weight is to blame.';
  const { delta, activation, gradient } = column;
  if (!Number.isFinite(gradient)) return 'The numbers have left the range: there is no gradient.';
  if (delta === 0) return `δ is 0: for this penguin nothing flows back through ${neuronName(header, layer + 1, to)}.`;
  if (activation === 0) return `${neuronName(header, layer, from)} is 0 for this penguin, so this weight had no part in its loss.`;
  if (gradient === 0) return 'The gradient is too small for a number: this penguin asks for no change.';
  return `For this penguin a ${gradient > 0 ? 'smaller' : 'larger'} weight means a smaller loss.`;
}

/**
 * The check of a gradient by finite differences.
 * @param {{value: number, h: number, kink: boolean} | null} difference from finiteDifference
 * @param {boolean} agreed
 * @param {(value: number) => string} write a number
 * @returns {{text: string, title: string, mark: string}}
 */
export function checkText(difference, agreed, write) {
  if (!difference) return { text: '–', title: '', mark: '' };
  const { value, h, kink } = difference;
  const meant = `(L(w + h) − L(w − h)) / 2h = ${exact(value)} with h = ${exact(h)}; it agrees within 1e−5 of the larger, or within 1e−8`;
  const title = Number.isFinite(value) ? meant : '';
  const text = write(value);
  if (!Number.isFinite(value)) return { text, title, mark: 'no slope' };
  if (agreed) return { text, title, mark: '✓ agrees' };
  return { text, title, mark: kink ? '✗ a kink here' : '✗ differs' };
}

/**
 * The optimizer's own quantities of one step for one parameter, in the order they came, then η and the change.
 * @param {{quantities: Object<string, ArrayLike<number>>, learningRate: number}} replay
 * @param {number} offset
 * @param {(value: number) => string} write a number
 * @returns {{name: string, text: string, title: string}[]}
 */
export function stepLines({ quantities, learningRate }, offset, write) {
  const line = (name, value) => ({ name, text: write(value), title: exact(value) });
  const own = Object.keys(quantities).filter((name) => name !== CHANGE);
  const lines = own.map((name) => line(name, quantities[name][offset]));
  lines.push({ name: 'learning rate η', text: exact(learningRate), title: '' });
  if (CHANGE in quantities) lines.push(line(CHANGE, quantities[CHANGE][offset]));
  return lines;
}

/** "The first batch after epoch 37 then moved this weight by −0.0031." */
export function moveSentence({ epoch, step, quantities }, offset) {
  const change = quantities[CHANGE]?.[offset];
  if (change === undefined) return '';
  const batch = step === 0 ? 'The first batch' : `Batch ${step + 1}`;
  if (change === 0) return `${batch} after epoch ${epoch} then left this weight where it was.`;
  return `${batch} after epoch ${epoch} then moved this weight by ${six(change)}.`;
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
