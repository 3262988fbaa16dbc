// The card that explains a term: one for the whole page, beside whatever it explains.

import { element } from '../shared/elements.js';

const GAP = 6; // pixels between a term and its card
const EDGE = 8; // and between the card and the edge of the window

/**
 * Where a card of this size stands: below the term if there is room, else above it; never beyond the window.
 * @param {{left: number, top: number, bottom: number}} term where the term is
 * @param {{width: number, height: number}} card
 * @param {{width: number, height: number}} view
 * @returns {{left: number, top: number}}
 */
export function placeCard(term, card, view) {
  const left = Math.max(EDGE, Math.min(term.left, view.width - card.width - EDGE));
  const below = term.bottom + GAP;
  const above = term.top - GAP - card.height;
  const top = below + card.height <= view.height - EDGE || above < EDGE ? below : above;
  return { left, top: Math.max(EDGE, Math.min(top, view.height - card.height - EDGE)) };
}

/** The number that a term is the name of; '' if it is none's, as a unit beside the number is not. */
export const readingOf = (node) =>
  node.closest('.reading-name')?.closest('.reading')?.querySelector('.number').textContent ?? '';

/** @returns {{root: HTMLElement, show: Function, place: Function}} */
export function createTermCard() {
  const name = element('strong', 'term-name', { id: 'term-name' });
  const says = element('p', 'term-says');
  const here = element('p', 'term-here');
  const page = element('a', 'term-link');
  const all = element('a', 'term-link');
  const root = element('div', 'term-card', { role: 'dialog', 'aria-labelledby': 'term-name', hidden: '' }, [
    name, says, here, element('p', 'term-links', {}, [page, all]),
  ]);

  /**
   * @param {{key: string, name: string, says: string, page: string}} term
   * @param {string} number what it is here; empty if that is not known
   * @param {Object<string, string>} titles of the pages, by their addresses; there is a link to the one that explains it
   *   where it is one of them, but for that page itself
   */
  function show(term, number, titles) {
    const title = titles[term.page.split('?')[0]];
    name.textContent = term.name;
    says.textContent = term.says;
    here.textContent = number && `Here: ${number}`;
    here.hidden = !number;
    page.textContent = `More: ${title}`;
    page.href = term.page;
    page.hidden = !title || new URL(page.href).pathname === location.pathname; // one is there already
    all.textContent = 'All words';
    all.href = `words?term=${term.key}`;
    all.hidden = !('words' in titles);
    root.hidden = false;
  }

  /** Beside a term. */
  function place(rect) {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const at = placeCard(rect, root.getBoundingClientRect(), { width, height });
    Object.assign(root.style, { left: `${at.left}px`, top: `${at.top}px` });
  }
  return { root, show, place };
}
