// What things are called on screen. Neurons count from 1, as people do. DOM-free.

import { significant } from '../shared/format.js';
import { isDead } from '../model/dead.js';
import { biasAt, hasWeights, isOutput, weightAt } from '../model/parts.js';
import { inputText } from './words_inputs.js';
import { outputName, readingOf } from './words_task.js';

/** The name of a layer of neurons; 0 are the inputs. */
export function layerName(net, layer) {
  if (layer === 0) return 'inputs';
  return isOutput(net, layer) ? 'outputs' : `hidden ${layer}`;
}

/**
 * The name of one neuron: its feature, "hidden 1.3", or its class.
 * @param {{net: object, features: {name: string}[]}} header
 */
export function neuronName(header, layer, index) {
  if (layer === 0) return header.features[index]?.name ?? `input ${index + 1}`;
  return isOutput(header.net, layer) ? outputName(header, index) : `hidden ${layer}.${index + 1}`;
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
  const parts = [hasWeights(net, layer) ? equation(named(biasName(header, layer, index)), shown[biasAt(net, layer, index)]) : neuronName(header, layer, index)];
  parts.push(layer === 0 ? inputText(header, data, index, flow.a[0][index]) : equation(isOutput(net, layer) ? 'z' : 'a', flow.a[layer][index]));
  if (isOutput(net, layer)) parts.push(readingOf(header, index, flow.readings[index]));
  const dead = isDead(net, swarm, data, layer, index) ? ' · dead: 0 for every training row' : '';
  return `${parts.join(' · ')} for ${who.label}${dead}`;
}
