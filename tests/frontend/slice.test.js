import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answersOf } from '../../nnviz/frontend/model/answers.js';
import { componentPlane, featurePlane } from '../../nnviz/frontend/model/plane.js';
import { createFlow, flowRow } from '../../nnviz/frontend/model/rows.js';
import { distancesFrom, heldFeatures, whyOther } from '../../nnviz/frontend/model/slice.js';
import { tipPlace } from '../../nnviz/frontend/network/layout_map.js';
import { sliceText, whyText } from '../../nnviz/frontend/network/words_slice.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { header, data } = openFilm(penguins);
const { net } = header;
const params = Float32Array.from(penguins.params[30]);
const plane = { ...featurePlane(header, data, 2, 0), spread: data.spread };
const directions = Float32Array.from(penguins.components.directions.flat());
const components = { ...componentPlane(directions, penguins.components.explained), spread: data.spread };
const mean = new Float64Array(4);
const x = (row) => data.x.subarray(4 * row, 4 * row + 4);
const answer = (values) => net.task.answer(flowRow(net, params, values, 0, createFlow(net)).outputs, 0);

test('a plane of features holds the others still', () => {
  assert.deepEqual(heldFeatures(plane), [1, 3]);
  assert.deepEqual(heldFeatures(components), []);
});

test('a row lies as far from the slice as its held features are from what they are held at', () => {
  const base = x(7);
  const distances = distancesFrom(plane, base, data.x, data.count);
  penguins.x.forEach((own, row) => {
    assert.ok(Math.abs(distances[row] - Math.hypot(own[1] - base[1], own[3] - base[3])) < 1e-5);
  });
  assert.equal(distances[7], 0);
  const [u, v] = penguins.components.directions;
  const off = distancesFrom(components, mean, data.x, data.count);
  penguins.x.forEach((own, row) => {
    const along = (direction) => own.reduce((sum, value, d) => sum + value * direction[d], 0);
    const rest = own.reduce((sum, value) => sum + value ** 2, 0) - along(u) ** 2 - along(v) ** 2;
    assert.ok(Math.abs(off[row] ** 2 - rest) < 1e-4);
  });
});

test('a row on another colour is explained by what the map holds still, by one feature where that is enough', () => {
  const counts = { same: 0, one: 0, all: 0 };
  for (let row = 0; row < data.count; row += 1) {
    const why = whyOther(net, answersOf(net, {}), params, plane, mean, x(row));
    const [a, b, c, d] = x(row);
    const [own, map] = [answer([a, b, c, d]), answer([a, 0, c, 0])];
    if (own === map) {
      assert.equal(why, null);
      counts.same += 1;
      continue;
    }
    assert.deepEqual([why.map, why.own], [map, own]);
    const alone = [[1, answer([a, b, c, 0])], [3, answer([a, 0, c, d])]].filter(([, told]) => told === own).map(([feature]) => feature);
    if (alone.length > 0) assert.ok(why.features.length === 1 && alone.includes(why.features[0]));
    else assert.deepEqual(why.features, [1, 3]);
    counts[why.features.length === 1 ? 'one' : 'all'] += 1;
  }
  assert.ok(counts.same > data.count / 2 && counts.one > 0);
});

test('the slice in words, in the units of the features', () => {
  const [depth, mass] = [1, 3].map((d) => Number(data.mean[d].toPrecision(4)));
  assert.equal(sliceText(header, data, plane, mean, null),
    `A slice: bill depth held at ${depth}\u00a0mm, body mass at ${mass}\u00a0g (the means). Faint: over 1 standard deviation away.`);
  const [, ownDepth, , ownMass] = penguins.raw[12];
  assert.match(sliceText(header, data, plane, x(12), 'Adelie 13'), new RegExp(`held at ${ownDepth}\u00a0mm, body mass at ${ownMass}\u00a0g \\(Adelie 13\\)`));
  assert.match(sliceText(header, data, components, mean, null), /^A slice: all other components held at their means\./);
  assert.equal(sliceText({ features: header.features.slice(0, 2) }, data, plane, mean, null), '');
  const chosen = /Faint: not chosen under Confusion\.$/;
  assert.match(sliceText(header, data, plane, mean, null, true), chosen);
  assert.doesNotMatch(sliceText(header, data, plane, mean, null, true), /standard deviation/);
  assert.match(sliceText({ features: header.features.slice(0, 2) }, data, plane, mean, null, true), chosen);
  const why = { map: 1, own: 0, features: [3] };
  assert.equal(whyText(header, data, why, mean, x(12)),
    `Here the map shows ${header.classes[1]} because it holds body mass at ${mass}\u00a0g; with its own ${ownMass}\u00a0g the network says ${header.classes[0]}.`);
});

test('what is said of a mark does not hide it', () => {
  const [tip, box] = [{ width: 200, height: 90 }, { width: 300, height: 180 }];
  for (const y of [5, 89, 91, 175]) {
    for (const at of [5, 150, 295]) {
      const { left, top } = tipPlace({ x: at, y }, 18, tip, box);
      assert.ok(left >= 0 && left + tip.width <= box.width);
      assert.ok(top >= y + 18 || top + tip.height <= y - 18);
    }
  }
});
