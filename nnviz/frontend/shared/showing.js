// How the page is shown: at a desk, to a class, or on paper. The root of the document says which.

/** Told to all films when that has changed. */
export const SHOWN = 'nnviz-shown';

/** Told to them before a picture is taken of the page: what is to be drawn at the next frame is drawn now. */
export const FRAME_DUE = 'nnviz-frame-due';

const PRESENTED = 'data-presented';
const PRINTED = 'data-printed';

/** Whether the page is shown to a class: large, and without what one sets. */
export const isPresented = () => document.documentElement.hasAttribute(PRESENTED);

/** @param {boolean} on */
export function present(on) {
  document.documentElement.toggleAttribute(PRESENTED, on);
  document.dispatchEvent(new Event(SHOWN));
}

/** @param {boolean} on whether the page is on its way to paper, which is white in any theme */
export function print(on) {
  document.documentElement.toggleAttribute(PRINTED, on);
  document.dispatchEvent(new Event(SHOWN));
  document.dispatchEvent(new Event(FRAME_DUE));
}

/**
 * Let a film be shown as the page is.
 * @param {HTMLElement} section of the film: its style asks for the same attributes
 * @param {() => void} redraw reads the theme again
 * @returns {() => void} stop
 */
export function followShowing(section, redraw) {
  const bar = section.querySelector('.transport');
  const place = bar?.parentElement;
  const next = bar?.nextSibling ?? null;

  function follow() {
    for (const name of [PRESENTED, PRINTED]) section.toggleAttribute(name, document.documentElement.hasAttribute(name));
    const home = isPresented() ? section : place; // at the foot of the film, where it stays in sight
    if (bar && bar.parentElement !== home) home.insertBefore(bar, isPresented() ? null : next);
  }

  function change() {
    follow();
    redraw();
  }

  follow();
  document.addEventListener(SHOWN, change);
  return () => document.removeEventListener(SHOWN, change);
}
