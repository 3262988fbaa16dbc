// Above the files of an epoch: whether their film stands there still. It leads from the film to its files, and back.

import { element, setText } from '../shared/elements.js';
import { keyOf, mountOnce } from '../shared/mount.js';
import { prefersStill } from '../shared/motion.js';
import { createTalk, PANEL } from '../shared/taking.js';

const CLOSE = '[class*="--Close"] button';

/**
 * What is to be said of a film and of the files below it.
 * @param {number | null} epoch whose files these are; null while there are none
 * @param {{epoch: number, plays: boolean} | null} film where it stands, once it has said so
 * @returns {{words: string, instead: string}} instead: what a button would bring; empty if nothing
 */
function standing(epoch, film) {
  if (epoch === null || film === null) return { words: '', instead: '' };
  if (film.plays) return { words: `The film plays on; these are the files of epoch ${epoch}.`, instead: '' };
  if (film.epoch === epoch) return { words: 'The film stands at this epoch.', instead: '' };
  return { words: `The film stands at epoch ${film.epoch} now.`, instead: `Take epoch ${film.epoch} instead` };
}

const panelOf = (parentElement) => (parentElement.host ?? parentElement).closest(`[class*="${PANEL}"]`);

function createTaken(parentElement) {
  const words = element('p', 'taken-words');
  const instead = element('button', 'taken-button', { type: 'button', hidden: '' });
  const section = element('div', 'taken', {}, [words, instead]);
  parentElement.append(section);
  let panel = panelOf(parentElement);
  const film = createTalk('panel', keyOf(panel).replace(PANEL, 'st-key-'), hear);
  let epoch = null;
  let asked = null; // when the files were asked for that are in view
  let stands = null; // where the film does

  function hear(told) {
    if (told.does === 'leave') {
      close();
      return;
    }
    stands = told;
    if (!told.knows && asked !== null) film.tell({ does: 'open' });
    write();
  }

  function write() {
    const said = standing(epoch, stands);
    setText(words, said.words);
    instead.hidden = said.instead === '';
    if (said.instead) setText(instead, said.instead);
  }

  /** Whoever has asked for the files finds the panel on the screen, and the keyboard in it. */
  function arrive() {
    film.tell({ does: 'open' });
    const heading = panel.querySelector('h3');
    heading.tabIndex = -1;
    panel.scrollIntoView({ block: 'nearest', behavior: prefersStill() ? 'instant' : 'smooth' });
    heading.focus({ preventScroll: true });
  }

  /** As a press of its button, which the keyboard would not be in any more. */
  function close() {
    panel.querySelector(CLOSE)?.click();
  }

  function press(event) {
    if (!panel.contains(event.target) || !event.target.closest?.(CLOSE)) return;
    asked = null;
    film.tell({ does: 'closed', pressed: true });
  }

  function leave(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const isHere = panel.contains(event.target) || event.target === document.body;
    if (!isHere || panel.getClientRects().length === 0) return;
    event.preventDefault(); // what else Escape may lead out of stays
    close();
  }

  instead.addEventListener('click', () => film.tell({ does: 'take' }));
  document.addEventListener('click', press);
  document.addEventListener('keydown', leave);

  return {
    section,
    update(component) {
      panel = panelOf(component.parentElement);
      if (!component.data) return;
      epoch = component.data.epoch;
      if (asked !== component.data.asked) {
        asked = component.data.asked;
        arrive();
      }
      write();
    },
    destroy() {
      document.removeEventListener('click', press);
      document.removeEventListener('keydown', leave);
      film.tell({ does: 'closed', pressed: false });
      film.stop();
      section.remove();
    },
  };
}

/** Called by the page when the files are asked for, and when the theme changes. */
export default mountOnce(createTaken);
