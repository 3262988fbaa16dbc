// A network of convolutions, poolings and a dense layer in every panel: some of its parts have no parameters.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backwardRow, blame, gradientOf } from '../../nnviz/frontend/model/backward.js';
import { isDead } from '../../nnviz/frontend/model/dead.js';
import { isOff } from '../../nnviz/frontend/model/edits.js';
import { KINDS } from '../../nnviz/frontend/model/layers.js';
import { neuronTerms } from '../../nnviz/frontend/model/neuron_terms.js';
import { activationOf, biasAt, cellOf, hasWeights, openNetwork, outgoing, usesOf, weightAt } from '../../nnviz/frontend/model/parts.js';
import { createFlow, createRows, flowRow, forwardRows } from '../../nnviz/frontend/model/rows.js';
import { captionScales } from '../../nnviz/frontend/network/captions.js';
import { drawDiagram } from '../../nnviz/frontend/network/draw_diagram.js';
import { drawMatrices } from '../../nnviz/frontend/network/draw_matrices.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { layoutDiagram } from '../../nnviz/frontend/network/layout_diagram.js';
import { layoutMatrices, matrixSpots } from '../../nnviz/frontend/network/layout_matrices.js';
import { createMoments } from '../../nnviz/frontend/network/moment.js';
import { describeSelection } from '../../nnviz/frontend/network/names.js';
import { activationRange, swarmFact, swarmRange } from '../../nnviz/frontend/network/pictures.js';
import { cell, moveCell, position } from '../../nnviz/frontend/network/selection.js';
import { scalePixels } from '../../nnviz/frontend/network/shading.js';
import { describe } from '../../nnviz/frontend/network/summary.js';
import { selectionOf, selectionText } from '../../nnviz/frontend/network/view.js';
import { pooledLines, pooledText, termLines } from '../../nnviz/frontend/network/words_neuron.js';
import { diverging, shadeIndex } from '../../nnviz/frontend/shared/theme.js';
import { fixture } from './films.js';

const entry = fixture.networks.find(({ name }) => name === 'poolings');
const { scenery } = entry.header;
const net = openNetwork({ ...entry.header, ...scenery });
const header = { ...entry.header, ...scenery, net };
const params = Float32Array.from(entry.params);
const x = Float32Array.from(entry.x.flat());
const count = entry.y.length;
const data = {
  x, y: Float32Array.from(entry.y), count, groups: Uint8Array.from(entry.y), test: new Float32Array(count), names: (row) => `row ${row}`,
  mean: new Float32Array(84), std: new Float32Array(84).fill(1), centre: new Float32Array(84), spread: new Float32Array(84).fill(1), pca: null,
};
const measure = (text) => 4.8 * text.length;
const WEIGHED = [1, 3, 5]; // layers of neurons
const POOLED = [2, 4];

/** A layer alone, and its kind. */
function alone(kind, shape) {
  const sizes = KINDS[kind].sizes(shape);
  const biases = sizes.rows * sizes.columns;
  return { ...KINDS[kind], part: { kind, ...sizes, weights: 0, biases, end: biases + sizes.columns } };
}

function momentWith(selection) {
  const focus = createFocus(() => {});
  focus.pin(selection);
  const history = { run: 'a', rows: 1, parameters: net.count, epochs: Float32Array.of(0), params, curves: {} };
  const told = { ...header, curves: [], weight_clamp: 2 };
  return createMoments(told, data)({ history, row: 0, focus, replay: null, other: null, otherEpoch: null, playing: false, time: 0 });
}

const everyNeuron = net.sizes.flatMap((size, layer) => Array.from({ length: size }, (_, index) => ({ kind: 'neuron', layer, index })));
const theme = { background: '#ffffff', text: '#000000', muted: '#777777', border: '#cccccc', font: 'sans-serif', palette: scenery.palette.light };

/** A context that notes each text, each line and the colour of each area drawn. */
function noting() {
  const [texts, lines, fills] = [[], [], []];
  const drawn = {
    measureText: (text) => ({ width: measure(text) }),
    fillText: (text) => texts.push(String(text)),
    lineTo(...end) { lines.push([this.strokeStyle, ...end]); },
    fill() { fills.push(this.fillStyle); },
  };
  return { texts, lines, fills, ctx: new Proxy(drawn, { get: (target, name) => target[name] ?? (() => {}) }) };
}

