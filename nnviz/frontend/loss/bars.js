// The answer as bars to drag, and which class is true. A bar is the browser's own slider.

import { element, setText } from '../shared/elements.js';
import { classMark } from '../shared/markers.js';
import { setTerms } from '../shared/terms.js';
import { share } from './words.js';

const STEP = 0.01;

/** How far a key moves a bar, if it does. */
const MOVES = {
  ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -10 * STEP, PageUp: 10 * STEP,
};

function createRow(film, k, { drag, choose }) {
  const slider = element('input', 'answer-bar', {
    type: 'range', min: '0', max: '1', step: '0.001', 'aria-label': `Probability of ${film.classes[k]}`,
  });
  slider.style.setProperty('--own', `var(--class-${k % film.palette.light.classes.length})`);
  slider.addEventListener('input', () => drag(k, Number(slider.value)));
  slider.addEventListener('keydown', (event) => {
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    // At once, not with the next frame: keys may come faster than those.
    slider.value = String(Math.round((Number(slider.value) + MOVES[event.key]) / STEP) * STEP);
    drag(k, Number(slider.value));
  });
  const truth = element('input', '', { type: 'radio', name: 'truth', 'aria-label': `The truth is ${film.classes[k]}` });
  truth.addEventListener('change', () => choose(k));
  const p = element('span', 'answer-p');
  const miss = element('span', 'answer-miss');
  const root = element('div', 'answer-row', {}, [
    element('span', 'answer-name', {}, [classMark(film, k), ` ${film.classes[k]}`]),
    slider, p, miss, element('label', 'answer-truth', {}, [truth, ' true']),
  ]);
  return { root, slider, truth, p, miss };
}

/**
 * @param {{drag: (k: number, share: number) => void, choose: (k: number) => void}} acts of the viewer: gives a class another
 *   probability, says which one is true
 * @returns {{root: HTMLElement, show: (film: object, p: ArrayLike<number>, label: number) => void, move: (p: ArrayLike<number>) => void}}
 *   move: the bars alone, as often as they move
 */
export function createBars(acts) {
  const list = element('div', 'answer-rows', { role: 'group' });
  const p = element('span', '');
  setTerms(p, '[[p|probability]]');
  const heads = element('div', 'answer-row answer-heads', {}, [
    element('span', 'answer-hint', {}, ['Drag a bar: the others make room.']), p,
    element('span', 'answer-y', {}, ['|p − y|, where y = 1 if true']),
  ]);
  const root = element('div', 'answer', {}, [heads, list]);
  let rows = [];
  let drawn = null;

  function build(film) {
    rows = film.classes.map((_, k) => createRow(film, k, acts));
    list.replaceChildren(...rows.map((row) => row.root));
    list.setAttribute('aria-label', `The answer: a probability for each ${film.nouns.target}`);
    drawn = film.classes;
  }

  function move(shares) {
    rows.forEach(({ slider }, k) => {
      slider.value = String(shares[k]);
      slider.style.setProperty('--share', `${100 * shares[k]}%`);
    });
  }

  function show(film, shares, label) {
    if (String(drawn) !== String(film.classes)) build(film);
    move(shares);
    rows.forEach((row, k) => {
      const y = k === label ? 1 : 0;
      setText(row.p, share(shares[k]));
      setText(row.miss, `|${share(shares[k])} − ${y}| = ${share(Math.abs(shares[k] - y))}`);
      row.slider.setAttribute('aria-valuetext', share(shares[k]));
      row.truth.checked = k === label;
      row.root.classList.toggle('is-true', k === label);
    });
  }

  return { root, show, move };
}
