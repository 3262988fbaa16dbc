// The elements of the race: places for the pictures, the field as a list to choose from, one step as a table. All text is
// set as text, never as markup.

import { setText } from '../shared/elements.js';
import { strays } from './film.js';
import { point, standing, summary, takenApart } from './words.js';
import { brief } from '../shared/format.js';
import { createSpots, setTerms } from '../shared/terms.js';

const MOST_LINES = 9;
const HINT = 'Click the map to start there. From the keyboard: focus the map, move the cross with the arrow keys, set it with Enter.';

function append(parent, tag, className, attributes = {}) {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

/** Two canvases of one size, one over the other: what stays, and what moves. */
function createLayers(parent, className, attributes) {
  const box = append(parent, 'div', className, attributes);
  const still = append(box, 'canvas', '', { 'aria-hidden': 'true' });
  const moving = append(box, 'canvas', '', { 'aria-hidden': 'true' });
  return { box, still, moving };
}

let lists = 0; // radio buttons of two races on one page belong to different groups

/** The runners as a list of radio buttons. */
function createField(parent, onChosen) {
  const list = append(parent, 'fieldset', 'race-field');
  append(list, 'legend', 'race-title').textContent = 'Choose whose steps are taken apart';
  const head = append(list, 'div', 'race-runner race-heads');
  for (const name of ['', '', '[[optimizer]]', '[[η]]', '[[loss now]]']) setTerms(append(head, 'span', ''), name);
  const name = `race-${(lists += 1)}`;
  let rows = [];

  function show(race) {
    for (const { row } of rows) row.remove();
    rows = race.runners.map((runner, i) => {
      const row = append(list, 'label', strays(race, runner) ? 'race-runner race-tall' : 'race-runner');
      const radio = append(row, 'input', '', { type: 'radio', name, value: runner.key });
      const mark = append(row, 'canvas', 'race-mark', { 'aria-hidden': 'true' });
      const label = append(row, 'span', 'race-name');
      append(label, 'span', '').textContent = runner.label;
      const note = append(label, 'span', 'race-note');
      append(row, 'span', 'race-rate').textContent = brief(runner.learningRate);
      const loss = append(row, 'span', 'race-loss');
      radio.addEventListener('change', () => onChosen(i));
      return { row, radio, mark, note, loss };
    });
  }

  function write(race, places) {
    rows.forEach(({ note, loss }, i) => {
      const said = standing(race, race.runners[i], places[i]);
      setText(loss, said.loss);
      setText(note, said.note);
    });
  }

  return {
    show,
    write,
    choose: (chosen) => rows.forEach(({ radio, row }, i) => {
      radio.checked = i === chosen;
      row.classList.toggle('race-chosen', i === chosen);
    }),
    marks: () => rows.map(({ mark }) => mark),
  };
}

/** One step of one runner as a table. */
function createStep(parent) {
  const box = append(parent, 'div', 'race-step');
  const table = append(box, 'table', 'race-table');
  const title = append(table, 'caption', 'race-title');
  const head = append(append(table, 'thead', ''), 'tr', '');
  for (const name of ['quantity', 'for w₁', 'for w₂']) append(head, 'th', '', { scope: 'col' }).textContent = name;
  const body = append(table, 'tbody', '');
  const rows = Array.from({ length: MOST_LINES }, () => {
    const row = append(body, 'tr', '');
    const name = append(row, 'th', '', { scope: 'row' });
    return { row, name, values: [append(row, 'td', ''), append(row, 'td', '')] };
  });
  return (runner, step) => {
    const told = takenApart(runner, step);
    setText(title, told.title);
    rows.forEach(({ row, name, values }, i) => {
      const line = told.lines[i];
      row.hidden = !line;
      if (!line) return;
      setTerms(name, line.name);
      values.forEach((cell, axis) => setText(cell, line.values[axis]));
    });
  };
}

/** What the arrows mean; the scene colours the samples. */
function createArrowLegend(parent) {
  const legend = append(parent, 'p', 'race-arrows');
  const samples = {};
  for (const [kind, sign, words] of [
    ['gradient', '−g', '[[downhill]]'],
    ['momentum', '−m', 'the [[momentum]]'],
    ['step', 'step', 'true to scale'],
  ]) {
    const item = append(legend, 'span', '');
    samples[kind] = append(item, 'strong', '');
    samples[kind].textContent = `→ ${sign}`;
    setTerms(append(item, 'span', ''), ` ${words}`);
  }
  append(legend, 'span', '').textContent = 'Four times the size of g or m is twice the length.';
  return samples;
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @param {(chosen: number) => void} onChosen called with the index of the runner that was chosen
 * @returns {object} section; spots (by picture: puts the names of its axes there); map and losses {box, still, moving}; controls (where the transport goes); field; samples;
 *   write(race, chosen, step, state, places), writeAim(race, aim)
 */
export function createPanels(container, onChosen) {
  const section = append(container, 'section', 'player', {
    'data-testid': 'race',
    'aria-label': 'Optimizers racing down a landscape',
    tabindex: '-1',
  });
  const grid = append(section, 'div', 'race');
  const place = append(grid, 'div', 'race-place');
  const map = createLayers(place, 'race-map', { role: 'application', tabindex: '0' });
  const controls = append(place, 'div', 'race-controls');
  const hint = append(place, 'p', 'race-hint', { 'aria-live': 'polite', 'data-picture': 'no' });
  const field = createField(append(grid, 'div', 'race-list'), onChosen);
  const below = append(grid, 'div', 'race-below');
  const losses = createLayers(below, 'race-losses', { role: 'slider', tabindex: '0', 'aria-label': 'Step', 'aria-valuemin': '0' });
  const apart = append(grid, 'div', 'race-apart');
  const samples = createArrowLegend(apart);
  const writeStep = createStep(apart);

  function write(race, chosen, step, state, places) {
    Object.assign(section.dataset, { step, steps: race.steps, state, chosen: race.runners[chosen].key, start: race.start.join(',') });
    field.write(race, places);
    writeStep(race.runners[chosen], step);
    losses.box.setAttribute('aria-valuemax', String(race.steps));
    losses.box.setAttribute('aria-valuenow', String(step));
    losses.box.setAttribute('aria-valuetext', summary(race, step, places));
    map.box.setAttribute('aria-label', `Map of the loss (${race.landscape}), start at ${point(race.start)}. ${HINT}`);
  }

  /** @param {number[] | null} aim the start that the keyboard is choosing */
  function writeAim(race, aim) {
    setText(hint, aim ? `Enter starts at ${point(aim)}; Escape leaves the start where it is.` : HINT);
  }

  const spots = { map: createSpots(place, map.still), losses: createSpots(below, losses.still) };
  return { section, spots, map, losses, controls, field, samples, write, writeAim };
}
