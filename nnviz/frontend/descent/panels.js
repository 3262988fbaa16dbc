// The elements of the descent player: places for the pictures, the arithmetic as text. All text is
// set as text, never as markup.

import { arithmetic, directionNote, standing, summary } from './arithmetic.js';
import { createSpots, setTerms } from '../shared/terms.js';

/** Lines whose names are no terms, and the term that explains them. */
const OTHERWISE = { Next: 'step' };

function append(parent, tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

const CLASSES = ['descent-result', 'descent-result', 'descent-result', 'descent-next'];

/** One row for each line of the arithmetic; the last tells what comes next, the others what is. */
function createRows(list) {
  return CLASSES.map((className) => {
    const row = append(list, 'div', 'descent-row');
    const name = append(row, 'dt', 'descent-name');
    const line = append(row, 'dd', 'descent-line');
    return { name, formula: append(line, 'span', ''), result: append(line, 'span', className) };
  });
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @returns {object} section; slider (the timelines); landscape, weights, losses (canvases); controls (where the transport
 *   goes); spots (by picture: puts the names of its axes there); write(film, step, state)
 */
export function createPanels(container) {
  const section = append(container, 'section', 'player', {
    'data-testid': 'descent-player',
    'aria-label': 'Gradient descent, step by step',
    tabindex: '-1',
  });
  const grid = append(section, 'div', 'descent');
  const ground = append(grid, 'div', 'descent-ground');
  const landscape = append(ground, 'canvas', 'descent-landscape', { role: 'img' });
  const place = append(grid, 'div', 'descent-place');
  const slider = append(place, 'div', 'descent-timelines', {
    role: 'slider',
    tabindex: '0',
    'aria-label': 'Step',
    'aria-valuemin': '0',
  });
  const weights = append(slider, 'canvas', 'descent-timeline', { 'aria-hidden': 'true' });
  const losses = append(slider, 'canvas', 'descent-timeline', { 'aria-hidden': 'true' });
  const sum = append(grid, 'div', 'descent-sum');
  const title = append(sum, 'p', 'descent-title');
  const here = append(title, 'strong', 'descent-here');
  const steps = append(title, 'span', 'descent-steps');
  const rows = createRows(append(sum, 'dl', 'descent-rows'));
  const note = append(sum, 'p', 'descent-note');
  const controls = append(grid, 'div', 'descent-controls');

  /** Show the arithmetic of the step that starts at row `step`, and tell where the film stands. */
  function write(film, step, state) {
    section.dataset.step = String(step);
    section.dataset.steps = String(film.steps);
    section.dataset.state = state;
    const stands = standing(film, step);
    here.textContent = stands.weight;
    steps.textContent = ` ${stands.steps}`;
    arithmetic(film, step).forEach(({ name, formula, result }, i) => {
      setTerms(rows[i].name, name in OTHERWISE ? `[[${name}|${OTHERWISE[name]}]]` : `[[${name}]]`);
      rows[i].formula.textContent = `${formula} `;
      rows[i].result.textContent = result;
    });
    note.textContent = directionNote(film, step);
    note.hidden = film.followsGradient;
    const told = summary(film, step);
    slider.setAttribute('aria-valuemax', String(film.steps));
    slider.setAttribute('aria-valuenow', String(step));
    slider.setAttribute('aria-valuetext', told);
    landscape.setAttribute('aria-label', `The loss over the weight. ${told}`);
  }

  const spots = {
    landscape: createSpots(ground, landscape), weights: createSpots(place, weights), losses: createSpots(place, losses),
  };
  return { section, slider, landscape, weights, losses, controls, spots, write };
}
