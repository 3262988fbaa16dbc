// The numbers of the neuron on the screen: those it opened with, what the viewer has made of them, and both as text for
// the address. DOM-free.

import { DONE, REFUSED } from '../shared/view.js';

/** What an input, or a weight, is as soon as there is one more. */
const FRESH = { x: 1, w: 1 };

const copyOf = ({ x, w, b, activation }) => ({ x: [...x], w: [...w], b, activation });

/** Numbers as they stand in an address. */
const written = (values) => values.join(',');

const within = (value, [low, high]) => Number.isFinite(value) && value >= low && value <= high;

/**
 * @param {{neuron: object, bounds: {inputs: number[], value: number[], bias: number[]}, activations: {key: string}[]}} film
 *   from readFilm
 * @returns {object} neuron {x, w, b, activation}; set(name, value, index), of x, w, b and activation; resize(count);
 *   open(film): begin again; view: the things of createView
 */
export function createState(film) {
  let { neuron: opening, bounds, activations } = film;
  const state = { neuron: copyOf(opening), set, resize, open, view: {} };

  function open(next) {
    ({ neuron: opening, bounds, activations } = next);
    state.neuron = copyOf(opening);
  }

  function set(name, value, index) {
    if (index === undefined) state.neuron[name] = value;
    else state.neuron[name][index] = value;
  }

  function resize(count) {
    for (const name of ['x', 'w']) {
      state.neuron[name] = Array.from({ length: count }, (_, i) => state.neuron[name][i] ?? FRESH[name]);
    }
  }

  /** A thing is '' as long as it is what the film opened with. */
  const thing = (read, take, allowed) => ({
    read: () => (read(state.neuron) === read(opening) ? '' : read(state.neuron)),
    write: (text) => (take(text === '' ? read(opening) : text) ? DONE : REFUSED),
    allowed,
  });

  function takeNumbers(text) {
    const values = text.split(',').map(Number);
    const count = values.length / 2;
    if (!Number.isInteger(count) || !within(count, bounds.inputs) || !values.every((value) => within(value, bounds.value))) return false;
    state.neuron.x = values.slice(0, count);
    state.neuron.w = values.slice(count);
    return true;
  }

  function takeBias(text) {
    const value = text.trim() === '' ? NaN : Number(text);
    if (within(value, bounds.bias)) state.neuron.b = value;
    return within(value, bounds.bias);
  }

  function takeActivation(key) {
    const known = activations.some((activation) => activation.key === key);
    if (known) state.neuron.activation = key;
    return known;
  }

  state.view = {
    xw: thing(({ x, w }) => written([...x, ...w]), takeNumbers,
      () => `the inputs and as many weights, ${bounds.inputs.join(' to ')} of each, from ${bounds.value.join(' to ')}`),
    b: thing(({ b }) => String(b), takeBias, () => `a number from ${bounds.bias.join(' to ')}`),
    f: thing(({ activation }) => activation, takeActivation, () => `one of ${activations.map(({ key }) => key).join(', ')}`),
  };
  return state;
}
