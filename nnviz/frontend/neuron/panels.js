// The elements of the neuron's film: the two drawings with their pairs, the sliders, the sum, the curve, the comparison.

import { element, setText } from '../shared/elements.js';
import { brief } from '../shared/format.js';
import { createSpots, linked, setTerms } from '../shared/terms.js';
import { firing, slopeWords, sumLines, summary } from './arithmetic.js';
import { INVITATION, PAIRS } from './pairs.js';
import { svg } from './svg.js';

/** A drawing under its name; what it shows is told in words, too. */
function createDrawing(name) {
  const drawing = svg('svg', { class: 'drawing', role: 'img', 'aria-label': name, preserveAspectRatio: 'xMidYMid meet' });
  return { drawing, figure: element('figure', 'neuron-figure', {}, [element('figcaption', 'neuron-caption', {}, [name]), drawing]) };
}

function createPairs() {
  const buttons = PAIRS.map(({ key, cell, artificial }) => {
    const name = artificial.replace(/\[\[([^\]|]+).*\]\]/, '$1');
    return { key, button: element('button', 'film-button pair', { type: 'button', 'data-part': key, 'aria-pressed': 'false' }, [`${cell} ↔ ${name}`]) };
  });
  return { buttons, root: element('div', 'pairs', { role: 'group', 'aria-label': 'Matching parts' }, buttons.map(({ button }) => button)) };
}

/** One line of the arithmetic: what it is called, and what stands there. */
function createLine(name) {
  const formula = element('span');
  const result = element('strong', 'sum-result');
  const note = element('span', 'sum-note');
  const line = element('dd', 'sum-line', {}, [formula, result, note]);
  return { formula, result, note, root: [element('dt', 'sum-name', {}, linked(name)), line] };
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @returns {object} section; cell, artificial (drawings); pairs (buttons by key); controls, compare (places);
 *   curve (canvas) and spots over it; say(key): the sentence of a pair; write(neuron, found, activation)
 */
export function createPanels(container) {
  const [cell, artificial] = [createDrawing('A nerve cell'), createDrawing('An artificial neuron')];
  const pairs = createPairs();
  const told = element('p', 'pair-says', { role: 'status' });
  const controls = element('div', 'neuron-controls');
  const [letters, numbers, products] = ['[[Sum|weighted sum]]', '', ''].map(createLine);
  const activation = createLine('[[Activation]]');
  const slope = createLine('[[Slope|curve-slope]]');
  const badge = element('strong', 'badge');
  const why = element('span', 'why');
  const sum = element('div', 'neuron-sum', {}, [
    element('dl', 'sum-lines', {}, [letters, numbers, products, activation, slope].flatMap(({ root }) => root)),
    element('p', 'firing', {}, [badge, ' ', why]),
  ]);
  const curve = element('canvas', 'neuron-curve', { role: 'img' });
  const curveBox = element('div', 'curve-box', {}, [curve]);
  const compare = element('div', 'neuron-compare');
  const section = element('section', 'player', { 'data-testid': 'neuron', 'aria-label': 'One neuron', tabindex: '-1' }, [
    element('div', 'neuron', {}, [
      element('div', 'neuron-pictures', {}, [cell.figure, artificial.figure]),
      element('div', 'neuron-pairs', {}, [pairs.root, told]),
      controls, sum, curveBox, compare,
    ]),
  ]);
  container.append(section);

  function say(key) {
    const pair = PAIRS.find((candidate) => candidate.key === key);
    setTerms(told, pair ? `${pair.cell} ↔ ${pair.artificial}: ${pair.says}` : INVITATION);
  }

  function write(neuron, found, { label, plain }) {
    const lines = sumLines(neuron, found);
    setText(letters.formula, `z = ${lines.letters}`);
    setText(numbers.formula, `= ${lines.numbers}`);
    setText(products.formula, `= ${lines.products} = `);
    setText(products.result, lines.result);
    setText(activation.formula, `a = ${label}(z) = ${plain} = `);
    setText(activation.result, brief(found.a, 4));
    setText(slope.formula, 'f′(z) = ');
    setText(slope.result, brief(found.slope, 4));
    setText(slope.note, `: ${slopeWords(found)}`);
    const { word, why: reason } = firing(neuron, found);
    setText(badge, word);
    setTerms(why, reason);
    section.dataset.fires = String(found.fires);
    section.dataset.z = String(found.z);
    section.dataset.a = String(found.a);
    const sentence = summary(neuron, found, label);
    artificial.drawing.setAttribute('aria-label', `An artificial neuron. ${sentence}`);
    cell.drawing.setAttribute('aria-label', `A nerve cell with as many dendrites. ${word}.`);
    curve.setAttribute('aria-label', `The curve of ${label}: at z = ${brief(found.z, 4)}, a is ${brief(found.a, 4)} and the slope ${brief(found.slope, 4)}.`);
  }

  return {
    section, cell: cell.drawing, artificial: artificial.drawing, pairs: pairs.buttons, controls, compare, curve,
    spots: createSpots(curveBox, curve), say, write,
  };
}
