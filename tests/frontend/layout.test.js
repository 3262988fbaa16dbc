import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hitDiagram, layoutDiagram, levelFraction, neuronPlace, shownNeurons, sortEdges } from '../../nnviz/frontend/network/layout_diagram.js';
import { cellRectangle, hitMatrices, layoutMatrices } from '../../nnviz/frontend/network/layout_matrices.js';
import { cell, moveCell, moveNeuron } from '../../nnviz/frontend/network/selection.js';
import { openNetwork } from '../../nnviz/frontend/model/parts.js';
import { fixture, netOf } from './films.js';

const measure = (text) => 6 * text.length;
const features = ['bill length', 'bill depth', 'flipper length', 'body mass'].map((name) => ({ name, unit: 'mm' }));
const outputs = ['Adelie', 'Gentoo', 'Chinstrap'];
const NETWORKS = [[4, 3], [4, 10, 10, 3], [4, 1, 3], [4, 64, 3], [4, 64, 64, 64, 64, 64, 64, 3]];
const reading = '100.0 %';
const diagram = (sizes, width = 600, height = 340) =>
  layoutDiagram({ width, height, net: netOf(sizes), features, outputs, reading, measure });

test('every neuron, or 16 of a larger layer, stands inside and apart from its neighbours', () => {
  for (const sizes of NETWORKS) {
    for (const width of [340, 600]) {
      const { columns, radius, gutters } = diagram(sizes, width);
      columns.forEach(({ neurons, spacing }, layer) => {
        assert.equal(neurons.length, Math.min(16, sizes[layer]));
        assert.ok(2 * radius < spacing);
        for (const { x, y } of neurons) {
          assert.ok(x - radius >= gutters.left - 1 && x + radius <= width - gutters.right + 1);
          assert.ok(y - radius >= 16 && y + radius <= 340);
        }
      });
    }
  }
});

test('of 64 neurons the first and last eight are shown, 48 stand behind the ellipsis', () => {
  assert.deepEqual(shownNeurons(64).slice(6, 10), [6, 7, 56, 57]);
  const layout = diagram([4, 64, 3]);
  assert.equal(layout.columns[1].ellipsis.hidden, 48);
  assert.equal(neuronPlace(layout, 1, 20), layout.columns[1].ellipsis);
  assert.equal(layout.columns[0].ellipsis, null);
});

test('a neuron is found under its centre, a line between two neurons, nothing in a corner', () => {
  const layout = diagram([4, 10, 10, 3]);
  const a = neuronPlace(layout, 1, 2);
  const b = neuronPlace(layout, 2, 9);
  assert.deepEqual(hitDiagram(layout, a.x, a.y), { kind: 'neuron', layer: 1, index: 2 });
  const near = 0.13; // close to the neuron it leaves, where lines are apart
  const hit = hitDiagram(layout, a.x + near * (b.x - a.x), a.y + near * (b.y - a.y));
  assert.deepEqual(hit, { kind: 'weight', layer: 1, from: 2, to: 9 });
  assert.equal(hitDiagram(layout, 1, 1), null);
});

test('lines are sorted by value, the strong ones and the non-finite last', () => {
  const { edges } = diagram([4, 3]);
  const params = new Float32Array(15);
  params.set([0, 5, -5, NaN]);
  const order = sortEdges(edges, params, 2);
  const levels = order.filter((level) => edges.firstOfLevel[level] >= 0);
  assert.deepEqual(levels.map(levelFraction), [0, -1, 1, NaN]);
});

const inputsOf = ([count]) => Array.from({ length: count }, (_, d) => `bill length ${d + 1}`);

test('all matrices fit, apart from each other, and every cell is found under its centre', () => {
  for (const sizes of NETWORKS) {
    for (const [width, height] of [[480, 346], [310, 346], [340, 380]]) {
      const layout = layoutMatrices({ width, height, net: netOf(sizes), inputs: inputsOf(sizes), measure });
      assert.equal(layout.matrices.length, sizes.length - 1);
      assert.ok(layout.width <= width + 0.1 && layout.height <= height + 0.1, `${sizes} in ${width} × ${height}`);
      for (const matrix of layout.matrices) {
        for (const [row, column] of [[0, 0], [matrix.rows - 1, matrix.columns - 1], [matrix.rows, matrix.columns - 1]]) {
          const { x, y, width: w, height: h } = cellRectangle(matrix, row, column);
          const hit = hitMatrices(layout, x + w / 2, y + h / 2, netOf(sizes));
          assert.deepEqual(hit, cell(matrix.layer, row, column, netOf(sizes)));
        }
      }
    }
  }
});

