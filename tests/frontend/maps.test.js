// The stage of pictures: where maps and filters are, what is under a point, what a sum reads, and where keys lead.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filterWeights, termsBelow } from '../../nnviz/frontend/model/filters.js';
import { KINDS, kindOf } from '../../nnviz/frontend/model/layers.js';
import { neuronTerms } from '../../nnviz/frontend/model/neuron_terms.js';
import { mapsOf, openNetwork, pixelOf, weightAt } from '../../nnviz/frontend/model/parts.js';
import { createFlow, flowRow } from '../../nnviz/frontend/model/rows.js';
import { mapSentence } from '../../nnviz/frontend/network/card_map.js';
import { cellName, chosenText } from '../../nnviz/frontend/network/confusion_panel.js';
import { drawMaps } from '../../nnviz/frontend/network/draw_maps.js';
import { cellPlace, hitMaps, layoutMaps, mapThingPlace, scaleFor, scalesOf, windowsOf } from '../../nnviz/frontend/network/layout_maps.js';
import { cellRectangle, hitMatrices, layoutMatrices } from '../../nnviz/frontend/network/layout_matrices.js';
import { moveMaps } from '../../nnviz/frontend/network/move_maps.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { createMoments } from '../../nnviz/frontend/network/moment.js';
import { describeSelection, neuronName } from '../../nnviz/frontend/network/names.js';
import { groupRows } from '../../nnviz/frontend/network/row_names.js';
import { cell, moveCell } from '../../nnviz/frontend/network/selection.js';
import { scalePixels } from '../../nnviz/frontend/network/shading.js';
import { selectionOf, selectionText } from '../../nnviz/frontend/network/view.js';
import { shadeIndex } from '../../nnviz/frontend/shared/theme.js';
import { fixture } from './films.js';

const { scenery, ...told } = fixture.trained.header;
const measure = (text) => 5.2 * text.length;

/** The network of these layers, on 8 × 8 pictures. */
function netOf(layers, frozen = 0) {
  let offset = 0;
  const parts = layers.map(([kind, ...shape], layer) => {
    const part = { kind, shape, offset, frozen: layer < frozen };
    const { rows, columns } = KINDS[kind].sizes(shape);
    offset += (rows + 1) * columns;
    return part;
  });
  return openNetwork({ ...told, ...scenery, parts });
}

const usual = openNetwork({ ...told, ...scenery }); // 8 and 16 filters, pooling, 10 outputs
const widest = netOf([
  ['convolution', 1, 8, 8, 3, 16, 1, 0], ['convolution', 16, 6, 6, 3, 16, 1, 0], ['max_pooling', 16, 4, 4, 2],
  ['dense', 64, 32], ['dense', 32, 16], ['dense', 16, 10],
], 2);
const perceptron = netOf([['dense', 64, 25], ['dense', 25, 10]]);
const header = { ...told, ...scenery, net: usual };
const params = Float32Array.from(fixture.trained.params);
const x = Float32Array.from(fixture.trained.x.flat());
const outputs = scenery.classes;
const layout = (net, width, height = 390) => layoutMaps({ width, height, net, outputs, reading: '100.0 %', measure });
const everyNeuron = (net) => net.sizes.flatMap((size, layer) => Array.from({ length: size }, (_, index) => ({ kind: 'neuron', layer, index })));
const overlaps = (a, b) => a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01;

test('every map is inside and apart from the others, and at 16 per layer no narrower than 20 pixels', () => {
  for (const net of [usual, widest, perceptron]) {
    for (const width of [350, 560, 860]) {
      const { columns, side } = layout(net, width);
      const tiles = columns.flatMap((column) => column.tiles);
      for (const { x: left, y, width: wide, height } of tiles) assert.ok(left >= 0 && y >= 26 && left + wide <= width && y + height <= 390);
      tiles.forEach((one, i) => tiles.slice(i + 1).forEach((other) => assert.ok(!overlaps(one, other), `${width}`)));
      assert.ok(side >= 20, `${side} of ${width}`);
      columns.forEach(({ heading, x: left }, i) => assert.ok(left + measure(heading) <= (columns[i + 1]?.x ?? width), heading));
    }
  }
});

