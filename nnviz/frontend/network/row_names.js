// The rows of data a viewer can choose from, in words. DOM-free.

import { percent } from '../shared/format.js';

/**
 * All rows grouped by class, numbered from 1 within their class.
 * @param {{classes: string[]}} header
 * @param {ArrayLike<number>} y [N] class of each row
 * @param {ArrayLike<number>} test [N] 1 for a test row
 * @returns {{label: string, options: {row: number, label: string}[]}[]}
 */
export function groupRows({ classes }, y, test) {
  const groups = classes.map((label) => ({ label, options: [] }));
  for (let row = 0; row < y.length; row += 1) {
    const group = groups[y[row]];
    if (!group) continue;
    const part = test[row] ? 'test' : 'train';
    group.options.push({ row, label: `${group.label} ${group.options.length + 1} (${part})` });
  }
  return groups.filter(({ options }) => options.length > 0);
}

/** @returns {string} e.g. "Adelie 98.1 %, Gentoo 0.4 %, Chinstrap 1.5 %" */
export const chancesText = ({ classes }, chances) =>
  classes.map((name, k) => `${name} ${percent(chances[k])}`).join(', ');
