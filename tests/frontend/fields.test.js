import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFields, nextSide, SIDES, traceBorders } from '../../nnviz/frontend/model/fields.js';
import { activationRange, cellsAlong, lensPlace, paintResponse, paintSwarm, swarmFact, swarmHeight, swarmPlaces } from '../../nnviz/frontend/network/pictures.js';
import { boundsOf, componentPlane, featurePlane } from '../../nnviz/frontend/model/plane.js';
import { answersOf, createAnswers } from '../../nnviz/frontend/model/answers.js';
import { createFlow, flowRow } from '../../nnviz/frontend/model/rows.js';
import { classPixel, classPixels, pixel, scalePixels } from '../../nnviz/frontend/network/shading.js';
import { fixture, netOf, openFilm } from './films.js';

const { penguins } = fixture;
const { header, data } = openFilm(penguins);
const { net } = header;
const model = answersOf(net, {});
const params = Float32Array.from(penguins.params.at(-1));
const x = Float32Array.from(penguins.x.flat());
const N = penguins.y.length;
const MEAN = new Float64Array(4);

const near = (a, b, tolerance = 1e-5) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
const components = componentPlane(Float32Array.from(penguins.components.directions.flat()), penguins.components.explained);

for (const [name, plane, base] of [['features', featurePlane(header, penguins, 2, 0), x.subarray(4, 8)], ['components', components, MEAN]]) {
  test(`every cell over the plane of ${name} has the values of a forward pass at its centre`, () => {
    const bounds = boundsOf(plane, x, N);
    const fields = createFields();
    assert.ok(fields.compute(net, model, params, plane, base, bounds));
    const { side } = fields;
    const along = (direction) => direction.reduce((sum, value, d) => sum + value * base[d], 0);
    for (const [down, across] of [[0, 0], [0, side - 1], [side - 1, 0], [17, 30]]) {
      const s = bounds.s[0] + ((across + 0.5) / side) * (bounds.s[1] - bounds.s[0]);
      const t = bounds.t[1] - ((down + 0.5) / side) * (bounds.t[1] - bounds.t[0]);
      const point = Array.from(base, (value, d) => value + (s - along(plane.u)) * plane.u[d] + (t - along(plane.v)) * plane.v[d]);
      const flow = flowRow(net, params, point, 0, createFlow(net));
      const cell = down * side + across;
      flow.a.forEach((values, layer) => values.forEach((value, i) =>
        assert.ok(near(fields.a[layer][cell * values.length + i], value), `layer ${layer}, neuron ${i}`)));
      const chances = Array.from(flow.readings);
      chances.forEach((chance, k) => assert.ok(near(fields.readings[cell * 3 + k], chance)));
      assert.equal(fields.answers[cell], chances.indexOf(Math.max(...chances)));
    }
  });
}

test('the fields are computed only where something has changed', () => {
  const plane = featurePlane(header, penguins, 2, 0);
  const bounds = boundsOf(plane, x, N);
  const fields = createFields();
  const other = params.map((value) => value + 0.5);
  assert.ok(fields.compute(net, model, params, plane, MEAN, bounds));
  assert.ok(!fields.compute({ ...net }, answersOf(net, {}), params.slice(), plane, MEAN.slice(), bounds), 'the same in other arrays');
  assert.ok(fields.compute(net, model, other, plane, MEAN, bounds), 'other parameters');
  assert.ok(fields.compute(net, model, other, plane, x.subarray(0, 4), bounds), 'another penguin');
  assert.ok(fields.compute(net, model, other, featurePlane(header, penguins, 0, 1), x.subarray(0, 4), bounds), 'another plane');
  assert.equal(fields.version, 4);
  assert.equal(fields.undecided, 0);
});

test('after a rest the same is computed more finely, and coarsely again with the next change', () => {
  const plane = featurePlane(header, penguins, 2, 0);
  const bounds = boundsOf(plane, x, N);
  const fields = createFields();
  fields.compute(net, model, params, plane, MEAN, bounds);
  fields.adapt(2);
  const first = fields.side;
  assert.ok(fields.refine());
  assert.ok(fields.side > first);
  assert.ok(!fields.compute(net, model, params, plane, MEAN, bounds), 'a look at the same does not undo it');
  const centre = fields.a[1].slice(0, 10);
  fields.compute(net, model, params.map((value) => -value), plane, MEAN, bounds);
  assert.equal(fields.side, first);
  assert.notDeepEqual(fields.a[1].slice(0, 10), centre);
});

