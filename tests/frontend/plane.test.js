import assert from 'node:assert/strict';
import { test } from 'node:test';

import { boundsOf, componentPlane, featurePlane, gridRows, project, projectRows } from '../../nnviz/frontend/model/plane.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { header } = openFilm(penguins);
const { directions, explained, points } = penguins.components;

const N = penguins.y.length;
const x = Float32Array.from(penguins.x.flat());
const trainX = Float32Array.from(penguins.x.filter((_, row) => !penguins.test[row]).flat());
const components = componentPlane(Float32Array.from(directions.flat()), explained);
const features = featurePlane(header, penguins, 2, 0);

const near = (a, b, tolerance = 1e-5) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

test('the axes of a feature plane read in real units', () => {
  const [s, t] = features.axes;
  assert.deepEqual([s.label, s.unit, s.feature, t.label, t.unit, t.feature], ['flipper length', 'mm', 2, 'bill length', 'mm', 0]);
  for (const row of [0, 100, 341]) {
    const [along, up] = project(features, x, row);
    assert.ok(near(s.toReal(along), penguins.raw[row][2]) && near(t.toReal(up), penguins.raw[row][0]), `row ${row}`);
    assert.ok(near(s.fromReal(penguins.raw[row][2]), along));
  }
});

test('components say how much of the variance they hold', () => {
  const [first, second] = components.axes;
  assert.deepEqual([first.component, first.share, second.component], [1, explained[0], 2]);
  assert.deepEqual([second.unit, second.feature, second.toReal(1.5), second.fromReal(1.5)], ['', null, 1.5, 1.5]);
});

test('penguins lie on the component plane where the singular value decomposition puts them', () => {
  const out = projectRows(components, trainX, points.length, new Float32Array(2 * points.length));
  points.flat().forEach((expected, i) => assert.ok(near(out[i], expected), `${i}: ${out[i]}, not ${expected}`));
  let [ss, tt, st, all] = [0, 0, 0, 0];
  for (let row = 0; row < points.length; row += 1) {
    ss += out[2 * row] ** 2;
    tt += out[2 * row + 1] ** 2;
    st += out[2 * row] * out[2 * row + 1];
  }
  trainX.forEach((value) => { all += value * value; });
  assert.ok(near(ss / all, explained[0]) && near(tt / all, explained[1]) && near(st / all, 0));
});

for (const [name, plane] of Object.entries({ features, components })) {
  test(`the bounds of the ${name} hold every penguin, with the same margin on every side`, () => {
    const bounds = boundsOf(plane, x, N, 0.1);
    const all = penguins.y.map((_, row) => project(plane, x, row));
    [bounds.s, bounds.t].forEach(([low, high], axis) => {
      const values = all.map((point) => point[axis]);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      assert.ok(near(least - low, 0.1 * (most - least)) && near(high - most, 0.1 * (most - least)));
    });
  });

  test(`the grid of the ${name} runs from the top left, and keeps the base where the plane says nothing`, () => {
    const bounds = { s: [-1, 3], t: [10, 18] };
    const base = Float32Array.of(0.5, -1.25, 2, 0.75);
    const out = gridRows(plane, base, bounds, 4, new Float32Array(4 * 16));
    const [baseS, baseT] = project(plane, base);
    for (let cell = 0; cell < 16; cell += 1) {
      const [s, t] = project(plane, out, cell);
      assert.ok(near(s, -0.5 + (cell % 4)) && near(t, 17 - 2 * Math.floor(cell / 4)), `cell ${cell}: ${s}, ${t}`);
      for (let d = 0; d < 4; d += 1) {
        const rest = out[4 * cell + d] - s * plane.u[d] - t * plane.v[d];
        assert.ok(near(rest, base[d] - baseS * plane.u[d] - baseT * plane.v[d]), `cell ${cell}, feature ${d}`);
      }
    }
  });
}

test('in a feature plane the other features are exactly the base\'s', () => {
  const out = gridRows(features, [1, 2, 3, 4], { s: [0, 2], t: [0, 2] }, 2, new Float32Array(16));
  assert.deepEqual([...out], [1.5, 2, 0.5, 4, 1.5, 2, 1.5, 4, 0.5, 2, 0.5, 4, 0.5, 2, 1.5, 4]);
});

test('one row, or none, still has room around it', () => {
  assert.deepEqual(boundsOf(features, [0, 0, 5, 0], 1), { s: [4, 6], t: [-1, 1] });
  assert.deepEqual(boundsOf(features, [], 0), { s: [-1, 1], t: [-1, 1] });
});
