// The elements of the forward pass: what leads through it, places for the pictures, the arithmetic as text.

import { lineOf, summary } from './arithmetic.js';
import { counted } from '../shared/format.js';
import { element, setText } from '../shared/elements.js';
import { setTerms } from '../shared/terms.js';

/** A row of buttons of which one is pressed. */
function createChoice(container, label, onChoose) {
  const group = element('div', 'forward-choice', { role: 'group', 'aria-label': label });
  container.append(group);
  let buttons = [];

  function name(names) {
    if (buttons.map(({ textContent }) => textContent).join() === names.join()) return;
    buttons = names.map((text, i) => {
      const button = element('button', 'film-button', { type: 'button' }, [text]);
      button.addEventListener('click', () => onChoose(i));
      return button;
    });
    group.replaceChildren(...buttons);
  }

  const press = (chosen) => buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === chosen)));

  /** Only the first ones can be chosen. */
  const offer = (count) => buttons.forEach((button, i) => { button.disabled = i >= count; });
  return { name, press, offer };
}

/** The terms of a sum, of which the later ones keep their place unseen. */
function createSum() {
  const terms = element('span', 'forward-terms');
  const result = element('span', 'forward-result');
  const line = element('p', 'forward-line', {}, [terms, result]);
  let written = '';

  function write({ terms: texts = [], sign = '', result: value }, term) {
    const now = texts.join(sign);
    if (now !== written) {
      written = now;
      terms.replaceChildren(...texts.map((text, i) =>
        element('span', 'forward-term', {}, [`${i > 0 ? sign : ''}`, element('span', 'forward-factor', {}, [text])])));
      setText(result, value === undefined ? '' : ` = ${value}`);
    }
    [...terms.children].forEach((node, i) => {
      node.classList.toggle('forward-later', term !== null && i > term);
      node.classList.toggle('forward-now', term === i);
    });
    result.classList.toggle('forward-later', term !== null);
  }

  return { line, write };
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @param {{chapter: (stage: number) => void, weights: (setting: number) => void, scrub: (step: number) => void}} act
 * @returns {object} section; equation, diagram (canvases); controls (where the transport goes); open(film);
 *   write(film, setting, moment, state)
 */
export function createPanels(container, act) {
  const section = element('section', 'player', { 'data-testid': 'forward-player', 'aria-label': 'Forward pass, number by number', tabindex: '-1' });
  container.append(section);
  const grid = element('div', 'forward');
  const bar = element('div', 'forward-bar');
  const equation = element('canvas', 'forward-equation', { role: 'img' });
  const ground = element('div', 'forward-ground', {}, [equation]);
  const scrub = element('input', 'forward-scrub', { type: 'range', min: '0', step: '1', value: '0', 'aria-label': 'Entry' });
  const controls = element('div', 'forward-controls', {}, []);
  const title = element('strong', 'forward-title');
  const told = element('p', 'forward-told');
  const sum = createSum();
  const count = element('p', 'forward-count');
  const words = element('div', 'forward-words', {}, [element('p', '', {}, [title]), told, sum.line, count]);
  const diagram = element('canvas', 'forward-diagram', { role: 'img' });
  grid.append(bar, ground, scrub, controls, words, diagram);
  section.append(grid);
  const chapters = createChoice(bar, 'Chapter', act.chapter);
  const weights = createChoice(bar, 'Weights', act.weights);
  scrub.addEventListener('input', () => act.scrub(Number(scrub.value)));

  /** Another film: its chapters and weights. */
  function open(film) {
    chapters.name(film.settings[0].map(({ name }) => name));
    weights.name(film.header.settings);
    weights.offer(film.header.weights.length);
    scrub.max = String(film.steps);
  }

  /** Show the step of a moment in words. */
  function write(film, setting, moment, state) {
    const { header } = film;
    const stages = film.settings[setting];
    Object.assign(section.dataset, {
      step: moment.number, steps: film.steps, state, chapter: moment.stage.name, weights: header.weights[setting], kind: moment.step.kind,
    });
    chapters.press(stages.indexOf(moment.stage));
    weights.press(setting);
    const line = lineOf(header, moment);
    setTerms(title, line.title);
    setTerms(told, line.told);
    sum.write(line, moment.term);
    const { steps, name } = moment.stage;
    setText(count, moment.local === 0 ? `${name}: ${counted(steps.length - 1, 'step')}` : `${name}: step ${moment.local} of ${steps.length - 1}`);
    const says = summary(header, moment);
    if (scrub.value !== String(moment.number)) scrub.value = String(moment.number);
    scrub.setAttribute('aria-valuetext', says);
    equation.setAttribute('aria-label', `The matrices of this step. ${says}`);
    diagram.setAttribute('aria-label', `The network, ${header.weights[setting]}: ${(moment.stage.whole ? header.sizes : [2, 3]).join(' → ')} neurons.`);
  }

  return { section, equation, diagram, controls, open, write };
}
