// The pace of the film: by learning, or every epoch as long as every other.

import { element } from '../shared/elements.js';
import { evenPace, learningPace, learningTimes } from '../shared/pace.js';
import { lastEpoch } from '../model/history.js';

/** Epochs a second where all take as long. */
export const EVEN_RATE = 20;

/** Seconds that a run takes which learns nothing, or no more than this rate. */
const NOTHING_SECONDS = 13;
const SLOWEST_RATE = 2;

const CHOICES = { learning: 'by learning', even: 'even epochs' };

/**
 * The pace of a run as far as it has arrived.
 * @param {{rows: number, epochs: Float32Array, curves: object}} history
 * @param {{passage: number[] | null}} header passage: from which epoch to which it learns
 * @param {'learning' | 'even'} choice
 */
export function paceOf(history, { passage }, choice) {
  if (choice === 'even') return evenPace(EVEN_RATE);
  if (!passage) return evenPace(Math.max(SLOWEST_RATE, lastEpoch(history) / NOTHING_SECONDS));
  const epochs = history.epochs.subarray(0, history.rows);
  return learningPace(epochs, learningTimes(epochs, history.curves.train_loss.subarray(0, history.rows), passage));
}

/**
 * @param {Element} bar where it goes
 * @param {() => void} onChange
 * @returns {{value: 'learning' | 'even'}} what is chosen
 */
export function createPaceChoice(bar, onChange) {
  const options = Object.entries(CHOICES).map(([value, text]) => element('option', '', { value }, [text]));
  const select = element('select', '', { title: 'By learning: the film takes its time where the loss falls. Even epochs: all go by equally fast.' }, options);
  select.addEventListener('change', onChange);
  bar.append(element('label', 'transport-speed', {}, [element('span', '', {}, ['Pace']), select]));
  return select;
}
