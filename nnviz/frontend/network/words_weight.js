// Who is to blame for one weight's gradient, and what the optimizer made of it, as lines of text. DOM-free.

import { neuronName } from './names.js';
import { usesOf } from '../model/parts.js';
import { exact, six } from './words_numbers.js';

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
 * @returns {{name: string, values: {text: string, title: string}[]}[]}
 */
export function blameLines(header, selection, columns, write) {
  const { layer } = selection;
  const { source, target } = endsOf(header, selection);
  const names = {
    delta: `[[δ]] at ${target}`,
    activation: `[[${layer === 0 ? 'x' : 'a'}]] at ${source}`,
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
  return `For this ${nouns.row} a ${gradient > 0 ? 'smaller' : 'larger'} weight means a smaller loss.`;
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

/** "The first batch after epoch 37 then moved this weight by −0.0031." */
export function moveSentence({ epoch, step, quantities, change: name }, offset) {
  const change = quantities[name]?.[offset];
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