test('the default network has room for its numbers beside the diagram', () => {
  const { matrices } = layoutMatrices({ width: 490, height: 346, net: netOf([4, 10, 10, 3]), inputs: inputsOf([4]), measure });
  assert.ok(matrices.every(({ numbers }) => numbers));
});

test('arrow keys move among neurons and stay inside the network', () => {
  const net = netOf([4, 10, 3]);
  const start = moveNeuron(null, 'ArrowDown', net);
  assert.deepEqual(start, { kind: 'neuron', layer: 0, index: 0 });
  assert.deepEqual(moveNeuron({ kind: 'neuron', layer: 1, index: 9 }, 'ArrowRight', net), { kind: 'neuron', layer: 2, index: 2 });
  assert.deepEqual(moveNeuron({ kind: 'neuron', layer: 2, index: 2 }, 'ArrowDown', net), { kind: 'neuron', layer: 2, index: 2 });
});

test('the rows of the first matrix have the names of the inputs, with room for them; a filter has none', () => {
  const { matrices: [first, second] } = layoutMatrices({ width: 490, height: 346, net: netOf([4, 10, 10, 3]), inputs: ['bill length', 'a name that is far too long', 'c', 'd'], measure });
  assert.equal(first.rowNames[0], 'bill length');
  assert.match(first.rowNames[1], /^a name.*…$/);
  for (const name of first.rowNames) assert.ok(first.x - 4 - measure(name) >= first.titleX);
  assert.equal(second.rowNames, undefined);
});

test('arrow keys move among cells, through the bias row into the next matrix', () => {
  const net = netOf([4, 10, 3]);
  const last = { kind: 'weight', layer: 0, from: 3, to: 1 };
  const bias = moveCell(last, 'ArrowDown', net);
  assert.deepEqual(bias, { kind: 'neuron', layer: 1, index: 1 });
  assert.deepEqual(moveCell(bias, 'ArrowDown', net), { kind: 'weight', layer: 1, from: 0, to: 1 });
  assert.deepEqual(moveCell({ kind: 'weight', layer: 1, from: 0, to: 1 }, 'ArrowUp', net), bias);
});

test('a convolution has lines only below its filter, and one cell for each of its weights', () => {
  const { header } = fixture.networks.find(({ name }) => name === 'one convolution');
  const net = openNetwork({ ...header, ...header.scenery });
  const { edges, columns } = layoutDiagram({ width: 600, height: 340, net, features: header.scenery.features, outputs, reading, measure });
  assert.equal(edges.count, 9 * 8 + 8 * 3);
  const from = columns[0].neurons.find(({ index }) => index === 5);
  const to = columns[1].neurons.find(({ index }) => index === 4);
  const along = (part) => hitDiagram({ columns: [], edges }, from.x + part * (to.x - from.x), from.y + part * (to.y - from.y), 0.5);
  const hits = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4].map(along);
  assert.ok(hits.some((hit) => hit.from === 4 && hit.to === 1), 'the middle of the second filter');
  const layout = layoutMatrices({ width: 480, height: 346, net, inputs: inputsOf([16]), measure });
  assert.deepEqual(layout.matrices.map(({ rows, columns: across }) => [rows, across]), [[9, 2], [8, 3]]);
  assert.equal(layout.matrices[0].rowNames, null);
  const { x, y } = cellRectangle(layout.matrices[0], 9, 1);
  assert.deepEqual(hitMatrices(layout, x + 1, y + 1, net), { kind: 'neuron', layer: 1, index: 4 }, 'a bias leads to its map');
  assert.deepEqual(moveCell({ kind: 'neuron', layer: 1, index: 6 }, 'ArrowUp', net), { kind: 'weight', layer: 0, from: 8, to: 1 });
});
