// The player in words: one line of numbers for everyone, a paragraph for screen readers. DOM-free.

import { fixed, percent, significant } from '../shared/format.js';
import { biasName, parameterText, weightName } from './names.js';

/**
 * What is shown beside the numbers of the epoch: the state of the training itself.
 * @returns {string} empty where there is nothing to say
 */
export function trainingNote(header, rows, lastEpoch) {
  const notes = [];
  if (header.stride > 1) notes.push(`one epoch in ${header.stride} is kept`);
  if (header.diverged_at !== null && header.diverged_at !== undefined) notes.push(`diverged at epoch ${header.diverged_at}`);
  else if (header.complete) return notes.join(' · ');
  else if (header.training) notes.push(`training, ${lastEpoch} epochs so far`);
  else notes.push(rows <= 1 ? 'not trained yet' : `${lastEpoch} epochs so far`);
  return notes.join(' · ');
}

/** Four decimals; a loss too small for them keeps its first digits. */
const lossText = (loss) => (loss > 0 && loss < 1e-4 ? significant(loss, 2) : fixed(loss, 4));

/**
 * The numbers of one row of the history, of constant width.
 * @returns {Object<string, string>}
 */
export function rowNumbers(history, row) {
  return {
    epoch: String(history.epochs[row]),
    train_loss: lossText(history.train_loss[row]),
    test_loss: lossText(history.test_loss[row]),
    train_accuracy: percent(history.train_accuracy[row]),
    test_accuracy: percent(history.test_accuracy[row]),
  };
}

/** The numbers of a moment: the record's, or those that changed parameters give. */
export const momentNumbers = ({ history, row, scores }) =>
  rowNumbers(scores ? { epochs: history.epochs.subarray(row, row + 1), ...asRow(scores) } : history, scores ? 0 : row);

const asRow = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));

/** Name and value of the parameter largest in size. */
function largestParameter(header, map, params) {
  let largest = 0;
  for (let p = 1; p < params.length; p += 1) {
    if (!(Math.abs(params[p]) <= Math.abs(params[largest]))) largest = p;
    if (Number.isNaN(params[largest])) break;
  }
  const layer = map.layers.findLastIndex(({ weights }) => weights <= largest);
  const { outputs, weights, biases } = map.layers[layer];
  const isBias = largest >= biases;
  const name = isBias
    ? biasName(header, layer + 1, largest - biases)
    : weightName(header, layer, Math.floor((largest - weights) / outputs), (largest - weights) % outputs);
  return `${name} = ${parameterText(params[largest])}`;
}

/**
 * A paragraph that says what the pictures show.
 * @param {object} moment
 */
export function describe(moment) {
  const { header, history, net, params } = moment;
  const numbers = momentNumbers(moment);
  const unit = header.loss_unit ? ` ${header.loss_unit}` : '';
  const note = trainingNote(header, history.rows, history.epochs[history.rows - 1]);
  return [
    `Fully connected network with ${header.sizes.join(', ')} neurons from inputs to outputs, ${net.map.count} parameters,`,
    `activation ${header.activation}.`,
    `Epoch ${numbers.epoch} of ${header.epochs}${note ? ` (${note})` : ''}:`,
    `train loss ${numbers.train_loss}${unit}, test loss ${numbers.test_loss}${unit},`,
    `train accuracy ${numbers.train_accuracy}, test accuracy ${numbers.test_accuracy}.`,
    `Largest parameter: ${largestParameter(header, net.map, params)}.`,
  ].join(' ');
}
