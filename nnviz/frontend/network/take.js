// The button that asks for the files of the moment on the screen; it knows whether their panel is open.

import { element } from '../shared/elements.js';
import { createTalk } from '../shared/taking.js';

/**
 * @param {Element} bar where it goes
 * @param {HTMLElement} section of the film: it says in `data-epoch` and `data-state` what it shows
 * @param {string} film its name, as of `keyOf`
 * @param {{epoch: () => number, take: () => void}} moment epoch: the one on the screen that can be taken; take: asks for its files
 * @returns {{button: HTMLElement, stop: () => void}}
 */
export function createTakeButton(bar, section, film, { epoch, take }) {
  const title = 'Code, weights and curves of the epoch on the screen, as files';
  const button = element('button', 'film-button', { type: 'button', title, 'aria-expanded': 'false' }, ['Take it with you']);
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  const panel = createTalk('film', film, hear);
  const changes = new MutationObserver(stands);

  function stands() {
    if (section.dataset.epoch === undefined) return; // it shows nothing yet
    const plays = ['playing', 'waiting'].includes(section.dataset.state);
    panel.tell({ does: 'stands', epoch: epoch(), plays, knows: isOpen() });
  }

  function hear({ does, pressed }) {
    if (does === 'take') {
      take();
      return;
    }
    button.setAttribute('aria-expanded', String(does === 'open'));
    if (does === 'open') stands();
    else if (pressed) button.focus();
  }

  changes.observe(section, { attributeFilter: ['data-epoch', 'data-state'] });
  button.addEventListener('click', take);
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    event.preventDefault();
    panel.tell({ does: 'leave' });
  });
  bar.append(button);
  return {
    button,
    stop() {
      changes.disconnect();
      panel.stop();
    },
  };
}
