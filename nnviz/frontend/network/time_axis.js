// The axis of epochs that all curves of a film share. DOM-free.

import { lastEpoch } from '../model/history.js';

/** A run that has learned nearly everything in so small a part of its epochs has them on a logarithmic axis. */
const EARLY = 0.1;

/** The name of an axis of epochs. */
export const epochName = ({ log }) => (log ? 'epoch, logarithmic' : 'epoch');

/**
 * The plan while a run is trained; what there is once it has stopped.
 * @param {{epochs: number, training: boolean, passage: number[] | null}} header
 * @param {object} history
 * @param {boolean | null} chosen whether the viewer wants it logarithmic; null: as it suits the run
 * @returns {{end: number, log: boolean}}
 */
export function timeAxis({ epochs, training, passage }, history, chosen) {
  const last = lastEpoch(history);
  if (training || last === 0) return { end: Math.max(1, epochs), log: chosen ?? false };
  return { end: last, log: chosen ?? Boolean(passage && passage[1] <= EARLY * last) };
}
