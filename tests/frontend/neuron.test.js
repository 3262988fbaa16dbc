import assert from 'node:assert/strict';
import { test } from 'node:test';

import { workOut } from '../../nnviz/frontend/model/one_neuron.js';
import { firing, slopeWords, sumLines, summary } from '../../nnviz/frontend/neuron/arithmetic.js';
import { layoutCurve, tangent } from '../../nnviz/frontend/neuron/curve.js';
import { PAIRS } from '../../nnviz/frontend/neuron/pairs.js';
import { curvePath, rowsOf } from '../../nnviz/frontend/neuron/places.js';
import { createState } from '../../nnviz/frontend/neuron/state.js';
import { DONE, REFUSED } from '../../nnviz/frontend/shared/view.js';
import { fixture } from './films.js';

const close = (a, b, message) => assert.ok(Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(b)), `${message}: ${a} and ${b}`);

test('a neuron is worked out as in Python', () => {
  assert.ok(fixture.neurons.length > 8);
  for (const { neuron, found } of fixture.neurons) {
    const here = workOut(neuron);
    for (const name of ['z', 'a', 'slope']) close(here[name], found[name], `${neuron.activation} ${name}`);
    assert.equal(here.fires, found.fires);
  }
});

test('the sum is written out with its numbers', () => {
  const neuron = { x: [1.5, -1], w: [0.8, 0.5], b: -0.2, activation: 'sigmoid' };
  const found = workOut(neuron);
  assert.deepEqual(sumLines(neuron, found), {
    letters: 'w₁·x₁ + w₂·x₂ + b', numbers: '0.8 × 1.5 + 0.5 × (−1) − 0.2', products: '1.2 − 0.5 − 0.2', result: '0.5',
  });
  assert.deepEqual(firing(neuron, found), { word: 'A nerve cell would fire here', why: 'the inputs bring 0.7, above the [[threshold]] −b = 0.2' });
  assert.equal(slopeWords(found), '0.1 more in z is about 0.024 more in a');
  assert.match(summary(neuron, found, 'sigmoid'), /input −1 with weight 0.5, bias −0.2: the sum z is 0.5, sigmoid makes 0.6225 of it. A nerve cell would fire here.$/);
});

test('a sum of tenths that is 0 does not fire', () => {
  const neuron = { x: [0.1, 0.2], w: [1, 1], b: -0.3, activation: 'relu' };
  const found = workOut(neuron);
  assert.equal(found.z, 0);
  assert.equal(firing(neuron, found).word, 'A nerve cell would be silent here');
});

test('where the curve is flat, the words say so', () => {
  assert.equal(slopeWords({ slope: 0.0003 }), 'flat: a hardly changes when z does');
});

test('the tangent touches the curve, and the point is in view however large the sum is', () => {
  for (const z of [0.5, -5.9, 7, 41]) {
    for (const activation of ['sigmoid', 'relu', 'gelu']) {
      const found = workOut({ x: [1], w: [0], b: z, activation });
      const layout = layoutCurve(activation, z, 500, 300);
      const [x, y] = [layout.x(z), layout.y(found.a)];
      assert.ok(x >= layout.plot.left && x <= layout.plot.right && y >= layout.plot.top - 1 && y <= layout.plot.bottom + 1, `${activation} at ${z}`);
      const [[x1, y1], [x2, y2]] = tangent(layout, found);
      close((x1 + x2) / 2, x, 'its middle');
      const rise = (layout.y(found.a + found.slope) - layout.y(found.a)) / (layout.x(z + 1) - layout.x(z));
      close((y2 - y1) / (x2 - x1), rise, 'its slope');
    }
  }
});

test('the small picture of a curve stays in its box, and does not go on along its edge', () => {
  const box = { left: 0, right: 100, top: 0, bottom: 50 };
  const numbers = curvePath((z) => z * z * z, box, 4, [-1.2, 3]).match(/-?[\d.]+/g).map(Number);
  for (let i = 0; i < numbers.length; i += 2) {
    assert.ok(numbers[i] >= 0 && numbers[i] <= 100 && numbers[i + 1] >= 0 && numbers[i + 1] <= 50);
  }
  const heights = curvePath((z) => z, box, 4, [-1.2, 3]).match(/-?[\d.]+/g).map(Number).filter((_, i) => i % 2 === 1);
  assert.equal(new Set(heights).size, heights.length);
  for (let count = 1; count <= 4; count += 1) assert.equal(rowsOf(count).length, count);
});

test('each part of the one neuron has its counterpart in the other', () => {
  assert.deepEqual(PAIRS.map(({ cell, artificial }) => [cell, artificial.replace(/\[\[([^\]|]+).*\]\]/, '$1')]), [
    ['dendrite', 'input'], ['synapse', 'weight'], ['cell body', 'sum'], ['threshold', 'activation'], ['axon', 'what it passes on (a)'],
  ]);
});

const openState = () => createState(fixture.neurons[0].header);

test('what is as it was when the film opened is left out of the address', () => {
  const state = openState();
  const texts = () => Object.values(state.view).map(({ read }) => read());
  assert.deepEqual(texts(), ['', '', '']);
  state.set('x', -3, 1);
  state.set('activation', 'relu');
  assert.deepEqual(texts(), ['1.5,-3,0.8,0.5', '', 'relu']);
  state.open(fixture.neurons[0].header);
  assert.deepEqual(texts(), ['', '', '']);
});

test('the address brings a neuron back, and what is none is refused', () => {
  const { neurons: [{ header }] } = fixture;
  const state = openState();
  assert.equal(state.view.xw.write('1,2,3,-1,-2,-3'), DONE);
  assert.deepEqual([state.neuron.x, state.neuron.w], [[1, 2, 3], [-1, -2, -3]]);
  for (const text of ['1', '1,2,3', '9,1', 'a,b', '1,1,1,1,1,1,1,1,1,1']) assert.equal(state.view.xw.write(text), REFUSED, text);
  assert.deepEqual(state.neuron.x, [1, 2, 3]);
  assert.equal(state.view.b.write('-5'), DONE);
  for (const text of ['5.1', 'x', ' ']) assert.equal(state.view.b.write(text), REFUSED, text);
  assert.equal(state.view.f.write('step'), REFUSED);
  assert.equal(state.view.xw.write(''), DONE);
  assert.deepEqual(state.neuron.x, header.neuron.x);
});

test('more inputs come with an input and a weight of 1, fewer keep the first ones', () => {
  const state = openState();
  state.resize(4);
  assert.deepEqual([state.neuron.x, state.neuron.w], [[1.5, -1, 1, 1], [0.8, 0.5, 1, 1]]);
  state.resize(1);
  assert.deepEqual([state.neuron.x, state.neuron.w], [[1.5], [0.8]]);
});
