// What things are called on screen. Neurons count from 1, as people do. DOM-free.

import { significant } from '../shared/format.js';
import { isDead } from '../model/dead.js';
import { biasAt, hasWeights, isOutput, mapsOf, pixelOf, weightAt } from '../model/parts.js';
import { inputText } from './words_inputs.js';
import { outputName, readingOf } from './words_task.js';

/** The name of a layer of neurons; 0 are the inputs. */
export function layerName(net, layer) {
  if (layer === 0) return net.picture ? 'picture' : 'inputs';
  if (isOutput(net, layer)) return 'outputs';
  if (!mapsOf(net, layer)) return `hidden ${layer}`;
  return hasWeights(net, layer) ? `maps ${layer}` : `pooled ${layer}`;
}

/** The name of a feature map: "map 1.3" */
export const mapName = (layer, map) => `map ${layer}.${map + 1}`;

/**
 * The name of one neuron: its feature, "hidden 1.3", "map 1.3, row 2, column 5", or its class.
 * @param {{net: object, features: {name: string}[]}} header
 */
export function neuronName(header, layer, index) {
  if (layer === 0) return header.features[index]?.name ?? `input ${index + 1}`;
  if (isOutput(header.net, layer)) return outputName(header, index);
  const place = pixelOf(header.net, layer, index);
  return place ? `${mapName(layer, place.map)}, row ${place.row + 1}, column ${place.column + 1}` : `hidden ${layer}.${index + 1}`;
}

/** What a weight of each kind of layer leads from and to. */
const WAYS = {
  dense: (header, layer, row, column) => `${neuronName(header, layer, row)} → ${neuronName(header, layer + 1, column)}`,
  convolution({ net }, layer, row, column) {
    const { kernel } = net.parts[layer];
    const [channel, pixel] = [Math.floor(row / kernel ** 2), row % kernel ** 2];
    return `channel ${channel + 1} (${Math.floor(pixel / kernel) + 1}, ${pixel % kernel + 1}) → filter ${column + 1}`;
  },
};

/** "w[bill length → hidden 1.3]", by the row and column of the weight matrix */
export const weightName = (header, layer, row, column) =>
  `w[${WAYS[header.net.parts[layer].kind](header, layer, row, column)}]`;

/** "b[hidden 1.3]" */
export const biasName = (header, layer, index) => `b[${neuronName(header, layer, index)}]`;

/** A value to three digits, below one to two. */
export const parameterText = (value) => significant(value, Math.abs(value) >= 1 ? 3 : 2);

const equation = (name, value) => `${name} = ${parameterText(value)}`;

/** What the value of an input is called. */
export const inputName = (scaled) => `x (${scaled ? 'standardised' : 'as measured'})`;

/** What a feature map is made by, and its largest value. */
function mapText({ net, activation }, { a }, who, layer, map) {
  const [maps, height, width] = mapsOf(net, layer);
  const values = a[layer].subarray(map * height * width, (map + 1) * height * width);
  const { kernel, size } = net.parts[layer - 1];
  const made = hasWeights(net, layer) ? `its filter of ${kernel} × ${kernel}, then ${activation.label}` : `squares of ${size} × ${size} pooled`;
  return `${mapName(layer, map)} of ${maps}: ${height} × ${width}, ${made} · ${equation('largest a', Math.max(...values))} for ${who.label}`;
}

/**
 * What a selection is and holds, as one line.
 * @param {object | null} selection see selection.js
 * @param {object} moment
 * @returns {string} e.g. "w[bill length → hidden 1.3] = −0.42"
 */
export function describeSelection(selection, { header, net, data, swarm, shown, isDifference, flow, who }) {
  if (!selection) return '';
  const { layer, index, from, to } = selection;
  const named = (name) => (isDifference ? `${name}, this run − the other` : name);
  if (selection.kind === 'weight') {
    return equation(named(weightName(header, layer, from, to)), shown[weightAt(net, layer, from, to)]);
  }
  if (selection.kind === 'map') return mapText(header, flow, who, layer, index);
  const parts = [hasWeights(net, layer) ? equation(named(biasName(header, layer, index)), shown[biasAt(net, layer, index)]) : neuronName(header, layer, index)];
  parts.push(layer === 0 ? inputText(header, data, index, flow.a[0][index]) : equation(isOutput(net, layer) ? 'z' : 'a', flow.a[layer][index]));
  if (isOutput(net, layer)) parts.push(readingOf(header, index, flow.readings[index]));
  const dead = isDead(net, swarm, data, layer, index) ? ' · dead: 0 for every training row' : '';
  return `${parts.join(' · ')} for ${who.label}${dead}`;
}