test('what pools has no parameters, and no activation function follows it', () => {
  assert.deepEqual(net.sizes, [84, 126, 27, 80, 5, 3]);
  assert.equal(net.count, 57 + 65 + 18);
  assert.deepEqual(net.parts.map(({ weights, end }) => end - weights), [57, 0, 65, 0, 18]);
  assert.deepEqual(net.sizes.map((_, layer) => hasWeights(net, layer)), [false, true, false, true, false, true]);
  assert.deepEqual(net.sizes.map((_, layer) => activationOf(net, layer)), [null, 'tanh', null, 'tanh', null, null]);
  const flow = flowRow(net, params, x, 0, createFlow(net));
  for (const layer of POOLED) assert.equal(flow.a[layer], flow.z[layer]);
});

test('the first of equals gets the blame of a largest, and what is left over at the edges none', () => {
  const { part, forwardRow, backwardRow: back } = alone('max_pooling', [1, 3, 5, 2]);
  const a = Float64Array.of(1, 4, 2, 2, 9, 4, 4, 2, 1, 9, 9, 9, 9, 9, 9);
  const z = new Float64Array(2);
  forwardRow(part, [], a, z);
  assert.deepEqual([...z], [4, 2]);
  const out = new Float64Array(15).fill(7);
  back(part, [], a, Float64Array.of(0.5, -1), out);
  assert.deepEqual([...out], [0, 0.5, -1, ...Array(12).fill(0)]);
  a[6] = NaN;
  forwardRow(part, [], a, z);
  assert.deepEqual([...z], [NaN, 2], 'no number is larger than NaN, as in torch');
});

test('the blame of a mean is shared alike', () => {
  const { part, forwardRow, backwardRow: back } = alone('mean_pooling', [1, 3, 3, 2]);
  const a = Float64Array.of(1, 2, 9, 3, 6, 9, 9, 9, 9);
  const z = new Float64Array(1);
  forwardRow(part, [], a, z);
  assert.deepEqual([...z], [3]);
  const out = new Float64Array(9).fill(7);
  back(part, [], a, Float64Array.of(2), out);
  assert.deepEqual([...out], [0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 0]);
});

test('pixels of the padding are no inputs', () => {
  const { part, termsOf, usesOf: uses, cellOf: at } = alone('convolution', [1, 4, 5, 3, 2, 2, 1]);
  assert.deepEqual([part.down, part.across, part.outputs], [2, 3, 12]);
  assert.deepEqual(termsOf(part, 0), [[0, 4], [1, 5], [5, 7], [6, 8]].map(([from, row]) => ({ from, row })), 'the corner');
  assert.deepEqual(termsOf(part, 10).map(({ from }) => from), [6, 7, 8, 11, 12, 13, 16, 17, 18], 'the second filter, in the middle');
  assert.deepEqual(uses(part, 0, 1), [[6, 10], [8, 11]], 'its upper left weight');
  assert.equal(uses(part, null, 1).length, 6);
  assert.deepEqual([at(part, 0, 6), at(part, 0, 1), at(part, 19, 11)], [[4, 1], null, [7, 1]]);
  for (let neuron = 0; neuron < part.outputs; neuron += 1) {
    for (const { from, row } of termsOf(part, neuron)) {
      assert.deepEqual(at(part, from, neuron), [row, Math.floor(neuron / part.places)]);
      assert.ok(uses(part, row, Math.floor(neuron / part.places)).some((pair) => pair.join() === [from, neuron].join()));
    }
  }
});

test('a weight that only ever lies on the padding has no part in anything', () => {
  const outputs = [{ name: 'a', unit: '' }];
  const one = openNetwork({
    parts: [{ kind: 'convolution', shape: [1, 1, 1, 3, 1, 1, 1], offset: 0 }],
    activation: { key: 'relu' }, loss: { key: 'squared_error' }, features: [], task: { key: 'regression', outputs, mean: 0, std: 1 },
  });
  const weights = Float64Array.of(5, 5, 5, 5, 2, 5, 5, 5, 5, 1);
  assert.deepEqual(usesOf(one, 0, 0, 0), []);
  assert.deepEqual(blame(one, weights, { x: [3], y: [0] }, [0], 0, 0, 0), { delta: 0, activation: 0, gradient: 0 });
  assert.deepEqual(Array.from(gradientOf(one, weights, [3], [0], [0]), (value) => value !== 0), [0, 0, 0, 0, 1, 0, 0, 0, 0, 1].map(Boolean));
});

