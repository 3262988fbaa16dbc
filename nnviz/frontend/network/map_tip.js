// The words beside the mark that is pointed at on the decision map. With none they are there only to be heard.

import { element, setText } from '../shared/elements.js';
import { tipPlace } from './layout_map.js';

const GAP = 18;

/** @returns {{root: HTMLElement, tell: (text: string, live: string) => void, move: (place: {x: number, y: number} | null) => void}} */
export function createMapTip() {
  const root = element('p', 'map-tip', { 'data-testid': 'map-status' });

  function tell(text, live) {
    if (root.getAttribute('aria-live') !== live) root.setAttribute('aria-live', live);
    setText(root, text);
  }

  /** Stand beside a place, in pixels of the box; null: out of sight. */
  function move(place) {
    root.classList.toggle('map-tip-shown', place !== null);
    if (!place) return;
    const box = { width: root.parentElement.clientWidth, height: root.parentElement.clientHeight };
    const { left, top } = tipPlace(place, GAP, { width: root.offsetWidth, height: root.offsetHeight }, box);
    root.style.transform = `translate(${left}px, ${top}px)`;
  }

  return { root, tell, move };
}