test('a film too slow becomes coarser, a quick one finer, and one step up is never too slow', () => {
  assert.equal(nextSide(48, 6, true), 32);
  assert.equal(nextSide(48, 3, true), 48);
  assert.equal(nextSide(48, 0.9, true), 64);
  assert.equal(nextSide(16, 100, true), 16);
  assert.equal(nextSide(96, 0.1, true), 96);
  for (const side of SIDES) {
    const finer = nextSide(side, 0.99, true);
    assert.equal(nextSide(finer, 0.99 * (finer / side) ** 2, true), finer, `${side} swings`);
  }
});

test('at rest the finest that takes less than 40 ms is chosen, never a coarser one', () => {
  assert.equal(nextSide(48, 2, false), 96);
  assert.equal(nextSide(48, 15, false), 64);
  assert.equal(nextSide(32, 39, false), 32);
  assert.equal(nextSide(32, 400, false), 32);
});

test('a run of slow computations makes the next one coarser', () => {
  const plane = featurePlane(header, penguins, 2, 0);
  const bounds = boundsOf(plane, x, N);
  const fields = createFields();
  fields.compute(net, model, params, plane, MEAN, bounds);
  for (let i = 0; i < 10; i += 1) fields.adapt(12);
  fields.compute(net, model, params.map((value) => 2 * value), plane, MEAN, bounds);
  assert.equal(fields.side, 32);
});

test('parameters that are no numbers leave cells undecided and throw nothing', () => {
  const plane = featurePlane(header, penguins, 2, 0);
  const bounds = boundsOf(plane, x, N);
  const fields = createFields();
  fields.compute(net, model, params.map(() => NaN), plane, MEAN, bounds);
  assert.equal(fields.undecided, fields.side ** 2);
  assert.ok(!fields.compute(net, model, params.map(() => NaN), plane, MEAN, bounds), 'NaN is the same as NaN');
  const lines = [];
  traceBorders(fields, 3, (...line) => lines.push(line));
  assert.deepEqual(lines, []);
  const some = params.slice();
  some[0] = Infinity;
  fields.compute(net, model, some, plane, MEAN, bounds);
  assert.ok(fields.undecided > 0 && fields.undecided < fields.side ** 2);
});

test('a border lies where two classes are equally likely', () => {
  // Two inputs, two outputs: z0 = x, z1 = 0.3, so the border is the line x = 0.3.
  const small = netOf([2, 2], 'identity');
  const plane = { u: Float64Array.of(1, 0), v: Float64Array.of(0, 1), axes: [] };
  const fields = createFields();
  fields.compute(small, answersOf(small, {}), Float32Array.of(1, 0, 0, 0, 0, 0.3), plane, [0, 0], { s: [-1, 1], t: [-1, 1] });
  const { side } = fields;
  let length = 0;
  traceBorders(fields, 2, (x1, y1, x2, y2) => {
    length += Math.hypot(x2 - x1, y2 - y1);
    for (const at of [x1, x2]) assert.ok(near(-1 + (2 * at) / side, 0.3));
  });
  assert.ok(near(length, side - 1), 'from the first centre of a cell to the last');
});

test('three classes meet in one point with an arm to each border', () => {
  const fields = { side: 2, answers: Float32Array.of(0, 1, 2, 2), outputs: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1) };
  const lines = [];
  traceBorders(fields, 3, (...line) => lines.push(line));
  assert.equal(lines.length, 3);
  assert.deepEqual(new Set(lines.map(([, , x2, y2]) => `${x2} ${y2}`)).size, 1);
});

const theme = {
  background: '#ffffff', text: '#000000',
  palette: { classes: ['#ff0000', '#00ff00', '#0000ff'], activation: { negative: '#b0318f', positive: '#1b8a45' } },
};

test('strength runs from a guess to certainty', () => {
  const { strength } = net.task;
  assert.ok(near(strength(1 / 3), 0) && near(strength(1), 1) && near(strength(0.5), 0.25));
  assert.equal(strength(0.2), 0);
  assert.ok(Number.isNaN(strength(NaN)));
});

test('a class is its colour, paler with less strength; what is no number has a colour of its own', () => {
  const table = classPixels(theme, 3, 1);
  assert.equal(classPixel(table, 1, 1), pixel('#00ff00'));
  assert.equal(classPixel(table, 1, 0), pixel('#ffffff'));
  assert.equal(classPixel(table, 1, NaN), table.none);
  assert.equal(pixel('#010203'), 0xff030201);
});

