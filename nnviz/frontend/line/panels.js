// The elements of the plane's film: the plane with the ends of the lines to drag, the scores, the loss, the buttons.

import { element, setText } from '../shared/elements.js';
import { brief, capital } from '../shared/format.js';
import { glyphOf } from '../shared/markers.js';
import { createSpots, linked, setTerms } from '../shared/terms.js';
import { endName, handNote, handName, legend, placeWords, scoreWords, standing, summary, sums, swapName } from './words.js';
import { rightAt } from './film.js';

const MOST_LINES = 2;

/** The two ends of each line, to be dragged; where there are several lines, they bear its number. */
const createEnds = ({ lines, layered }) => Array.from({ length: 2 * lines }, (_, i) => {
  const line = Math.floor(i / 2);
  return { line, end: i % 2, button: element('button', 'line-end', { type: 'button' }, layered ? [String(line + 1)] : []) };
});

/** A score under its name, with a sentence beside it and what the neuron adds up. */
function createScore(name, kind) {
  const score = element('strong', 'score');
  const note = element('p', 'score-note');
  const formulas = element('p', 'score-formulas');
  const buttons = element('div', 'score-buttons');
  const heading = element('h4', 'score-name', {}, linked(name));
  const root = element('div', `score-card score-${kind}`, {}, [heading, score, note, formulas, buttons]);
  return { root, heading, score, note, formulas, buttons };
}

/**
 * @param {Element | ShadowRoot} container
 * @returns {object} section; plane, loss (canvases), planeBox (around the plane); ends() [{line, end, button}]; slider
 *   (around the loss); controls (where the transport goes); swaps [button of each line], again, learn (buttons); spots over
 *   the loss; open(film), writeHand(…), writeRecord(…)
 */
export function createPanels(container) {
  const plane = element('canvas', 'plane-canvas', { role: 'img' });
  const planeBox = element('div', 'plane-box', {}, [plane]);
  let ends = [];
  const marks = element('p', 'plane-marks');
  const hand = createScore('Your line', 'hand');
  const trained = createScore('[[Gradient descent]]', 'training');
  hand.score.setAttribute('role', 'status');
  const swaps = Array.from({ length: MOST_LINES }, () => element('button', 'film-button', { type: 'button' }));
  const again = element('button', 'film-button', { type: 'button' }, ['Start over']);
  const learn = element('button', 'film-button line-learn', { type: 'button' }, ['Let gradient descent do it']);
  hand.buttons.append(...swaps, again);
  trained.buttons.append(learn);
  const loss = element('canvas', 'loss-canvas', { 'aria-hidden': 'true' });
  const slider = element('div', 'loss-slider', { role: 'slider', tabindex: '0', 'aria-label': 'Step', 'aria-valuemin': '0' }, [loss]);
  const lossBox = element('div', 'loss-box', {}, [slider]);
  const meaning = element('p', 'plane-meaning');
  const controls = element('div', 'line-controls');
  const section = element('section', 'player', { 'data-testid': 'line', 'aria-label': 'A line through the plane', tabindex: '-1' }, [
    element('div', 'line', {}, [
      element('div', 'plane-place', {}, [marks, planeBox]),
      element('div', 'line-side', {}, [
        element('div', 'scores', {}, [hand.root, trained.root]), lossBox, controls, meaning,
      ]),
    ]),
  ]);
  container.append(section);

  function open(film) {
    const { classes, markers, palette } = film;
    marks.replaceChildren(...classes.map((name, k) => element('span', 'plane-mark', { style: `--of: ${palette.light.classes[k]}; --of-dark: ${palette.dark.classes[k]}` },
      [element('span', 'plane-glyph', { 'aria-hidden': 'true' }, [glyphOf(markers[k])]), ` ${capital(name)}`])), element('span', 'plane-mark', {}, ['◯ on the wrong side']));
    ends = createEnds(film);
    planeBox.replaceChildren(plane, ...ends.map(({ button }) => button));
    setText(hand.heading, handName(film));
    swaps.forEach((swap, line) => {
      swap.hidden = line >= film.lines;
      setText(swap, swapName(film, line));
    });
    setTerms(meaning, legend(film));
    slider.setAttribute('aria-valuemax', String(film.steps));
  }

  const formulasOf = (film, params) => sums(film, params).map((line) => element('span', 'formula', {}, [line]));

  function writeHand(film, { lines, params, right }, best) {
    setText(hand.score, scoreWords(film, right));
    setText(hand.note, handNote(film, right, best));
    hand.formulas.replaceChildren(...formulasOf(film, params));
    section.dataset.right = String(right);
    for (const { line, end, button } of ends) {
      button.setAttribute('aria-label', `${endName(film, line, end)}: ${placeWords(film, lines[line][end])}. Arrow keys move it.`);
    }
  }

  function writeRecord(film, step, state, shows) {
    Object.assign(section.dataset, { step: String(step), steps: String(film.steps), state, shows });
    setText(trained.score, scoreWords(film, rightAt(film, step)));
    setText(trained.note, `${standing(film, step)}, loss ${brief(film.losses[step], 3)}`);
    trained.formulas.replaceChildren(...formulasOf(film, film.params(step)));
    for (const [card, kind] of [[hand, 'hand'], [trained, 'training']]) card.root.classList.toggle('leads', shows === kind);
    const told = summary(film, step);
    slider.setAttribute('aria-valuenow', String(step));
    slider.setAttribute('aria-valuetext', told);
    plane.setAttribute('aria-label', `${film.count} ${film.nouns.rows} of two kinds in a plane of ${film.features.map(({ name }) => name).join(' and ')}. ${handName(film)}: ${hand.score.textContent}. ${told}`);
  }

  return { section, plane, planeBox, ends: () => ends, loss, slider, controls, swaps, again, learn, spots: createSpots(lossBox, loss), open, writeHand, writeRecord };
}
