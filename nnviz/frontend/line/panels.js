// The elements of the plane's film: the plane with the two ends of a line to drag, the scores, the loss, the buttons.

import { element, setText } from '../shared/elements.js';
import { brief, capital } from '../shared/format.js';
import { glyphOf } from '../shared/markers.js';
import { createSpots, linked, setTerms } from '../shared/terms.js';
import { handNote, handSum, legend, placeWords, scoreWords, standing, summary, sums } from './words.js';
import { rightAt } from './film.js';

function createEnds(box) {
  return ['first', 'second'].map((name) => {
    const button = element('button', 'line-end', { type: 'button' });
    box.append(button);
    return { name, button };
  });
}

/** A score under its name, with a sentence beside it and what the neuron adds up. */
function createScore(name, kind) {
  const score = element('strong', 'score');
  const note = element('p', 'score-note');
  const formulas = element('p', 'score-formulas');
  const buttons = element('div', 'score-buttons');
  const root = element('div', `score-card score-${kind}`, {}, [element('h4', 'score-name', {}, [element('span', 'score-line'), ...linked(name)]), score, note, formulas, buttons]);
  return { root, score, note, formulas, buttons };
}

/**
 * @param {Element | ShadowRoot} container
 * @returns {object} section; plane, loss (canvases); ends [{name, button}]; slider (around the loss); controls (where
 *   the transport goes); swap, again, learn (buttons); spots over the loss; open(film), writeHand(…), writeRecord(…)
 */
export function createPanels(container) {
  const plane = element('canvas', 'plane-canvas', { role: 'img' });
  const planeBox = element('div', 'plane-box', {}, [plane]);
  const ends = createEnds(planeBox);
  const marks = element('p', 'plane-marks');
  const hand = createScore('Your line', 'hand');
  const trained = createScore('[[Gradient descent]]', 'training');
  const swap = element('button', 'film-button', { type: 'button' }, ['Swap sides']);
  const again = element('button', 'film-button', { type: 'button' }, ['Start over']);
  const learn = element('button', 'film-button line-learn', { type: 'button' }, ['Let gradient descent do it']);
  hand.buttons.append(swap, again);
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
    const { classes, markers, palette, layered } = film;
    marks.replaceChildren(...classes.map((name, k) => element('span', 'plane-mark', { style: `--of: ${palette.light.classes[k]}; --of-dark: ${palette.dark.classes[k]}` },
      [element('span', 'plane-glyph', { 'aria-hidden': 'true' }, [glyphOf(markers[k])]), ` ${capital(name)}`])), element('span', 'plane-mark', {}, ['◯ on the wrong side']));
    hand.root.hidden = layered;
    for (const { button } of ends) button.hidden = layered;
    setTerms(meaning, legend(film));
    slider.setAttribute('aria-valuemax', String(film.steps));
  }

  function writeHand(film, line, best) {
    setText(hand.score, scoreWords(film, line.right));
    setText(hand.note, handNote(film, line.right, best));
    setText(hand.formulas, handSum(line.neuron));
    section.dataset.right = String(line.right);
    ends.forEach(({ name, button }, i) => button.setAttribute('aria-label',
      `The ${name} end of your line: ${placeWords(film, line.ends[i])}. Arrow keys move it.`));
  }

  function writeRecord(film, step, state, shows) {
    Object.assign(section.dataset, { step: String(step), steps: String(film.steps), state, shows });
    setText(trained.score, scoreWords(film, rightAt(film, step)));
    setText(trained.note, `${standing(film, step)}, loss ${brief(film.losses[step], 3)}`);
    trained.formulas.replaceChildren(...sums(film, film.params(step)).map((line) => element('span', 'formula', {}, [line])));
    for (const [card, kind] of [[hand, 'hand'], [trained, 'training']]) card.root.classList.toggle('leads', shows === kind);
    const told = summary(film, step);
    slider.setAttribute('aria-valuenow', String(step));
    slider.setAttribute('aria-valuetext', told);
    plane.setAttribute('aria-label', `${film.count} ${film.nouns.rows} of two kinds in a plane of ${film.features.map(({ name }) => name).join(' and ')}. ${told}`);
  }

  return { section, plane, planeBox, ends, loss, slider, controls, swap, again, learn, spots: createSpots(lossBox, loss), open, writeHand, writeRecord };
}
