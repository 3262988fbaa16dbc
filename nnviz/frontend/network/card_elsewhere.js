// What only Python computes, where the film plays without it.

import { element } from '../shared/elements.js';
import { linked } from '../shared/terms.js';

/** Why it is not here, in one sentence. @param {string} what one thing, e.g. "A [[branch]]" */
export const elsewhere = (what) => `${what} is computed by Python: in nnviz itself, not in this file.`;

/**
 * A card of what is not here.
 * @param {string} title
 * @param {string} what
 * @returns {{root: HTMLElement, update: () => void}}
 */
export function createElsewhereCard(title, what) {
  const root = element('div', 'panel elsewhere', {}, [
    element('h4', 'panel-title', {}, linked(title)), element('p', '', {}, linked(elsewhere(what)))]);
  return { root, update: () => {} };
}
