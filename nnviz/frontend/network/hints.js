// One line for who is here for the first time: what can be touched. A hint goes away once used.

import { element } from '../shared/elements.js';
import { linked } from '../shared/terms.js';

const STORED = 'nnviz hints used';
const HINTS = {
  neuron: ({ picture }) => (picture ? 'Click a cell of a map: its arithmetic' : 'Click a [[neuron]] or a line: its arithmetic'),
  row: ({ picture, nouns: { row } }) => (picture ? `Click a small ${row}: follow it` : `Click a mark on the [[map|decision map]]: follow that ${row}`),
  time: () => 'Drag on the curves: go back in time',
};

/** What a browser that keeps nothing is asked for comes to nothing. */
function stored() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORED) ?? '[]'));
  } catch {
    return new Set();
  }
}

function store(used) {
  try {
    localStorage.setItem(STORED, JSON.stringify([...used]));
  } catch { /* then they come again */ }
}

/**
 * @returns {{root: HTMLElement, show: (header: object) => void, use: (name: string) => void}} use(name) when the
 *   viewer has done it
 */
export function createHints() {
  const used = stored();
  const root = element('span', 'hints', { 'data-testid': 'hints', 'data-picture': 'no' });

  function show(header) {
    const open = Object.keys(HINTS).filter((name) => !used.has(name));
    root.replaceChildren(...open.map((name) => element('span', 'hint', { 'data-hint': name }, linked(HINTS[name](header)))));
  }

  function use(name) {
    if (used.has(name)) return;
    used.add(name);
    root.querySelector(`[data-hint="${name}"]`)?.remove();
    store(used);
  }
  return { root, show, use };
}
