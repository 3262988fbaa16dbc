// The button that asks for the files of the moment on the screen.

import { element } from '../shared/elements.js';

/**
 * @param {Element} bar where it goes
 * @param {() => void} onTake
 * @returns {HTMLElement} it
 */
export function createTakeButton(bar, onTake) {
  const title = 'Code, weights and curves of the epoch on the screen, as files';
  const button = element('button', 'film-button', { type: 'button', title }, ['Take it with you']);
  button.addEventListener('click', onTake);
  bar.append(button);
  return button;
}