test('under the middle of a cell is its neuron, and beside a map its name', () => {
  for (const net of [usual, widest, perceptron]) {
    const laid = layout(net, 640);
    for (const neuron of everyNeuron(net)) {
      const { x: at, y } = mapThingPlace(laid, neuron);
      assert.deepEqual(hitMaps(laid, at, y), neuron);
    }
    net.sizes.slice(1, -1).forEach((_, i) => {
      for (let map = 0; map < (mapsOf(net, i + 1)?.[0] ?? 0); map += 1) {
        const named = { kind: 'map', layer: i + 1, index: map };
        const { x: at, y } = mapThingPlace(laid, named);
        assert.deepEqual(hitMaps(laid, at, y), named);
      }
    });
  }
  assert.equal(mapThingPlace(layout(usual, 640), { kind: 'map', layer: 4, index: 0 }), null);
});

test('what a sum reads is outlined, in every map before it, and nothing beside', () => {
  for (const net of [usual, widest]) {
    for (const { layer, index } of everyNeuron(net).filter((one) => one.layer > 0)) {
      const [, , width] = mapsOf(net, layer - 1) ?? [1, 1, 1];
      const inside = windowsOf(net, layer, index).flatMap(({ first, last }) => {
        const across = (last % width) - (first % width) + 1;
        return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((at) => (at % width) >= first % width && (at % width) < (first % width) + across);
      });
      const read = kindOf(net.parts[layer - 1]).termsOf(net.parts[layer - 1], index).map(({ from }) => from);
      assert.deepEqual(inside, read);
    }
  }
  assert.equal(windowsOf(usual, 2, 0).length, 8);
  assert.deepEqual(windowsOf(usual, 0, 3), []);
});

test('each map is drawn in the colours of its values, on one scale per layer that is told', () => {
  const flow = flowRow(usual, params, x, 0, createFlow(usual));
  const images = usual.sizes.map((size) => ({ ctx: { putImageData() {} }, pixels: new Uint32Array(size), canvas: {} }));
  const texts = [];
  const drawn = [];
  const noted = { fillText: (text) => texts.push(String(text)), drawImage: (canvas, ...place) => drawn.push(place), measureText: () => ({ width: 1 }) };
  const ctx = new Proxy(noted, { get: (target, name) => target[name] ?? (() => {}), set: () => true });
  const theme = { background: '#ffffff', text: '#000000', muted: '#777777', border: '#cccccc', surface: '#eeeeee', font: 'x', palette: scenery.palette.light };
  const laid = layout(usual, 640);
  drawMaps(ctx, laid, images, { header, net: usual, flow, who: { truth: 3 }, hovered: null, selection: { kind: 'neuron', layer: 2, index: 5 } }, theme);
  const colors = scalePixels(theme.palette.activation, theme.background);
  const scales = scalesOf(usual, flow);
  flow.a.forEach((values, layer) => {
    assert.ok(Math.max(...values.map(Math.abs)) <= scales[layer] * 1.01);
    assert.deepEqual([...images[layer].pixels], Array.from(values, (value) => colors[shadeIndex(value, scales[layer])]));
    assert.ok(texts.includes(`±${scales[layer]}`));
  });
  assert.equal(scales[3], scales[2], 'what pools has the scale of what it pools');
  assert.equal(drawn.length, 1 + 8 + 16 + 16 + 10);
  assert.ok(texts.includes('▸'));
});

test('a scale is 1, 2 or 5 times a power of ten', () => {
  assert.deepEqual([[0, 0], [0.3, -0.5], [0.51], [-3, NaN], [2, Infinity], [60, 1]].map(scaleFor), [1, 0.5, 1, 5, 2, 100]);
});

