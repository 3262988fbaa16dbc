import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ACTIVATIONS, erf } from '../../nnviz/frontend/model/activations.js';
import { biasAt, parameterMap, weightAt } from '../../nnviz/frontend/model/network.js';

const fixture = JSON.parse(readFileSync(new URL('./fixture.json', import.meta.url)));

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

test('parameters lie W row by row, then b', () => {
  const map = parameterMap([4, 10, 10, 3]);
  assert.equal(map.count, 193);
  assert.equal(weightAt(map, 1, 2, 5), 50 + 25);
  assert.equal(biasAt(map, 1, 3), 43);
  assert.equal(biasAt(map, 3, 2), 192);
});
