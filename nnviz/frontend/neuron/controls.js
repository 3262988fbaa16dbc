// The sliders of a neuron: how many inputs, each input and its weight, the bias.

import { element, setText } from '../shared/elements.js';
import { brief, fixed } from '../shared/format.js';
import { linked } from '../shared/terms.js';
import { subscript } from './arithmetic.js';

const STEP = 0.1;

/** One number to pull; its arrow keys move it by a tenth. */
function createSlider(name, letter, [low, high], onValue) {
  const range = element('input', 'slider-range', { type: 'range', min: low, max: high, step: STEP, 'aria-label': `${name} ${letter}` });
  const value = element('output', 'slider-value');
  const root = element('span', 'slider', {}, [element('span', 'slider-name', { 'aria-hidden': 'true' }, [letter]), range, value]);
  range.addEventListener('input', () => onValue(Number(range.valueAsNumber.toFixed(1))));
  return {
    root,
    show(next) {
      if (range.valueAsNumber !== next) range.value = String(next);
      setText(value, fixed(next, Number.isInteger(next * 10) ? 1 : 2));
    },
  };
}

function createCounts(bounds, onCount) {
  const [low, high] = bounds;
  const buttons = Array.from({ length: high - low + 1 }, (_, i) => {
    const count = low + i;
    const button = element('button', 'film-button count', { type: 'button', 'aria-label': `${count} ${count === 1 ? 'input' : 'inputs'}` }, [String(count)]);
    button.addEventListener('click', () => onCount(count));
    return { count, button };
  });
  const root = element('div', 'counts', { role: 'group', 'aria-label': 'How many inputs' },
    [element('span', 'counts-name', {}, linked('[[Inputs|input]]')), ...buttons.map(({ button }) => button)]);
  return {
    root,
    show: (now) => buttons.forEach(({ count, button }) => button.setAttribute('aria-pressed', String(count === now))),
  };
}

/**
 * @param {Element} container
 * @param {{inputs: number[], value: number[], bias: number[]}} bounds
 * @param {{set: (name: string, value: number, index?: number) => void, resize: (count: number) => void}} actions
 * @returns {(neuron: object, found: object) => void} show
 */
export function createControls(container, bounds, actions) {
  const counts = createCounts(bounds.inputs, actions.resize);
  const rows = Array.from({ length: bounds.inputs[1] }, (_, i) => {
    const x = createSlider('Input', `x${subscript(i + 1)}`, bounds.value, (value) => actions.set('x', value, i));
    const w = createSlider('Weight', `w${subscript(i + 1)}`, bounds.value, (value) => actions.set('w', value, i));
    const product = element('span', 'product');
    return { x, w, product, root: element('div', 'slider-row', {}, [x.root, w.root, product]) };
  });
  const bias = createSlider('Bias', 'b', bounds.bias, (value) => actions.set('b', value));
  container.append(counts.root, ...rows.map(({ root }) => root), element('div', 'slider-row', {}, [bias.root]));

  return ({ x, w, b }, { products }) => {
    counts.show(x.length);
    rows.forEach((row, i) => {
      row.root.hidden = i >= x.length;
      if (row.root.hidden) return;
      row.x.show(x[i]);
      row.w.show(w[i]);
      setText(row.product, `w${subscript(i + 1)}·x${subscript(i + 1)} = ${brief(products[i], 4)}`);
    });
    bias.show(b);
  };
}
