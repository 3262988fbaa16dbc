// The player in words: one line of numbers for everyone, a paragraph for screen readers. DOM-free.

import { brief, counted } from '../shared/format.js';
import { unitOf, valueOf } from '../shared/measures.js';
import { parameterText } from './names.js';
import { parameterName } from './places.js';

/**
 * What is shown beside the numbers of the epoch: the state of the training itself.
 * @returns {string} empty where there is nothing to say
 */
export function trainingNote(header, rows, lastEpoch) {
  const notes = [];
  if (header.stride > 1) notes.push(`one epoch in ${header.stride} is kept`);
  if (header.diverged_at !== null && header.diverged_at !== undefined) notes.push(`diverged at epoch ${header.diverged_at}`);
  else if (header.complete) return notes.join(' · ');
  else if (header.training) notes.push(`training, ${counted(lastEpoch, 'epoch')} so far`);
  else notes.push(rows <= 1 ? 'not trained yet' : `${counted(lastEpoch, 'epoch')} so far`);
  return notes.join(' · ');
}

/** What a run is, in short: its network, how it is trained, and on what. */
export function settingsOf({ net, activation, optimizers, optimizer, learning_rate: rate, batch_size: size, seed, dataset }) {
  const trained = `${optimizers?.[optimizer] ?? optimizer}, η = ${brief(rate)}`;
  return [net.sizes.join(' → '), activation.label, trained, `batches of ${size}`, `seed ${seed}`, dataset].join(' · ');
}

/** The numbers of a moment: the record's, or those that changed parameters give; by the names of the curves. */
export function momentNumbers({ header, history, row, epoch, scores }) {
  const told = { epoch: String(epoch) };
  for (const curve of header.curves) {
    told[curve.name] = valueOf(curve, scores ? scores[curve.name] : history.curves[curve.name][row]);
  }
  return told;
}

/** Name and value of the parameter largest in size. */
function largestParameter(header, params) {
  let largest = 0;
  for (let p = 1; p < params.length; p += 1) {
    if (!(Math.abs(params[p]) <= Math.abs(params[largest]))) largest = p;
    if (Number.isNaN(params[largest])) break;
  }
  return `${parameterName(header, largest)} = ${parameterText(params[largest])}`;
}

/**
 * A paragraph that says what the pictures show.
 * @param {object} moment
 */
export function describe(moment) {
  const { header, history, net, params } = moment;
  const numbers = momentNumbers(moment);
  const note = trainingNote(header, history.rows, history.epochs[history.rows - 1]);
  const kind = net.parts.every((part) => part.kind === 'dense') ? 'Fully connected network' : 'Network';
  const told = header.curves.map((curve) => {
    const unit = unitOf(header, curve);
    return `${curve.label} ${numbers[curve.name]}${unit ? ` ${unit}` : ''}`;
  });
  return [
    `${kind} with ${net.sizes.join(', ')} neurons from inputs to outputs, ${net.count} parameters,`,
    `activation ${header.activation.label}.`,
    `Epoch ${numbers.epoch} of ${header.epochs}${note ? ` (${note})` : ''}:`,
    `${told.join(', ')}.`,
    net.count > 0 ? `Largest parameter: ${largestParameter(header, params)}.` : '',
  ].join(' ').trim();
}
