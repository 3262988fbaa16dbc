import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIVATIONS, erf } from '../../nnviz/frontend/model/activations.js';
import { biasAt, cellOf, openNetwork, outgoing, usesOf, weightAt } from '../../nnviz/frontend/model/parts.js';
import { fixture, netOf } from './films.js';

test('the fixture knows the same activations', () => {
  assert.deepEqual(Object.keys(fixture.layers).sort(), Object.keys(ACTIVATIONS).sort());
});

test('erf to 1e-12, on both sides of where its formula changes', () => {
  const known = [[0, 0], [0.5, 0.5204998778130465], [1, 0.8427007929497149], [2.4, 0.9993114861033549],
    [2.6, 0.9997639655834707], [3.5, 0.9999992569016276]];
  for (const [x, value] of known) {
    assert.ok(Math.abs(erf(x) - value) < 1e-12, `erf(${x})`);
    assert.ok(Math.abs(erf(-x) + value) < 1e-12, `erf(−${x})`);
  }
  assert.equal(erf(Infinity), 1);
});

test('NaN stays NaN in every activation', () => {
  for (const f of Object.values(ACTIVATIONS)) assert.ok(Number.isNaN(f(NaN)));
});

test('parameters lie where the header says: W row by row, then b', () => {
  const net = netOf([4, 10, 10, 3]);
  assert.equal(net.count, 193);
  assert.equal(weightAt(net, 1, 2, 5), 50 + 25);
  assert.equal(biasAt(net, 1, 3), 43);
  assert.equal(biasAt(net, 3, 2), 192);
});

test('nothing is known by heart: a network whose parts lie in another order', () => {
  const outputs = [{ name: 'a', unit: '' }];
  const header = { activation: { key: 'relu' }, loss: { key: 'squared_error' }, features: [], task: { key: 'regression', outputs, mean: 0, std: 1 } };
  const net = openNetwork({ ...header, parts: [{ kind: 'dense', shape: [2, 3], offset: 4 }, { kind: 'dense', shape: [3, 1], offset: 0 }] });
  assert.deepEqual([net.count, net.sizes], [13, [2, 3, 1]]);
  assert.deepEqual([weightAt(net, 0, 0, 0), biasAt(net, 1, 0), weightAt(net, 1, 2, 0), biasAt(net, 2, 0)], [4, 10, 2, 3]);
});

test('a filter stands between many neurons, its bias belongs to a whole map', () => {
  const { header } = fixture.networks.find(({ name }) => name === 'one convolution');
  const net = openNetwork({ ...header, ...header.scenery });
  assert.deepEqual(net.sizes, [16, 8, 3]);
  assert.deepEqual(usesOf(net, 0, 4, 1), [[5, 4], [6, 5], [9, 6], [10, 7]], 'the middle of the second filter');
  assert.deepEqual(cellOf(net, 0, 10, 7), [4, 1]);
  assert.equal(cellOf(net, 0, 0, 3), null, 'the first pixel is not below the last place');
  assert.deepEqual([biasAt(net, 1, 3), biasAt(net, 1, 4)], [18, 19]);
  assert.deepEqual(outgoing(net, 0, 5), [], 'no pixel is switched off alone');
  assert.deepEqual(outgoing(net, 1, 5), [5, 5, 5].map((row, to) => 20 + 3 * row + to));
});
