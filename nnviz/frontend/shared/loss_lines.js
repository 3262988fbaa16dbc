// How several losses are told apart where they stand side by side: what they are called, their colours and their dashes.

import { element } from './elements.js';

/** Dashes on a canvas, and in the words of CSS. */
const DASHES = { solid: [], dash: [7, 3], dot: [2, 3] };
const STYLES = { solid: 'solid', dash: 'dashed', dot: 'dotted' };

/** What losses are called where there is no room for their whole name. */
const SHORT = { mean_squared_error: 'squared error', mean_absolute_error: 'absolute error' };

/** @returns {string} a loss in short */
export const short = ({ key, label }) => SHORT[key] ?? label;

/** A curve of each loss. @param {(key: string, index: number) => ArrayLike<number>} valuesOf */
export const lossCurves = ({ losses }, theme, x, valuesOf) => losses.map(({ key, racer, dash }, index) => ({
  label: '', x, y: valuesOf(key, index), color: theme.palette.racers[racer], dash: DASHES[dash], width: 2.2,
}));

/** A line of a loss as the charts have it. */
export function lineSample({ racer, dash }) {
  const line = element('span', 'loss-line', { 'aria-hidden': 'true' });
  line.style.borderTop = `3px ${STYLES[dash]} var(--racer-${racer})`;
  return line;
}
