// How the values of a measure are written, and where its axis ends. DOM-free.

import { fixed, percent, significant } from './format.js';

/** Four decimals; a loss too small for them keeps its first digits. */
const lossText = (loss) => (loss > 0 && loss < 1e-4 ? significant(loss, 2) : fixed(loss, 4));

const SHARE = { write: percent, axis: () => ({ yRange: [0, 1], yFormat: (value) => percent(value, 0) }) };

/** The measures that are no plain numbers up to 1. */
const MEASURES = {
  loss: {
    write: lossText,
    axis: ({ loss, loss_top: top }) => ({ yRange: [0, top], yLabel: `loss: ${loss.label}${loss.unit ? ` (${loss.unit})` : ''}` }),
  },
  accuracy: SHARE,
  binary_accuracy: SHARE,
};
const PLAIN = { write: (value) => fixed(value, 3), axis: () => ({ yRange: [0, 1] }) };

const kindOf = (measure) => MEASURES[measure] ?? PLAIN;

/** The axis of a task's own measure, for layoutChart. */
export const scoreAxis = (measure) => kindOf(measure).axis();

/** @returns {string} a value of a task's own measure */
export const scoreText = (measure, value) => kindOf(measure).write(value);

/** The keys of the measures of a header's curves, in their order; the loss is always the first. */
export const measuresOf = ({ curves }) => [...new Set(curves.map(({ measure }) => measure))];

/** @returns {string} a value of a curve */
export const valueOf = ({ measure }, value) => kindOf(measure).write(value);

/** The axis of a measure, for layoutChart. */
export const axisOf = (header, measure) =>
  ({ yLabel: header.curves.find((curve) => curve.measure === measure).title, ...kindOf(measure).axis(header) });

/** The unit of a curve, empty where it has none. */
export const unitOf = ({ loss }, { measure }) => (measure === 'loss' ? loss.unit : '');