test('an equal network is the same, whichever of its layers were frozen', () => {
  const frozen = entry.header.parts.map((part, layer) => ({ ...part, frozen: layer < 2 }));
  const other = openNetwork({ ...entry.header, ...scenery, parts: frozen });
  assert.equal(other.key, net.key);
  assert.deepEqual(other.parts.map((part) => part.frozen), [true, true, false, false, false]);
});

test('only what leads out with weights of its own is switched off', () => {
  for (const { layer, index } of everyNeuron) {
    const offsets = outgoing(net, layer, index);
    assert.deepEqual(offsets, layer === 4 ? [0, 1, 2].map((to) => weightAt(net, 4, index, to)) : []);
    assert.equal(isOff(params, offsets), false);
  }
});

test('a neuron that pools is never called dead, and its picture ends where that of the layer below does', () => {
  const swarm = forwardRows(net, new Float32Array(net.count), x, count, createRows(net, count)); // 0 wherever one looks
  assert.equal(isDead(net, swarm, data, 1, 0), true);
  for (const layer of POOLED) {
    assert.equal(isDead(net, swarm, data, layer, 0), false);
    assert.deepEqual(swarmRange(net, layer, 0, data), { ...activationRange('tanh'), zero: 0 });
    assert.equal(swarmFact({ header, net, swarm, data }, layer, 0), `within 0.05 of −1 or 1 for 0 of ${count} training rows`);
  }
  const first = fixture.networks.find(({ name }) => name === 'pooling at both ends').header;
  assert.deepEqual(swarmRange(openNetwork({ ...first, ...first.scenery }), 1, 0, data), { ...activationRange('identity'), zero: 0 }, 'pooled inputs');
});

test('the lines of a neuron that pools lead to its z', () => {
  const flow = flowRow(net, params, x, 2, createFlow(net));
  const write = String;
  const largest = neuronTerms(net, params, flow, 2, 26);
  assert.equal(largest.bias, null);
  const values = [122, 123, 128 - 4, 125].map((_, i) => flow.a[1][84 + [28, 29, 34, 35][i]]); // the last square of the last map
  assert.deepEqual(termLines(header, 2, largest, write), [[5, 5], [5, 6], [6, 5], [6, 6]].map(([row, column], i) => ({ name: `map 1.3, row ${row}, column ${column}`, input: write(values[i]) })));
  assert.deepEqual(pooledLines(header, 2, largest, write), [['the largest of these 4 = [[z]]', write(Math.max(...values))]]);
  const even = neuronTerms(net, params, flow, 4, 1);
  const [[, sum], [name, z]] = pooledLines(header, 4, even, write);
  assert.equal(name, '÷ 9, their mean = [[z]]');
  assert.equal(Number(sum) / 9, Number(z));
  assert.equal(Number(z), flow.z[4][1]);
  assert.equal(pooledText(even.a, write).line, `a = z = ${z}`);
});

test('every neuron is told, those without a bias too', () => {
  const moment = momentWith(null);
  for (const selection of everyNeuron) {
    const said = describeSelection(selection, moment);
    assert.doesNotMatch(said, /undefined|NaN/);
    assert.equal(said.startsWith('b['), WEIGHED.includes(selection.layer), said);
    const { layer, index } = selection;
    if (WEIGHED.includes(layer)) assert.equal(moment.shown[biasAt(net, layer, index)], params[biasAt(net, layer, index)]);
  }
  assert.match(describe(moment), /^Network with 84, 126, 27, 80, 5, 3 neurons from inputs to outputs, 140 parameters/);
});

test('a link leads to every neuron and every weight, and to none that there is not', () => {
  const cells = net.parts.flatMap(({ rows, columns }, layer) => Array.from({ length: rows * columns }, (_, i) =>
    ({ kind: 'weight', layer, from: Math.floor(i / columns), to: i % columns })));
  assert.equal(cells.length, 54 + 60 + 15);
  for (const selection of [...everyNeuron, ...cells]) assert.deepEqual(selectionOf(selectionText(selection), net), selection);
  for (const text of ['w1.0.0', 'w3.0.0', 'w0.18.0', 'w0.0.3', 'w5.0.0', 'n2.27']) assert.equal(selectionOf(text, net), undefined, text);
});

