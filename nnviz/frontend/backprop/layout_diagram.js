// Where the neurons of the network go. DOM-free.

import { neuronNames } from './equation.js';

const TOP = 26; // room for the names of the layers
const BOTTOM = 16; // and for δ below the last neuron
const NAME = 92; // most room for the names beside the first and the last layer
const LARGEST = 21;

/**
 * @param {object} film from readFilm
 * @param {number} width CSS pixels
 * @param {number} height
 * @param {(text: string) => number} measure width of a text
 * @returns {{radius: number, layers: {x: number, name: string, neurons: {x: number, y: number, name: string}[]}[]}}
 */
export function layoutDiagram(film, width, height, measure) {
  const { sizes, depth } = film;
  const most = Math.max(...sizes);
  const radius = Math.min(LARGEST, (height - TOP - BOTTOM) / most / 3.2);
  const room = (layer) => Math.min(NAME, Math.max(...neuronNames(film, layer).map(measure))) + radius + 6;
  const [left, right] = [room(0), width - room(depth)];
  const pitch = Math.min((height - TOP - BOTTOM) / most, 4.2 * radius);
  const middle = TOP + (height - TOP - BOTTOM) / 2;
  const layers = sizes.map((size, layer) => {
    const x = left + ((right - left) * layer) / depth;
    const names = neuronNames(film, layer);
    const neurons = names.map((name, index) => ({ x, y: middle + (index - (size - 1) / 2) * pitch, name }));
    return { x, name: layer === 0 ? 'inputs' : layer === depth ? 'outputs' : `hidden ${layer}`, neurons };
  });
  return { radius, layers };
}
