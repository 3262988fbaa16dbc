import assert from 'node:assert/strict';
import { test } from 'node:test';

import { axisTitle, hitMap, layoutMap, neighbour, orderAcross } from '../../nnviz/frontend/network/layout_map.js';
import { boundsOf, componentPlane, featurePlane, projectRows } from '../../nnviz/frontend/model/plane.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { header } = openFilm(penguins);
const x = Float32Array.from(penguins.x.flat());
const N = penguins.y.length;
const measure = (text) => 6 * text.length;
const components = componentPlane(Float32Array.from(penguins.components.directions.flat()), penguins.components.explained);

function mapOf(plane, width = 310, height = 250) {
  const points = projectRows(plane, x, N, new Float32Array(2 * N));
  return { points, layout: layoutMap({ width, height, bounds: boundsOf(plane, x, N), axes: plane.axes, measure }) };
}

const planes = [components];
for (let i = 0; i < 4; i += 1) for (let j = 0; j < 4; j += 1) if (i !== j) planes.push(featurePlane(header, penguins, i, j));

test('three to six round ticks on each axis, where their values lie', () => {
  for (const plane of planes) {
    for (const [width, height] of [[310, 250], [350, 340], [280, 180]]) {
      const { layout } = mapOf(plane, width, height);
      const { plot, xTicks, yTicks } = layout;
      for (const ticks of [xTicks, yTicks]) assert.ok(ticks.length >= 3 && ticks.length <= 6, plane.axes.map(axisTitle).join());
      for (const { value, at, label } of xTicks) {
        assert.ok(at >= plot.left - 1e-6 && at <= plot.right + 1e-6);
        assert.ok(Math.abs(plane.axes[0].toReal(layout.s(at)) - value) < 1e-6 * Math.max(1, Math.abs(value)));
        assert.equal(Number(label.replace('−', '-')), value);
      }
      for (const { value, at, label } of yTicks) {
        assert.ok(at >= plot.top - 1e-6 && at <= plot.bottom + 1e-6);
        assert.ok(Math.abs(plane.axes[1].toReal(layout.t(at)) - value) < 1e-6 * Math.max(1, Math.abs(value)));
        assert.equal(Number(label.replace('−', '-')), value);
      }
    }
  }
});

test('no label is cut, and the labels of an axis do not touch', () => {
  for (const plane of planes) {
    const { layout } = mapOf(plane);
    for (const { label } of layout.yTicks) assert.ok(layout.plot.left - 7 - measure(label) >= 0);
    layout.xTicks.forEach(({ textAt, label }, i) => {
      assert.ok(textAt + measure(label) / 2 <= layout.width && textAt - measure(label) / 2 >= 0);
      const before = layout.xTicks[i - 1];
      if (before) assert.ok(before.textAt + measure(before.label) / 2 + 4 < textAt - measure(label) / 2);
    });
  }
});

test('every penguin lies inside the plot, to the right and up where its values are larger', () => {
  const { layout, points } = mapOf(featurePlane(header, penguins, 2, 0));
  const { plot } = layout;
  for (let row = 0; row < N; row += 1) {
    const [px, py] = [layout.x(points[2 * row]), layout.y(points[2 * row + 1])];
    assert.ok(px > plot.left && px < plot.right && py > plot.top && py < plot.bottom);
    assert.ok(Math.abs(layout.s(px) - points[2 * row]) < 1e-5 && Math.abs(layout.t(py) - points[2 * row + 1]) < 1e-5);
  }
  assert.ok(layout.x(1) > layout.x(0) && layout.y(1) < layout.y(0));
});

test('axes are named with their units', () => {
  assert.equal(axisTitle({ label: 'bill length', unit: 'mm' }), 'bill length (mm)');
  assert.equal(axisTitle(components.axes[0]), `component 1 (${Math.round(100 * penguins.components.explained[0])}\u00a0% of the variance)`);
  assert.equal(axisTitle({ ...components.axes[0], share: 0.9999 }), 'component 1 (>\u00a099\u00a0% of the variance)');
});

test('the nearest mark within nine pixels is hit', () => {
  const bounds = { s: [0, 1], t: [0, 1] };
  const axes = featurePlane(header, penguins, 0, 1).axes;
  const layout = layoutMap({ width: 300, height: 300, bounds, axes, measure });
  const points = Float32Array.of(0.5, 0.5, 0.52, 0.5, 0.9, 0.9);
  const [px, py] = [layout.x(0.5), layout.y(0.5)];
  assert.equal(hitMap(layout, points, px, py), 0);
  assert.equal(hitMap(layout, points, px + 4, py), 1);
  assert.equal(hitMap(layout, points, px - 8.5, py), 0);
  assert.equal(hitMap(layout, points, px - 9.5, py), null);
  assert.equal(hitMap(layout, points, layout.x(0.9), layout.y(0.9) + 3), 2);
});

test('arrow keys reach every penguin once, from left to right', () => {
  const { points } = mapOf(featurePlane(header, penguins, 2, 0));
  const order = orderAcross(points);
  assert.deepEqual([...order].sort((a, b) => a - b), [...penguins.y.keys()]);
  for (let i = 1; i < N; i += 1) assert.ok(points[2 * order[i]] >= points[2 * order[i - 1]]);
  assert.equal(neighbour(order, null, 1), order[0]);
  assert.equal(neighbour(order, null, -1), order[N - 1]);
  assert.equal(neighbour(order, order[4], 1), order[5]);
  assert.equal(neighbour(order, order[0], -1), order[0]);
  assert.equal(neighbour(order, order[N - 1], 1), order[N - 1]);
});