test('the diagram has lines without weights where it pools, and is drawn whatever is chosen', () => {
  const layout = layoutDiagram({
    width: 900, height: 340, net, features: scenery.features, outputs: ['a', 'b', 'c'], reading: '0.00', measure,
  });
  assert.ok([0, 2, 4].every((layer) => layout.edges.layer.includes(layer)) && !layout.edges.layer.includes(1));
  const shown = layout.columns.map(({ neurons }) => new Set(neurons.map(({ index }) => index)));
  let links = 0;
  for (const { layer, from, to } of layout.links) {
    assert.equal(cellOf(net, layer, from, to), null);
    assert.ok(shown[layer].has(from) && shown[layer + 1].has(to));
    links += 1;
  }
  assert.ok(links > 0);
  const weights = [0, 2, 4].map((layer) => ({ kind: 'weight', layer, from: 0, to: 0 }));
  for (const mode of ['row', 'bias', 'swarm']) {
    for (const selection of [null, ...weights, ...layout.columns.flatMap(({ neurons }) => neurons.map(({ layer, index }) => ({ kind: 'neuron', layer, index })))]) {
      const { ctx, lines, texts } = noting();
      drawDiagram(ctx, layout, momentWith(selection), mode, () => {}, theme);
      assert.ok(lines.filter(([color]) => color === theme.muted).length >= links);
      assert.ok(!texts.some((text) => /undefined|NaN/.test(text)));
    }
  }
});

test('what pools shows no bias, and one number where z is a', () => {
  const layout = layoutDiagram({
    width: 1200, height: 900, net, features: scenery.features, outputs: ['a', 'b', 'c'], reading: '0.00', measure,
  });
  const moment = momentWith(null);
  const bias = noting();
  drawDiagram(bias.ctx, layout, moment, 'bias', () => {}, theme);
  const discs = layout.columns.flatMap(({ neurons }) => neurons);
  discs.forEach(({ layer, index }, i) => {
    const value = WEIGHED.includes(layer) ? params[biasAt(net, layer, index)] : null;
    assert.equal(bias.fills[i], value === null ? theme.background : diverging(value, 2, theme.palette.weight, theme.background));
  });
  const row = noting();
  drawDiagram(row.ctx, layout, moment, 'row', () => {}, theme);
  assert.equal(row.texts.filter((text) => text.startsWith('z ')).length, 16 + 16 + 3);
  assert.equal(row.texts.filter((text) => text.startsWith('a ')).length, 16 + 16 + 16 + 5);
  const said = [];
  const scale = { update: ({ text }) => said.push(text) };
  captionScales({ neuronScale: scale, weightScale: scale, lineLegend: { update() {} } }, moment, 'bias', theme);
  assert.equal(said[0], 'neurons: [[bias]]; inputs and pooling have none');
});

test('what takes many products is not sent through at every frame of a playing film', () => {
  const many = { ...data, count: 400, x: Float32Array.from({ length: 400 * 84 }, (_, i) => x[i % x.length]), y: new Float32Array(400), test: new Float32Array(400) };
  const history = { run: 'a', rows: 2, parameters: net.count, epochs: Float32Array.of(0, 1), params: Float32Array.from([...params, ...params.map((value) => -value)]) };
  const momentOf = createMoments({ ...header, curves: [] }, many);
  const at = (row, playing, time) =>
    momentOf({ history, row, focus: createFocus(() => {}), replay: null, other: null, otherEpoch: null, playing, time }).swarm.outputs[0];
  const first = at(0, true, 0);
  assert.equal(at(1, true, 50), first, 'too soon');
  assert.notEqual(at(1, true, 200), first);
  assert.equal(at(0, false, 201), first, 'a film at rest shows what it says');
});