test('the picture of a neuron is white at zero and full from ±2 on', () => {
  const scale = scalePixels(theme.palette.activation, theme.background);
  const fields = { side: 2, a: [null, Float32Array.of(0, 2, 5, -9)], readings: Float32Array.of(0, 1, 1, 0, NaN, NaN, 0.5, 0.5) };
  const out = new Uint32Array(6);
  const tables = { scale, outputs: classPixels(theme, 2, 1) };
  paintResponse(fields, { layer: 1, index: 0 }, netOf([1, 1, 2]), tables, cellsAlong(2, 2), out, 3, 1);
  const [white, positive, negative] = ['#ffffff', '#1b8a45', '#b0318f'].map(pixel);
  assert.deepEqual([...out], [0, white, positive, 0, positive, negative]);
  paintResponse(fields, { layer: 2, index: 1 }, netOf([1, 1, 2]), tables, cellsAlong(2, 2), out, 2, 0);
  assert.deepEqual([...out].slice(0, 3), [pixel('#00ff00'), white, tables.outputs.none]);
});

test('the activations that functions can take end the swarms', () => {
  assert.deepEqual(activationRange('relu'), { low: 0, high: 2, limited: false });
  assert.deepEqual(activationRange('identity'), { low: -2, high: 2, limited: false });
  assert.ok(activationRange('tanh').limited && near(activationRange('tanh').low, -1));
  assert.ok(activationRange('sigmoid').limited && near(activationRange('sigmoid').high, 1));
  assert.ok(near(activationRange('elu').low, -1) && !activationRange('elu').limited);
});

test('a swarm has one column for each class, each penguin always in its place', () => {
  const places = swarmPlaces(penguins.y, 3);
  penguins.y.forEach((k, row) => assert.ok(places[row] > k / 3 && places[row] < (k + 1) / 3));
  assert.deepEqual(swarmPlaces(penguins.y, 3), places);
  assert.ok(new Set(places).size > N / 2, 'scattered');
  const range = { low: 0, high: 2 };
  assert.deepEqual([0, 1, 2, 9].map((value) => swarmHeight(value, range)), [1, 0.5, 0, 0]);
});

test('a swarm is painted with a dot for each penguin, one colour where a value is no number', () => {
  const colors = { background: 1, zero: 2, none: 3, classes: Uint32Array.of(10, 20) };
  const rows = { places: Float32Array.of(0, 1), groups: [0, 1] };
  const out = new Uint32Array(16);
  paintSwarm([2, 0], 1, 0, { low: 0, high: 2, zero: 0 }, rows, colors, { size: 4, dot: 1 }, out, 4, 0);
  assert.deepEqual([...out], [10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 20]);
  paintSwarm([NaN, 0], 1, 0, { low: 0, high: 2, zero: 0 }, rows, colors, { size: 4, dot: 1 }, out, 4, 0);
  assert.ok(out.every((value) => value === 3));
});

test('the fact below the lens counts training rows', () => {
  const swarm = model.rows(params, x, N, createAnswers(net, N));
  const moment = { header, net, swarm, data };
  const train = penguins.test.filter((part) => part === 0).length;
  const zeros = (index) => penguins.x.filter((row, i) => !penguins.test[i] && flowRow(net, params, row, 0, createFlow(net)).a[1][index] === 0).length;
  assert.equal(swarmFact(moment, 1, 2), `0 for ${zeros(2)} of ${train} training rows`);
  const dead = { ...moment, swarm: { ...swarm, a: [null, swarm.a[1].map((value, i) => (i % 10 === 2 && !penguins.test[(i - 2) / 10] ? 0 : value))] } };
  assert.equal(swarmFact(dead, 1, 2), `dead: 0 for all ${train} training rows`);
  const gentoos = penguins.tables[30].predicted.filter((k, i) => k === 1 && !penguins.test[i]).length;
  assert.equal(swarmFact(moment, 3, 1), `predicted for ${gentoos} of ${train} training rows`);
  swarm.a[1].fill(NaN);
  assert.equal(swarmFact(moment, 1, 2), `not a number for ${train} of ${train} training rows`);
  assert.match(swarmFact({ ...moment, net: { ...net, activation: 'tanh' }, swarm: { ...swarm, a: [null, new Float32Array(N * 10).fill(0.99)] } }, 1, 0),
    new RegExp(`^within 0.05 of −1 or 1 for ${train} of`));
});

test('the lens stands beside its neuron and never leaves the box', () => {
  const lens = { width: 184, height: 220 };
  const box = { width: 430, height: 346 };
  for (let neuronX = 0; neuronX <= box.width; neuronX += 43) {
    for (const neuronY of [0, 170, 346]) {
      const { left, top } = lensPlace({ x: neuronX, y: neuronY }, 20, lens, box);
      assert.ok(left >= 0 && left + lens.width <= box.width && top >= 0 && top + lens.height <= box.height);
      if (neuronX < 200 || neuronX > 230) assert.ok(left >= neuronX + 20 || left + lens.width <= neuronX - 20, `covers ${neuronX}`);
    }
  }
});
