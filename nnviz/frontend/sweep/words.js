// What the map says in words and numbers. DOM-free.

import { brief, counted, significant } from '../shared/format.js';
import { scoreText } from '../shared/measures.js';
import { cellAt, divergedAt, lossesOf } from './record.js';

/** A learning rate without needless zeros: "0.0123", "0.01", "10⁻⁵". */
export const rateText = (rate) => brief(rate, 3);

/** A loss of exactly 0 is one that float32 cannot tell from 0. */
export const lossText = (loss) => (loss === 0 ? '0 in float32' : significant(loss, 2));

const unitOf = ({ lossUnit }) => (lossUnit ? ` (${lossUnit})` : '');

/** "training loss (nats), median of 3 seeds" */
export function scaleTitle(record) {
  const { seeds, lossLabel } = record;
  const over = seeds.length > 1 ? `, median of ${seeds.length} seeds` : '';
  return `training loss: ${lossLabel}${unitOf(record)}${over}`;
}

/** "final loss (nats)", or after how many epochs. */
export const sliceTitle = (record) => `${record.complete ? 'final loss' : `loss after epoch ${record.last}`}${unitOf(record)}`;

export const curveTitle = (record) => `loss${unitOf(record)}`;

/** What knowing nothing costs: "guessing: 1.10" */
export const guessText = ({ guess }) => `guessing: ${significant(guess.cost, 3)}`;

/**
 * What is read out for one rate: the run of the seed in focus.
 * @returns {{rate: string, seed: string, readings: {name: string, value: string}[], note: string}}
 */
export function readout(record, rate) {
  const { seeds, focus, last, complete, rows } = record;
  const diverged = divergedAt(record, rate, focus);
  const at = rate * seeds.length + focus;
  const finals = complete && diverged === null;
  return {
    rate: rateText(record.rates[rate]),
    seed: seeds.length > 1 ? `seed ${seeds[focus]}` : '',
    readings: [
      { name: complete ? 'final train loss' : 'train loss', value: diverged === null ? lossText(lossesOf(record, rate, focus)[rows - 1]) : '–' },
      { name: 'test loss', value: finals ? lossText(record.finalTests[at]) : '–' },
      { name: `test ${record.score.label}`, value: finals ? scoreText(record.score.measure, record.finalScores[at]) : '–' },
    ],
    note: diverged === null ? (complete ? '' : `after epoch ${last}`) : `diverged at epoch ${diverged}`,
  };
}

/** One cell of the map in words. */
export function pointedText(record, column, row) {
  const { seeds, rates } = record;
  const { epoch, spread, diverged, finite } = cellAt(record, column, row);
  const parts = [`η = ${rateText(rates[column])}`, `epoch ${epoch}`];
  if (spread.median < Infinity) parts.push(`loss ${lossText(spread.median)}`);
  if (seeds.length > 1 && finite.length > 1) parts.push(`${lossText(Math.min(...finite))} to ${lossText(Math.max(...finite))} over the seeds`);
  if (diverged > 0) parts.push(seeds.length > 1 ? `${diverged} of ${seeds.length} seeds diverged` : 'diverged');
  return parts.join(' · ');
}

/** What the lines and bands of the charts mean, with their terms. */
export function legendText(record) {
  const { seeds, guess, unitWords } = record;
  const dotted = `Dotted line: the [[loss]] of [[guessing]], that is of ${guess.words}.${unitWords ? ` ${unitWords}.` : ''}`;
  const marks = marksOf(record).flatMap(({ meaning }) => meaning || []);
  const bands = [
    `Over the learning rates, lines show the median (the middle) of ${seeds.length} seeds and bands reach from the lowest to the highest.`,
    'Over the epochs, the other seeds are pale.',
  ];
  return [dotted, ...marks, ...(seeds.length > 1 ? bands : [])].join(' ');
}

/** The whole map in a sentence or two, for who does not see it. */
export function summary(record) {
  const { rates, epochs, last, best, complete } = record;
  const range = `${counted(rates.length, 'learning rate')} from ${rateText(rates[0])} to ${rateText(rates.at(-1))}`;
  if (!complete) return `${range}, trained for ${last} of ${counted(epochs, 'epoch')}.`;
  const marks = marksOf(record).map(({ text }) => text);
  const found = best === null ? 'All of them diverged.' : `The ${marks.join('; ')}.`;
  return `${range}, trained for ${counted(epochs, 'epoch')}. ${found}`;
}

/**
 * What the data show along the axis of rates, once complete.
 * @returns {{kind: 'stuck' | 'best' | 'edge', from: number, to: number, label: string, short?: string, text: string, meaning?: string}[]}
 *   from, to in columns, where column i reaches from i − ½ to i + ½; short: the label where there is little room;
 *   text: part of a sentence; meaning: what the label's words stand for
 */
export function marksOf({ complete, stuck, best, edge, rates }) {
  if (!complete) return [];
  const marks = [];
  if (stuck > 0) {
    marks.push({
      kind: 'stuck',
      from: -0.5,
      to: stuck - 0.5,
      label: 'hardly moved',
      text: `training loss hardly moved at the ${stuck === 1 ? 'smallest' : `smallest ${stuck}`} of them`,
      // An accuracy counts which class is ahead, if only by a hair: it can rise long before the loss falls.
      meaning: 'Hardly moved: the training loss ends less than a tenth below its start; the answers may have changed by then all the same.',
    });
  }
  if (best !== null) marks.push({ kind: 'best', from: best, to: best, label: `▼ lowest loss at η = ${rateText(rates[best])}`, short: `▼ lowest at η = ${rateText(rates[best])}`, text: `lowest training loss is at ${rateText(rates[best])}` });
  if (edge.stable !== null && edge.unstable !== null) {
    const at = rates.indexOf(edge.stable) + 0.5;
    marks.push({
      kind: 'edge',
      from: at,
      to: at,
      label: `¦ stable up to η = ${rateText(edge.stable)}`,
      short: `¦ stable to η = ${rateText(edge.stable)}`,
      text: `largest stable one is ${rateText(edge.stable)}`,
      meaning: 'Stable: the training loss ends no higher than it began, and where it bounces on its way, no higher than at a smaller rate.',
    });
  }
  return marks;
}
