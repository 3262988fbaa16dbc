// The elements of the map: places for the pictures, the slider, numbers as text.

import { element } from '../shared/elements.js';
import { createSpots, setTerms } from '../shared/terms.js';
import { sliderBox } from './layout.js';
import { stateOf } from './record.js';
import { legendText, rateText, readout, summary } from './words.js';

/** A picture in two layers: what stays, and what follows the pointer and the slider. */
function createPicture(name, attributes) {
  const canvas = element('canvas', 'sweep-canvas', { 'aria-hidden': 'true' });
  const top = element('canvas', 'sweep-canvas sweep-top', { 'aria-hidden': 'true' });
  const root = element('div', `sweep-picture sweep-${name}`, attributes, [canvas, top]);
  return { root, canvas, top, spots: createSpots(root, canvas) };
}

function createReadout() {
  const rate = element('strong', 'sweep-rate');
  const seed = element('span', 'reading-name');
  const note = element('span', 'sweep-note');
  const readings = [0, 1, 2].map(() => ({ name: element('span', 'reading-name'), value: element('span', 'number') }));
  const root = element('div', 'sweep-readout', { 'data-testid': 'sweep-readout' }, [
    element('p', 'sweep-headline', {}, [rate, seed, note]),
    element('p', 'readout', {}, readings.map(({ name, value }) => element('span', 'reading', {}, [name, value]))),
  ]);
  return { root, rate, seed, note, readings };
}

const HINT = 'Point at the map to read a cell; drag there or on the slider to choose a learning rate.';

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @returns {object} the elements by name; pictures {scale, map, losses, scores, curve};
 *   place(layout), write(record, column), point(text)
 */
export function createPanels(container) {
  const pictures = {
    scale: createPicture('scale', {}),
    map: createPicture('map', {
      role: 'application',
      tabindex: '0',
      'aria-label': 'Map of losses. Left and right arrows choose the learning rate, up and down read the epochs, Escape stops reading.',
      'aria-roledescription': 'map',
    }),
    losses: createPicture('losses', {}),
    scores: createPicture('scores', {}),
    curve: createPicture('curve', {}),
  };
  const slider = element('input', 'sweep-slider', { type: 'range', min: '0', step: '1', 'aria-label': 'Learning rate η' });
  const pointed = element('p', 'pointed sweep-pointed', { 'data-testid': 'sweep-pointed', 'aria-live': 'polite' }, [HINT]);
  const numbers = createReadout();
  const legend = element('p', 'note sweep-legend');
  const words = element('p', 'visually-hidden');
  const section = element('section', 'player', { 'data-testid': 'sweep-map', 'data-state': 'empty', 'aria-label': 'Learning rates compared' }, [
    element('div', 'sweep', {}, [
      pictures.scale.root,
      pictures.map.root,
      element('div', 'sweep-sliding', {}, [slider]),
      pointed,
      numbers.root,
      pictures.curve.root,
      pictures.losses.root,
      pictures.scores.root,
      legend,
    ]),
    words,
  ]);
  container.append(section);

  /** Put the slider under the map's columns. */
  function place(layout) {
    const { left, width } = sliderBox(layout);
    slider.style.marginLeft = `${left}px`;
    slider.style.width = `${width}px`;
  }

  /** Numbers and words about the rate that is shown. */
  function write(record, column) {
    const { rates } = record;
    const { rate, seed, readings, note } = readout(record, column);
    Object.assign(section.dataset, {
      rows: record.rows, epochs: record.epochs, selected: column, rate: rates[column], state: stateOf(record),
    });
    slider.max = String(rates.length - 1);
    slider.disabled = rates.length === 1;
    slider.value = String(column);
    slider.setAttribute('aria-valuetext', rateText(rates[column]));
    setTerms(numbers.rate, `[[η]] = ${rate}`);
    numbers.seed.textContent = seed;
    numbers.note.textContent = note;
    readings.forEach(({ name, value }, i) => {
      setTerms(numbers.readings[i].name, `[[${name}]]`);
      numbers.readings[i].value.textContent = value;
    });
    setTerms(legend, legendText(record));
    words.textContent = summary(record);
  }

  /** What the pointer, or the arrow keys, are at; nothing if empty. */
  function point(text) {
    pointed.textContent = text || HINT;
    pointed.classList.toggle('sweep-hint', !text);
    pointed.dataset.picture = text ? 'yes' : 'no';
  }

  point('');
  return { section, slider, pictures, place, write, point };
}
