// A network as its header tells it: what it is made of, and where each parameter lies. DOM-free.

import { kindOf, KINDS } from './layers.js';
import { openTask } from './tasks.js';

/** A part with all that follows from its kind, its shape and its offset: W begins there, and b follows. */
function openPart({ kind, shape, offset, frozen }) {
  const sizes = KINDS[kind].sizes(shape);
  const biases = offset + sizes.rows * sizes.columns;
  return { kind, shape, frozen, ...sizes, weights: offset, biases, end: biases + sizes.columns };
}

/** What stands for a model that the browser cannot compute: it has inputs and outputs, and no parameters. */
const unknown = (inputs, outputs) =>
  ({ kind: null, inputs, outputs, rows: 0, columns: 0, weights: 0, biases: 0, end: 0 });

/**
 * The network of a header.
 * @param {{parts: object[], activation: {key: string}, loss: {key: string}, task: object, features: object[],
 *   picture?: number[] | null}} header
 * @returns {{parts: object[], sizes: number[], count: number, task: object, activation: string, loss: string,
 *   picture: number[] | null, key: string}} sizes: neurons of each layer, the inputs first; picture: the inputs as [channels, height, width]; count: P; key: the same for networks that compute the same
 */
export function openNetwork({ parts, activation, loss, task, features, picture = null }) {
  const opened = parts.every(({ kind }) => kind in KINDS)
    ? parts.map(openPart)
    : [unknown(features.length, task.outputs.length)];
  return {
    parts: opened,
    sizes: [opened[0].inputs, ...opened.map(({ outputs }) => outputs)],
    count: Math.max(...opened.map(({ end }) => end)),
    task: openTask(task),
    activation: activation.key,
    loss: loss.key,
    picture,
    key: JSON.stringify([parts.map(({ kind, shape, offset }) => [kind, shape, offset]), activation.key, task]),
  };
}

/** Whether a layer of neurons is the last one. */
export const isOutput = ({ parts }, layer) => layer === parts.length;

/** The key of the activation function that follows the sums of a layer of neurons; null: they are passed on as they are. */
export const activationOf = ({ parts, activation }, layer) =>
  (layer > 0 && layer < parts.length && kindOf(parts[layer - 1]).activated ? activation : null);

/** Whether the neurons of a layer have weights and biases of their own. */
export const hasWeights = ({ parts }, layer) => layer > 0 && parts[layer - 1].columns > 0;

/** Offset of a cell of W. @param {number} layer the part, 0 reads the inputs */
export const weightAt = ({ parts }, layer, row, column) => parts[layer].weights + row * parts[layer].columns + column;

/** Offset of the bias of neuron `index` in a layer of neurons that has weights. */
export const biasAt = ({ parts }, layer, index) => {
  const part = parts[layer - 1];
  return part.biases + kindOf(part).columnOf(part, index);
};

/**
 * Where the weights lie that lead out of a neuron and of no other; none for an output.
 * @returns {number[]} offsets
 */
export const outgoing = ({ parts }, layer, index) =>
  (layer < parts.length ? kindOf(parts[layer]).outgoing(parts[layer], index) : []);

/** Which pairs of neurons [from, to] a weight stands between; of a bias (row null) [null, to]. */
export const usesOf = ({ parts }, layer, row, column) => kindOf(parts[layer]).usesOf(parts[layer], row, column);

/** The cell [row, column] of part `layer` between two neurons, or null. */
export const cellOf = ({ parts }, layer, from, to) => kindOf(parts[layer]).cellOf(parts[layer], from, to);

/** The column of W that a neuron's sum reads. @param {number} layer of neurons, at least 1 */
export const columnOf = ({ parts }, layer, index) => kindOf(parts[layer - 1]).columnOf(parts[layer - 1], index);

/** The first neuron that a bias belongs to. @param {number} layer the part */
export const neuronOf = ({ parts }, layer, column) => kindOf(parts[layer]).neuronOf(parts[layer], column);

/** A layer of neurons as pictures [maps, height, width]; null: they are none. */
export const mapsOf = ({ parts, picture }, layer) => (layer === 0 ? picture : kindOf(parts[layer - 1]).mapsOf(parts[layer - 1]));

/** Where a neuron is among the pictures of its layer. @returns {{map: number, row: number, column: number} | null} */
export function pixelOf(net, layer, index) {
  const maps = mapsOf(net, layer);
  if (!maps) return null;
  const [, height, width] = maps;
  const within = index % (height * width);
  return { map: Math.floor(index / (height * width)), row: Math.floor(within / width), column: within % width };
}
