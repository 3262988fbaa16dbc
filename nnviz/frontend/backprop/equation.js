// The matrices of a step, as an equation for shared/matrix.js. DOM-free.

import { transposed } from './film.js';
import { entryText, readBy, symbol } from './symbols.js';

const largest = ({ data }) => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

/** What the neurons of a layer are called. */
export const neuronNames = ({ sizes, features, outputs, depth }, layer) => {
  if (layer === 0) return features;
  return layer === depth ? outputs : Array.from({ length: sizes[layer] }, (_, i) => `h${i + 1}`);
};

/** How matrices are shaded, by what they are: forward values, weights, or blame. */
const SHADES = { W: 'weight', b: 'weight', before: 'weight', after: 'weight' };
const FORWARD = ['x', 'y', 'z', 'a', 'p', 'p_after', 'slope'];
const kindOf = (name) => name.replace(/\d+$/, '');
const shadeOf = (name) => SHADES[kindOf(name)] ?? (FORWARD.includes(kindOf(name)) ? 'activation' : 'blame');

/** A matrix of the film as a part of an equation; its key is its name. */
function part(film, name, { turned = false, key = name, title = symbol(name), ...more } = {}) {
  const matrix = turned ? transposed(film.matrix(name)) : film.matrix(name);
  const { rows, columns, data } = matrix;
  const loss = name.startsWith('loss');
  return {
    key, rows, columns, values: data, texts: [...data].map(name === 'y' ? String : entryText),
    title: turned ? `${title}ᵀ` : title,
    shade: loss ? undefined : shadeOf(name),
    clamp: 1.6 * largest(matrix),
    ...more,
  };
}

const batch = (film) => ({ rowNames: film.rows });
const both = (film, layer) => ({ rowNames: neuronNames(film, layer - 1), columnNames: neuronNames(film, layer) });
const joint = (film, layer) => ({ rowNames: [...neuronNames(film, layer - 1), 'bias'], columnNames: neuronNames(film, layer) });

/** By kind of step: its parts, from left to right. */
const PARTS = {
  batch: (film) => [
    part(film, 'x', { ...batch(film), columnNames: neuronNames(film, 0) }),
    part(film, 'y', { operator: ',', ...batch(film), columnNames: film.outputs }),
  ],
  sum: (film, { layer }) => [
    part(film, readBy(layer), batch(film)),
    part(film, `W${layer}`, { operator: '·', ...both(film, layer) }),
    part(film, `b${layer}`, { operator: '+' }),
    part(film, `z${layer}`, { operator: '=', columnNames: neuronNames(film, layer) }),
  ],
  activation: (film, { layer }) => [
    part(film, `z${layer}`, { ...batch(film), columnNames: neuronNames(film, layer) }),
    part(film, `a${layer}`, { operator: '→', note: film.activation.label, columnNames: neuronNames(film, layer) }),
  ],
  softmax: (film, { layer }) => [
    part(film, `z${layer}`, { ...batch(film), columnNames: film.outputs }),
    part(film, 'p', { operator: '→', note: 'softmax', columnNames: film.outputs }),
  ],
  loss: (film) => [
    part(film, 'p', { ...batch(film), columnNames: film.outputs }),
    part(film, 'y', { operator: ',', columnNames: film.outputs }),
    part(film, 'losses', { operator: '→', note: '−ln p' }),
    part(film, 'loss', { operator: '→', note: 'mean' }),
  ],
  delta_last: (film, { layer }) => [
    part(film, 'p', { ...batch(film), operator: film.count > 1 ? '(' : '', columnNames: film.outputs }),
    part(film, 'y', { operator: '−', columnNames: film.outputs }),
    part(film, `delta${layer}`, { operator: film.count > 1 ? `) / ${film.count} =` : '=', columnNames: film.outputs }),
  ],
  weights: (film, { layer }) => [
    part(film, readBy(layer), { turned: true, columnNames: film.rows, rowNames: neuronNames(film, layer - 1) }),
    part(film, `delta${layer}`, { operator: '·', ...batch(film), columnNames: neuronNames(film, layer) }),
    part(film, `dW${layer}`, { operator: '=', ...both(film, layer) }),
  ],
  biases: (film, { layer }) => [
    part(film, `delta${layer}`, { ...batch(film), columnNames: neuronNames(film, layer) }),
    part(film, `db${layer}`, { operator: '→', note: 'Σ', columnNames: neuronNames(film, layer) }),
  ],
  blame: (film, { layer }) => [
    part(film, `delta${layer + 1}`, { ...batch(film), columnNames: neuronNames(film, layer + 1) }),
    part(film, `W${layer + 1}`, { turned: true, operator: '·', rowNames: neuronNames(film, layer + 1), columnNames: neuronNames(film, layer) }),
    part(film, `blame${layer}`, { operator: '=', columnNames: neuronNames(film, layer) }),
  ],
  delta: (film, { layer }) => [
    part(film, `blame${layer}`, { ...batch(film), columnNames: neuronNames(film, layer) }),
    part(film, `slope${layer}`, { operator: '×', columnNames: neuronNames(film, layer) }),
    part(film, `delta${layer}`, { operator: '=', columnNames: neuronNames(film, layer) }),
  ],
  update: (film, { layer }) => [
    part(film, `before${layer}`, joint(film, layer)),
    part(film, `direction${layer}`, {
      operator: `− ${film.learningRate} ×`, title: symbol(film.followsGradient ? `gradient${layer}` : `direction${layer}`), columnNames: neuronNames(film, layer),
    }),
    part(film, `after${layer}`, { operator: '=', columnNames: neuronNames(film, layer) }),
  ],
  again: (film) => [
    part(film, 'p', { ...batch(film), columnNames: film.outputs }),
    part(film, 'p_after', { operator: '→', columnNames: film.outputs }),
    part(film, 'losses_after', { operator: '→', note: '−ln p' }),
    part(film, 'loss_after', { operator: '→', note: 'mean' }),
  ],
};

/**
 * The parts of a step's equation, for layoutEquation; their keys are the names of their matrices.
 * @param {object} film from readFilm
 * @param {object} step of scriptOf
 */
export const equationOf = (film, step) => PARTS[step.kind](film, step);