test('only matrices that have cells are drawn, each with its own parameters', () => {
  for (const [width, height] of [[480, 346], [310, 346]]) {
    const layout = layoutMatrices({ width, height, net, inputs: scenery.features.map(({ name }) => name), measure });
    assert.deepEqual(layout.matrices.map(({ title }) => title), ['W1  18 × 3', 'W3  12 × 5', 'W5  5 × 3']);
    assert.equal(matrixSpots(layout, measure).length, 6);
    const images = layout.matrices.map(({ rows, columns }) => ({ canvas: {}, ctx: { putImageData() {} }, image: {}, pixels: new Uint32Array((rows + 1) * columns) }));
    for (const selection of [null, ...everyNeuron, { kind: 'weight', layer: 2, from: 1, to: 1 }]) {
      drawMatrices(noting().ctx, layout, images, momentWith(selection), theme, { width, height });
    }
    const colors = scalePixels(theme.palette.weight, theme.background);
    layout.matrices.forEach(({ layer }, i) => {
      const { weights, end } = net.parts[layer];
      assert.deepEqual([...images[i].pixels], Array.from(params.subarray(weights, end), (value) => colors[shadeIndex(value, 2)]));
    });
  }
});

test('a network that only pools has no matrix at all', () => {
  const part = { kind: 'max_pooling', shape: [3, 2, 2, 2], offset: 0 };
  const only = openNetwork({ ...entry.header, ...scenery, parts: [part] });
  assert.deepEqual(layoutMatrices({ width: 480, height: 346, net: only, inputs: [], measure }).matrices, []);
  assert.equal(moveCell(null, 'ArrowDown', only), null);
});

test('arrow keys pass over what has no cells', () => {
  const bias = (layer, column) => cell(layer, net.parts[layer].rows, column, net);
  assert.deepEqual(moveCell(null, 'ArrowDown', net), cell(0, 0, 0, net));
  assert.deepEqual(moveCell(bias(0, 1), 'ArrowDown', net), cell(2, 0, 1, net));
  assert.deepEqual(moveCell(cell(2, 0, 1, net), 'ArrowUp', net), bias(0, 1));
  assert.deepEqual(moveCell(cell(2, 3, 4, net), 'ArrowRight', net), cell(4, 3, 0, net));
  assert.deepEqual(moveCell(cell(4, 0, 0, net), 'ArrowLeft', net), cell(2, 0, 4, net));
  for (const layer of POOLED) {
    const selection = { kind: 'neuron', layer, index: 0 };
    assert.equal(position(selection, net), null);
    assert.deepEqual(moveCell(selection, 'ArrowDown', net), cell(0, 0, 0, net));
  }
});

/** What the trained network of pictures is and reads. */
function trained() {
  const { header: told, params: values, x: pixels, y } = fixture.trained;
  return { net: openNetwork({ ...told, ...told.scenery }), params: Float32Array.from(values), x: Float32Array.from(pixels.flat()), y };
}

const farthest = (found, expected) => Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));

test('a trained network of pictures reads, and learns, in the browser what it does in Python, to 1e-4', () => {
  const { net: images, params: values, x: pixels, y } = trained();
  const expected = fixture.trained;
  const rows = y.map((_, row) => row);
  const many = forwardRows(images, values, pixels, y.length, createRows(images, y.length));
  assert.ok(farthest(many.outputs, expected.z.flat()) < 1e-4);
  const readings = images.task.read(many.outputs, y.length, new Float32Array(10 * y.length));
  assert.ok(farthest(readings, expected.readings.flat()) < 1e-4);
  const flow = createFlow(images);
  for (const row of rows) {
    flowRow(images, values, pixels, row, flow);
    assert.ok(farthest(flow.outputs, expected.z[row]) < 1e-4);
    assert.ok(farthest(flow.readings, expected.readings[row]) < 1e-4);
  }
  const { delta } = backwardRow(images, values, flowRow(images, values, pixels, 0, flow), y[0]);
  expected.delta.forEach((layer, l) => assert.ok(farthest(delta[l + 1], layer) < 1e-4, `δ of layer ${l + 1}`));
  assert.ok(farthest(gradientOf(images, values, pixels, y, rows), expected.gradient) < 1e-4);
  assert.ok(expected.gradient.some((value) => Math.abs(value) > 0.1), 'there is something to agree on');
  assert.ok(rows.filter((row) => images.task.answer(many.outputs, row) === y[row]).length > y.length / 2, 'it has been trained');
});
