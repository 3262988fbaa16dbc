// The keys of playback while nothing on the page has the focus: they are for the film that is most in view.

import { isPresented } from './showing.js';

const KEYS = new Set([' ', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/** Before a class a remote control sends the first two, and the last closes what is open. */
const PRESENTER = new Set(['PageUp', 'PageDown', 'Escape']);

const HEADING = /^h[1-6]$/;

const isOfFilms = (key) => KEYS.has(key) || (isPresented() && PRESENTER.has(key));

/** The square pixels of a film in view; 0 where they are less than half of it and of the window: then it is not what one looks at. */
function inView(film) {
  const { left, right, top, bottom } = film.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const seen = Math.max(0, Math.min(right, clientWidth) - Math.max(left, 0)) * Math.max(0, Math.min(bottom, clientHeight) - Math.max(top, 0));
  return seen < Math.min((right - left) * (bottom - top), clientWidth * clientHeight) / 2 ? 0 : seen;
}

/** Whether nothing has the focus but the page, the part of it that scrolls with the film in it, or a heading, which has no keys. */
function isFree(event, film) {
  const at = event.composedPath()[0];
  return at === document.body || HEADING.test(at.localName) || at.contains(film.getRootNode().host);
}

const isChanged = ({ altKey, ctrlKey, metaKey, shiftKey }) => altKey || ctrlKey || metaKey || shiftKey;

/**
 * Let a film have the keys of playback, too, that are pressed where nothing has the focus.
 *
 * Each film on the page has its own copy of this module: on its way down a key gathers the films, on its way back it is
 * handed to them in turn until one makes use of it.
 * @param {HTMLElement} film hears its own keys, and prevents the default of those that it uses
 * @returns {() => void} stop
 */
export function hearKeys(film) {
  function gather(event) {
    if (isOfFilms(event.key) && !isChanged(event) && isFree(event, film)) (event.films ??= []).push(film);
  }

  function hand(event) {
    const films = (event.films ?? []).filter((one) => inView(one) > 0).sort((a, b) => inView(b) - inView(a));
    event.films = [];
    if (event.defaultPrevented) return;
    const isUsed = films.some((one) => !one.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, cancelable: true })));
    if (isUsed) event.preventDefault();
  }

  document.addEventListener('keydown', gather, true);
  document.addEventListener('keydown', hand);
  return () => {
    document.removeEventListener('keydown', gather, true);
    document.removeEventListener('keydown', hand);
  };
}
