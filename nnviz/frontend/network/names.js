// What things are called on screen. Neurons count from 1, as people do.

import { percent, significant } from '../shared/format.js';
import { biasAt, weightAt } from '../model/network.js';

/** The name of a layer of neurons; 0 are the inputs. */
export function layerName(sizes, layer) {
  if (layer === 0) return 'inputs';
  return layer === sizes.length - 1 ? 'outputs' : `hidden ${layer}`;
}

/**
 * The name of one neuron: its feature, "hidden 1.3", or its class.
 * @param {{sizes: number[], features: {name: string}[], classes: string[]}} header
 */
export function neuronName({ sizes, features, classes }, layer, index) {
  if (layer === 0) return features[index]?.name ?? `input ${index + 1}`;
  if (layer === sizes.length - 1) return classes[index] ?? `output ${index + 1}`;
  return `hidden ${layer}.${index + 1}`;
}

/** "w[bill length → hidden 1.3]" */
export const weightName = (header, layer, from, to) =>
  `w[${neuronName(header, layer, from)} → ${neuronName(header, layer + 1, to)}]`;

/** "b[hidden 1.3]" */
export const biasName = (header, layer, index) => `b[${neuronName(header, layer, index)}]`;

/** A value to three digits, below one to two. */
export const parameterText = (value) => significant(value, Math.abs(value) >= 1 ? 3 : 2);

const equation = (name, value) => `${name} = ${parameterText(value)}`;

/** What a neuron's value is called in its layer. */
function valueName(sizes, layer) {
  if (layer === 0) return 'x (standardised)';
  return layer === sizes.length - 1 ? 'z' : 'a';
}

/**
 * What a selection is and holds, as one line.
 * @param {object | null} selection see selection.js
 * @param {object} moment
 * @returns {string} e.g. "w[bill length → hidden 1.3] = −0.42"
 */
export function describeSelection(selection, { header, net, shown, isDifference, flow, who }) {
  if (!selection) return '';
  const { layer, index, from, to } = selection;
  const named = (name) => (isDifference ? `${name}, this run − the other` : name);
  if (selection.kind === 'weight') {
    return equation(named(weightName(header, layer, from, to)), shown[weightAt(net.map, layer, from, to)]);
  }
  const parts = [layer === 0 ? neuronName(header, layer, index) : equation(named(biasName(header, layer, index)), shown[biasAt(net.map, layer, index)])];
  parts.push(equation(valueName(header.sizes, layer), flow.a[layer][index]));
  if (layer === header.sizes.length - 1) parts.push(`probability ${percent(flow.chances[index])}`);
  return `${parts.join(' · ')} for ${who.label}`;
}
