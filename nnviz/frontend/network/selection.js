// What is pointed at: null, a neuron, a feature map or a weight. The same in the diagram and in the matrices.
//   {kind: 'neuron', layer, index}      layer 0 are the inputs; a bias is its neuron
//   {kind: 'map', layer, index}         all neurons of a feature map, which have one filter or pool one map
//   {kind: 'weight', layer, from, to}   layer 0 is the matrix that leaves the inputs, from its row and to its column

import { areFilters, filterCell, filterPlace, filterPlaces } from './filter_cells.js';
import { columnOf, hasWeights, neuronOf } from '../model/parts.js';

const within = (value, count) => Math.min(count - 1, Math.max(0, value));

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Whether a key moves the selection. */
export const isMove = (key) => key in MOVES;

export const sameSelection = (a, b) =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.layer === b.layer
    && a.index === b.index && a.from === b.from && a.to === b.to);

/**
 * The neuron an arrow key leads to: left and right change the layer, up and down the neuron.
 * @param {object | null} selection
 * @param {string} key
 * @param {object} net
 */
export function moveNeuron(selection, key, { sizes }) {
  if (!selection) return { kind: 'neuron', layer: 0, index: 0 };
  const [down, right] = MOVES[key];
  const here = selection.kind === 'neuron' ? selection : { layer: selection.layer, index: selection.from };
  const layer = within(here.layer + right, sizes.length);
  return { kind: 'neuron', layer, index: within(here.index + down, sizes[layer]) };
}

/**
 * The cell an arrow key leads to; the row under the last is the bias, and beyond a matrix lies the next one.
 * @param {object | null} selection
 * @param {string} key
 * @param {object} net
 */
export function moveCell(selection, key, net) {
  const { parts } = net;
  const matrices = Array.from(parts.keys()).filter((layer) => parts[layer].columns > 0);
  if (matrices.length === 0) return null;
  const at = selection && position(selection, net);
  if (!at) return cell(matrices[0], 0, 0, net);
  const [dy, dx] = MOVES[key];
  let { layer } = at;
  const isBiasOfFilter = areFilters(net, layer) && at.row === parts[layer].rows;
  let [down, across] = placeIn(net, layer, at.row, at.column);
  const next = () => matrices[matrices.indexOf(layer) + 1];
  const previous = () => matrices[matrices.indexOf(layer) - 1];
  down += dy * (isBiasOfFilter ? parts[layer].kernel : 1);
  across += dx;
  if (down < 0 && previous() !== undefined) [layer, down] = [previous(), placesOf(net, previous())[0] - 1];
  if (down >= placesOf(net, layer)[0] && next() !== undefined) [layer, down] = [next(), 0];
  if (across < 0 && previous() !== undefined) [layer, across] = [previous(), placesOf(net, previous())[1] - 1];
  if (across >= placesOf(net, layer)[1] && next() !== undefined) [layer, across] = [next(), 0];
  const [height, width] = placesOf(net, layer);
  return cell(layer, ...cellIn(net, layer, within(down, height), within(across, width)), net);
}

/** How many cells a matrix has down and across, where one is, and which one is somewhere; filters are pictures. */
const placesOf = (net, layer) => (areFilters(net, layer) ? filterPlaces(net.parts[layer]) : [net.parts[layer].rows + 1, net.parts[layer].columns]);
const placeIn = (net, layer, row, column) => (areFilters(net, layer) ? filterPlace(net.parts[layer], row, column) : [row, column]);
const cellIn = (net, layer, down, across) => (areFilters(net, layer) ? filterCell(net.parts[layer], down, across) : [down, across]);

/**
 * Matrix, row and column of a selection; the bias row comes after the last weight row. null: a neuron that no matrix leads
 * to, or an input that none leaves.
 */
export function position(selection, net) {
  const { parts } = net;
  if (selection.kind === 'weight') return { layer: selection.layer, row: selection.from, column: selection.to };
  if (selection.layer === 0) return hasWeights(net, 1) ? { layer: 0, row: within(selection.index, parts[0].rows), column: 0 } : null;
  if (!hasWeights(net, selection.layer)) return null;
  return { layer: selection.layer - 1, row: parts[selection.layer - 1].rows, column: columnIn(net, selection) };
}

/** The selection that a cell of a matrix stands for. */
export function cell(layer, row, column, net) {
  if (row === net.parts[layer].rows) return { kind: 'neuron', layer: layer + 1, index: neuronOf(net, layer, column) };
  return { kind: 'weight', layer, from: row, to: column };
}

/** The column of W that belongs to a neuron, or to a map. */
export const columnIn = (net, { kind, layer, index }) => (kind === 'map' ? index : columnOf(net, layer, index));