test('arrow keys lead through every cell and every name, and back', () => {
  for (const net of [usual, perceptron]) {
    for (const layer of net.sizes.keys()) {
      const seen = new Set();
      let at = { kind: 'neuron', layer, index: 0 };
      const [maps, height] = mapsOf(net, layer) ?? [1, net.sizes[layer]];
      const names = layer > 0 && mapsOf(net, layer) ? maps : 0;
      if (names) at = moveMaps(at, 'ArrowUp', net);
      for (let i = 0; i < maps * height + names; i += 1) {
        seen.add(JSON.stringify(at));
        const next = moveMaps(at, 'ArrowDown', net);
        const isLast = i === maps * height + names - 1;
        if (!isLast) assert.deepEqual(moveMaps(next, 'ArrowUp', net), at);
        at = next;
      }
      assert.equal(seen.size, maps * height + names);
    }
    let at = { kind: 'neuron', layer: 0, index: 0 };
    for (let i = 0; i < 100 && at.layer < net.parts.length; i += 1) at = moveMaps(at, 'ArrowRight', net);
    assert.equal(at.layer, net.parts.length);
    for (let i = 0; i < 100; i += 1) at = moveMaps(at, 'ArrowLeft', net);
    assert.deepEqual([at.layer, pixelOf(net, 0, at.index).column], [0, 0]);
  }
  assert.deepEqual(moveMaps(null, 'ArrowDown', usual), { kind: 'neuron', layer: 0, index: 0 });
});

test('the products below a filter add up to z, channel by channel; padding is no input', () => {
  const padded = fixture.networks.find(({ name }) => name === 'strides');
  const strides = openNetwork({ ...padded.header, ...padded.header.scenery });
  const flow = flowRow(strides, Float32Array.from(padded.params), Float32Array.from(padded.x.flat()), 0, createFlow(strides));
  const [part] = strides.parts;
  for (let index = 0; index < part.outputs; index += 1) {
    const { terms, bias } = neuronTerms(strides, Float32Array.from(padded.params), flow, 1, index);
    const below = termsBelow(part, index, terms);
    assert.equal(below[0].filter(Boolean).length, terms.length);
    const sum = below.flat().reduce((total, term) => total + (term?.product ?? 0), bias);
    assert.ok(Math.abs(sum - padded.z[0][0][index]) < 1e-5);
  }
  assert.deepEqual(termsBelow(part, 0, neuronTerms(strides, params, flow, 1, 0).terms)[0].map(Boolean), [false, false, false, false, true, true, false, true, true]);
});

test('a filter is its weights, channel by channel', () => {
  const [, part] = usual.parts;
  const weights = filterWeights(part, params, 5);
  assert.deepEqual([weights.length, weights[0].length], [8, 9]);
  weights.forEach((values, channel) => values.forEach((value, at) => assert.equal(value, params[weightAt(usual, 1, channel * 9 + at, 5)])));
});

test('each weight of the filters has a place of its own among the weights, and keys lead to its neighbours', () => {
  for (const net of [usual, widest]) {
    const laid = layoutMatrices({ width: 320, height: 346, net, inputs: scenery.features.map(({ name }) => name), measure });
    for (const matrix of laid.matrices) {
      for (let row = 0; row <= matrix.rows; row += 1) {
        for (let column = 0; column < matrix.columns; column += 1) {
          const box = cellRectangle(matrix, row, column);
          assert.ok(box.x >= 0 && box.x + box.width <= 320.01 && box.y + box.height <= 346.01);
          assert.deepEqual(hitMatrices(laid, box.x + box.width / 2, box.y + box.height / 2, net), cell(matrix.layer, row, column, net));
        }
      }
    }
  }
  const at = (row, column) => cell(1, row, column, usual); // rows: 9 weights of each of 8 maps
  assert.deepEqual(moveCell(at(0, 0), 'ArrowRight', usual), at(1, 0));
  assert.deepEqual(moveCell(at(2, 0), 'ArrowRight', usual), at(9, 0), 'the square of the next map');
  assert.deepEqual(moveCell(at(0, 0), 'ArrowDown', usual), at(3, 0));
  assert.deepEqual(moveCell(at(6, 0), 'ArrowDown', usual), at(0, 1), 'the next filter');
  assert.deepEqual(moveCell(at(9 * 7 + 5, 0), 'ArrowRight', usual), at(72, 0), 'the bias');
  assert.deepEqual(moveCell(at(72, 0), 'ArrowDown', usual), at(72, 1));
});

