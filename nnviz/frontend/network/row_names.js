// The rows of data a viewer can choose from, in words. DOM-free.

import { capital } from '../shared/format.js';

/**
 * All rows grouped by class, numbered from 1 within their class; where there are no classes, in one group.
 * @param {{classes: string[], nouns: {row: string, rows: string, target: string}, picture?: number[]}} header
 * @param {ArrayLike<number>} groups [N] class of each row; 0 where there are none
 * @param {ArrayLike<number>} test [N] 1 for a test row
 * @returns {{label: string, options: {row: number, label: string}[]}[]}
 */
export function groupRows({ classes, nouns, picture }, groups, test) {
  const numbered = picture ? ', no. ' : ' '; // the names of digits are numbers
  const named = classes.length > 0
    ? classes.map((label) => ({ label, name: picture ? `${nouns.target} ${label}` : label, options: [] }))
    : [{ label: capital(nouns.rows), name: capital(nouns.row), options: [] }];
  for (let row = 0; row < groups.length; row += 1) {
    const group = named[groups[row]];
    if (!group) continue;
    const part = test[row] ? 'test' : 'train';
    group.options.push({ row, label: `${group.name}${numbered}${group.options.length + 1} (${part})` });
  }
  return named.filter(({ options }) => options.length > 0).map(({ label, options }) => ({ label, options }));
}
