// Where the chart of the lessons puts its axes. DOM-free.

import { layoutChart } from '../shared/chart_layout.js';

/** What the truth is given on average, epoch by epoch. */
export const layoutChances = ({ width, height }, { steps }) => layoutChart({
  width, height, xRange: [0, steps], xLabel: 'epoch', wholeX: true, yRange: [0, 1],
  yLabel: 'probability given to the truth, on average', terms: { x: 'epoch', y: 'probability' },
});