test('cells, maps and filters have names', () => {
  assert.equal(neuronName(header, 0, 10), 'pixel 2, 3');
  assert.equal(neuronName(header, 1, 36 + 6 + 4), 'map 1.2, row 2, column 5');
  assert.equal(neuronName(header, 4, 7), '7');
  const flow = flowRow(usual, params, x, 0, createFlow(usual));
  const who = { label: 'digit 0, no. 1 (train)' };
  const said = describeSelection({ kind: 'map', layer: 2, index: 3 }, { header, net: usual, flow, who });
  assert.match(said, /^map 2\.4 of 16: 4 × 4, its filter of 3 × 3, then ReLU · largest a = .* for digit 0, no\. 1 \(train\)$/);
  assert.match(mapSentence(header, 1, 0), /^One \[\[filter\]\] of 3 × 3 weights slides over the picture:/);
  assert.match(mapSentence(header, 2, 0), /^One \[\[filter\]\] slides over the 8 maps before it, with 3 × 3 weights for each:/);
  assert.match(mapSentence(header, 3, 1), /^Each number is the largest of a square of 2 × 2 in map 2\.2:/);
  assert.match(mapSentence({ ...header, net: widest }, 1, 0), /It is frozen: it does not learn\.$/);
  assert.equal(cellName(header, { truth: 4, guess: 1 }), '× digit 4 taken for digit 1');
  assert.equal(chosenText(header, { part: 'test', truth: 4, guess: 4 }, 3, 2), '3 × digit 4 recognised (test, epoch 2)');
  assert.equal(groupRows(header, [0, 0], [0, 1])[0].options[1].label, 'digit 0, no. 2 (test)');
});

test('the address says which map is chosen', () => {
  const map = { kind: 'map', layer: 2, index: 15 };
  assert.deepEqual(selectionOf(selectionText(map), usual), map);
  for (const text of ['m2.16', 'm0.0', 'm4.0', 'm9.0', 'm']) assert.equal(selectionOf(text, usual), undefined, text);
});

test('a cell that is drawn lies in its map', () => {
  const laid = layout(usual, 640);
  const { tile, cell: side } = cellPlace(laid, 1, 36 * 7 + 35);
  assert.deepEqual([tile.map, side * 6], [7, tile.width]);
});

test('while the film plays, all pictures wait their turn, and the one that is followed does not', () => {
  const count = 70;
  const data = {
    x: Float32Array.from({ length: count * 64 }, (_, i) => x[i % x.length]), y: new Float32Array(count), count, test: new Float32Array(count),
    groups: new Uint8Array(count), names: (row) => `picture ${row}`, mean: new Float32Array(64), std: new Float32Array(64).fill(16), pca: null,
  };
  const history = { run: 'a', rows: 2, parameters: usual.count, epochs: Float32Array.of(0, 1), params: Float32Array.of(...params, ...params.map((w) => -w)), curves: {} };
  const focus = createFocus(() => {});
  const momentOf = createMoments({ ...header, curves: [], weight_clamp: 2 }, data);
  const at = (row, time, playing) => momentOf({ history, row, focus, replay: null, other: null, otherEpoch: null, playing, time });
  const first = at(0, 0, true);
  assert.ok(first.isLarge);
  const [one, all] = [[...first.flow.outputs], [...first.swarm.readings]];
  const second = at(1, 5, true);
  assert.notDeepEqual([...second.flow.outputs], one);
  assert.deepEqual([...second.swarm.readings], all);
  assert.notDeepEqual([...at(1, 6, false).swarm.readings], all, 'at rest everything is up to date');
});
