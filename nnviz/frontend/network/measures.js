// How the values of a measure are written, and where its axis ends. DOM-free.

import { fixed, percent, significant } from '../shared/format.js';

/** Four decimals; a loss too small for them keeps its first digits. */
const lossText = (loss) => (loss > 0 && loss < 1e-4 ? significant(loss, 2) : fixed(loss, 4));

const MEASURES = {
  loss: {
    write: lossText,
    axis: ({ loss, loss_top: top }) => ({ yRange: [0, top], yLabel: `loss: ${loss.label}${loss.unit ? ` (${loss.unit})` : ''}` }),
  },
  accuracy: { write: percent, axis: () => ({ yRange: [0, 1], yLabel: 'accuracy', yFormat: (value) => percent(value, 0) }) },
  r2: { write: (value) => fixed(value, 3), axis: () => ({ yRange: [0, 1], yLabel: 'R²' }) },
};

/** The keys of the measures of a header's curves, in their order; the loss is always the first. */
export const measuresOf = ({ curves }) => [...new Set(curves.map(({ measure }) => measure))];

/** @returns {string} a value of a curve */
export const valueOf = ({ measure }, value) => MEASURES[measure].write(value);

/** The axis of a measure, for layoutChart. */
export const axisOf = (header, measure) => MEASURES[measure].axis(header);

/** The unit of a curve, empty where it has none. */
export const unitOf = ({ loss }, { measure }) => (measure === 'loss' ? loss.unit : '');
