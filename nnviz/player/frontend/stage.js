// The elements of the network player. All texts from data are set as text, never as markup.

import { scaleGradient } from './theme.js';

/** Create an element with a class, attributes and, for strings among the children, text. */
export function element(tag, className, attributes = {}, children = []) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function canvasWithKeys(className, label, description) {
  return element('canvas', className, {
    role: 'application', tabindex: '0', 'aria-label': label, 'aria-roledescription': description,
  });
}

/** A colour bar with its numbers and a caption. */
function createScale(className) {
  const bar = element('span', 'scale-bar');
  const low = element('span', 'scale-number');
  const high = element('span', 'scale-number');
  const caption = element('span', 'scale-caption');
  const other = element('span', 'scale-other', { hidden: '' }, [element('span', 'scale-swatch'), 'NaN or ∞']);
  const range = element('span', 'scale-range', {}, [low, element('span', 'scale-bar-box', {}, [bar, element('span', 'scale-zero', {}, ['0'])]), high]);
  const root = element('figcaption', `scale ${className}`, {}, [range, other, caption]);

  /** Show a pair of colours, the numbers at its ends and what it stands for. */
  function update({ pair, clamp, text, theme, anyNonFinite, nonFiniteColor }) {
    bar.style.background = scaleGradient(pair, theme.background);
    low.textContent = `≤ −${clamp}`;
    high.textContent = `≥ ${clamp}`;
    caption.textContent = text;
    other.hidden = !anyNonFinite;
    other.firstChild.style.background = nonFiniteColor;
  }
  return { root, update };
}

const NUMBERS = [
  ['epoch', 'epoch'], ['train_loss', 'train loss'], ['test_loss', 'test loss'],
  ['train_accuracy', 'train accuracy'], ['test_accuracy', 'test accuracy'],
];

function createReadout() {
  const values = {};
  const units = {};
  const items = NUMBERS.map(([key, label]) => {
    values[key] = element('span', `number number-${key}`);
    units[key] = element('span', 'unit');
    return element('span', 'reading', {}, [element('span', 'reading-name', {}, [label]), values[key], units[key]]);
  });
  const note = element('span', 'note');
  return { root: element('p', 'readout', {}, [...items, note]), values, units, note };
}

function createFillControls() {
  const what = element('select', 'fill-select');
  for (const [value, text] of [['bias', 'bias'], ['activation', 'activation for one penguin']]) {
    what.append(element('option', '', { value }, [text]));
  }
  const who = element('select', 'penguin-select', { 'aria-label': 'Penguin' });
  who.hidden = true;
  const root = element('div', 'fill', {}, [element('label', '', {}, [element('span', '', {}, ['Neurons show']), what]), who]);
  return { root, what, who };
}

/**
 * Build the player's elements inside a container.
 * @param {Element | ShadowRoot} container
 * @returns {object} the elements by name
 */
export function createStage(container) {
  const diagram = canvasWithKeys('diagram', 'Network diagram. Arrow keys move among neurons, Escape leaves them.', 'network diagram');
  const matrices = canvasWithKeys('matrices', 'Weight matrices. Arrow keys move among cells, Escape leaves them.', 'weight matrices');
  const neuronScale = createScale('scale-neurons');
  const weightScale = createScale('scale-weights');
  const pointed = element('p', 'pointed', { 'data-testid': 'pointed' });
  const readout = createReadout();
  const slider = element('div', 'timeline', { role: 'slider', tabindex: '0', 'aria-label': 'Epoch', 'aria-valuemin': '0' });
  const curves = element('canvas', 'timeline-curves', { 'aria-hidden': 'true' });
  const cursor = element('canvas', 'timeline-cursor', { 'aria-hidden': 'true' });
  slider.append(curves, cursor);
  const fill = createFillControls();
  const controls = element('div', 'controls');
  const penguin = element('p', 'penguin');
  penguin.hidden = true;
  const summary = element('p', 'visually-hidden');
  const section = element('section', 'player', {
    'data-testid': 'network-player', 'aria-label': 'Network player', tabindex: '-1',
  }, [
    element('div', 'scenes', {}, [
      element('figure', 'scene', {}, [diagram, neuronScale.root]),
      element('figure', 'scene', {}, [matrices, weightScale.root]),
    ]),
    pointed, readout.root, slider, controls, penguin, summary,
  ]);
  container.append(section);
  return { section, diagram, matrices, neuronScale, weightScale, pointed, readout, slider, curves, cursor, fill, controls, penguin, summary };
}
