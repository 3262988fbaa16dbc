// A film and the panel of its files are two components of one page: what one has to tell the other goes through the document.

/** What the page calls the panel of a film: the film's own name follows. */
export const PANEL = 'st-key-taken-from-';

const EVENTS = { film: 'nnviz-film-tells', panel: 'nnviz-panel-tells' };

/**
 * The film's side, or the panel's, of what the two tell each other: the film where it `stands` (with its epoch, whether
 * it plays, and whether it knows of the panel) and that Escape was pressed at its button (`leave`); the panel that it is
 * `open` or `closed`, and that the epoch on the screen is wanted instead (`take`).
 * @param {'film' | 'panel'} side
 * @param {string} film its name, as of `keyOf`
 * @param {(told: {does: string}) => void} hear what the other one tells
 * @returns {{tell: (what: {does: string}) => void, stop: () => void}}
 */
export function createTalk(side, film, hear) {
  const theirs = EVENTS[side === 'film' ? 'panel' : 'film'];
  const listen = ({ detail }) => detail.film === film && hear(detail);
  document.addEventListener(theirs, listen);
  return {
    tell: (what) => document.dispatchEvent(new CustomEvent(EVENTS[side], { detail: { film, ...what } })),
    stop: () => document.removeEventListener(theirs, listen),
  };
}
