// What the tests hold the films against: the fixture that Python has written, and small networks made by hand.

import { readFileSync } from 'node:fs';

import { openNetwork } from '../../nnviz/frontend/model/parts.js';
import { createSceneries } from '../../nnviz/frontend/network/scenery.js';

export const fixture = JSON.parse(readFileSync(new URL('./fixture.json', import.meta.url)));

/** A block of the fixture as decode() gives it. */
export const blockOf = ({ header, arrays }) => ({
  header,
  arrays: Object.fromEntries(Object.entries(arrays).map(([name, { data, shape }]) => [name, { data: Float32Array.from(data), shape }])),
});

/** A block of the fixture as the player opens it: its header with scenery and network, its data, its arrays. */
export function openFilm(entry) {
  const block = blockOf(entry);
  return { ...createSceneries().open(block), arrays: block.arrays };
}

const ACTIVATIONS = { relu: { key: 'relu', label: 'ReLU', plain: 'max(0, z)', words: 'z passes if it is positive, else 0' } };

/** The header of a network of dense layers, with what a test says of it. */
export function headerOf(sizes, changes = {}) {
  let offset = 0;
  const parts = sizes.slice(1).map((outputs, layer) => {
    const part = { kind: 'dense', shape: [sizes[layer], outputs], offset, frozen: false };
    offset += (sizes[layer] + 1) * outputs;
    return part;
  });
  const classes = Array.from({ length: sizes.at(-1) }, (_, k) => `class ${k + 1}`);
  const header = {
    parts, activation: ACTIVATIONS.relu, loss: { key: 'cross_entropy', label: 'cross-entropy', unit: 'nats' },
    features: Array.from({ length: sizes[0] }, (_, d) => ({ name: `input ${d + 1}`, unit: '' })),
    classes, examples: [], nouns: { row: 'penguin', rows: 'penguins', target: 'species' },
    curves: ['loss', 'accuracy'].flatMap((measure) =>
      ['train', 'test'].map((side) => ({ name: `${side}_${measure}`, label: `${side} ${measure}`, title: measure, side, measure }))),
    ...changes,
  };
  const outputs = header.classes.map((name) => ({ name, unit: '' }));
  header.task ??= { key: 'classification', outputs, mean: 0, std: 1 };
  return { ...header, net: openNetwork(header) };
}

/** A network of dense layers alone. */
export const netOf = (sizes, activation = 'relu') => headerOf(sizes, { activation: { key: activation } }).net;
