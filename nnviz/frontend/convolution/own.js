// The weights on the screen: those that the filter comes with, or the viewer's own; also as text for the address. DOM-free.

import { DONE, REFUSED } from '../shared/view.js';

const written = (weights) => weights.join(',');

/**
 * @param {() => void} changed called after another hand than the viewer's has set them
 * @returns {object} open(film); weights(); set(index, value); reset(); isOwn(); view: a thing of createView
 */
export function createOwn(changed) {
  let filter = { key: '', weights: [] };
  let bounds = [0, 0];
  let weights = [];

  /** Another filter brings its own weights; the same one leaves what has been made of it. */
  function open(film) {
    if (film.filter.key !== filter.key) weights = [...film.filter.weights];
    ({ filter, bounds } = film);
  }

  const isOwn = () => written(weights) !== written(filter.weights);

  function set(index, value) {
    weights = weights.map((weight, i) => (i === index ? value : weight));
  }

  function reset() {
    weights = [...filter.weights];
  }

  const view = {
    read: () => (isOwn() ? written(weights) : ''),
    write(text) {
      const wanted = text === '' ? filter.weights : text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
      const fits = wanted.length === filter.weights.length && wanted.every((value) => value >= bounds[0] && value <= bounds[1]);
      if (!fits) return REFUSED;
      weights = [...wanted];
      changed();
      return DONE;
    },
    allowed: () => `${filter.weights.length} weights from ${bounds.join(' to ')}`,
  };
  return { open, weights: () => weights, set, reset, isOwn, view };
}
