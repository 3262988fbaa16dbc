import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answersOf, createAnswers } from '../../nnviz/frontend/model/answers.js';
import { confusionOf } from '../../nnviz/frontend/model/confusion.js';
import { createFields, traceBorders } from '../../nnviz/frontend/model/fields.js';
import { paramsAt } from '../../nnviz/frontend/model/history.js';
import { boundsOf, featurePlane } from '../../nnviz/frontend/model/plane.js';
import { createFlow } from '../../nnviz/frontend/model/rows.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { createMoments, scores } from '../../nnviz/frontend/network/moment.js';
import { answerPixels, paintAnswers, pixel, SURFACE } from '../../nnviz/frontend/network/shading.js';
import { describe } from '../../nnviz/frontend/network/summary.js';
import { fixture, openFilm } from './films.js';

const theme = (header) => ({ background: '#ffffff', text: '#000000', palette: header.palette.light });
const historyOf = ({ header, arrays }) => ({
  run: header.run, rows: arrays.epochs.data.length, parameters: arrays.params.shape[1],
  epochs: arrays.epochs.data, params: arrays.params.data,
  curves: Object.fromEntries(header.curves.map(({ name }) => [name, arrays[name].data])),
});
const at = (film, changes = {}) => {
  const focus = createFocus(() => {});
  focus.enter(film.header.run, true);
  return { history: historyOf(film), row: 0, focus, replay: null, other: null, otherEpoch: null, playing: false, time: 0, ...changes };
};

/** The map that a moment opens with, as pixels. */
function mapOf({ header, net, model, params, data }) {
  const plane = Object.assign(featurePlane(header, data, Math.min(2, header.features.length - 1), 0), { isOpening: true, centre: data.centre });
  const fields = createFields();
  fields.compute(net, model, params, plane, data.centre, boundsOf(plane, data.x, data.count));
  const pixels = new Uint32Array(fields.side ** 2);
  paintAnswers(fields, net.task, answerPixels(theme(header), net.task, SURFACE), pixels);
  return { fields, pixels };
}

for (const name of ['penguins', 'raw', 'mass', 'picture']) {
  const film = openFilm(fixture[name]);
  const { header, data } = film;
  const history = historyOf(film);

  test(`${name}: what is measured of a record's parameters is what Python measured`, () => {
    const model = answersOf(header.net, {});
    for (const row of [0, 3, history.rows - 1]) {
      const swarm = model.rows(paramsAt(history, row), data.x, data.count, createAnswers(header.net, data.count));
      const told = scores(header, data, swarm);
      assert.deepEqual(Object.keys(told), Object.keys(history.curves));
      for (const [curve, value] of Object.entries(told)) {
        const expected = history.curves[curve][row];
        assert.ok(Math.abs(value - expected) < 2e-5 * Math.max(1, Math.abs(expected)), `${curve} at ${row}: ${value}, not ${expected}`);
      }
    }
  });

  test(`${name}: a moment, its map and its words`, () => {
    const moment = createMoments(header, data)(at(film, { row: history.rows - 1 }));
    assert.equal(moment.swarm.answers.length, data.count);
    const { fields, pixels } = mapOf(moment);
    assert.equal(fields.undecided, 0);
    assert.ok(new Set(pixels).size > 3, 'more than one colour');
    assert.match(describe(moment), /^(Fully connected network|Network) with \d+, .* parameters, activation /);
  });
}

test('a value is painted by how far it is from the mean, on either side', () => {
  const { header, data } = openFilm(fixture.mass);
  const { task } = header.net;
  const fields = { side: 2, readings: Float32Array.of(task.mean, task.mean + 9 * task.std, task.mean - 9 * task.std, NaN), answers: Float32Array.of(0, 9, -9, NaN) };
  const out = new Uint32Array(4);
  paintAnswers(fields, task, answerPixels(theme(header), task, SURFACE), out);
  const { activation } = header.palette.light;
  assert.deepEqual([...out].slice(0, 3), ['#ffffff', activation.positive, activation.negative].map(pixel));
  assert.ok(![...out].slice(0, 3).includes(out[3]));
  assert.deepEqual([task.groups, [...data.groups].every((group) => group === 0), task.isWrong(1, -1)], [1, true, false]);
});

/** A block of a model that the browser has never heard of: its parts say so, its answers come with it. */
function stranger(side = 4) {
  const { header, arrays } = structuredClone(fixture.penguins);
  const K = header.scenery.classes.length;
  const rows = fixture.penguins.arrays.y.data.flatMap((y) => [0, 1, 2].map((k) => (k === y ? 0.8 : 0.1)));
  // The first class on the left of the map, the second on the right.
  const grid = Array.from({ length: side * side }, (_, cell) => (cell % side < side / 2 ? [0.9, 0.1, 0] : [0.2, 0.7, 0.1])).flat();
  header.parts = [{ kind: 'forest', shape: [100], offset: 0, frozen: false }];
  arrays.params = { data: [], shape: [arrays.epochs.data.length, 0] };
  arrays.answers_rows = { data: rows, shape: [rows.length / K, K] };
  arrays.answers_grid = { data: grid, shape: [side * side, K] };
  return { header, arrays };
}

test('a model with a part of an unknown kind draws a map of the answers that were sent', () => {
  const film = openFilm(stranger());
  const { header, data, arrays } = film;
  const sent = { rows: arrays.answers_rows.data, grid: arrays.answers_grid.data };
  const moment = createMoments(header, data, sent)(at(film));
  const { fields, pixels } = mapOf(moment);
  assert.deepEqual([fields.side, fields.undecided], [4, 0]);
  assert.deepEqual([...fields.answers], Array.from({ length: 16 }, (_, cell) => Number(cell % 4 >= 2)));
  assert.equal(pixels[0], pixels[13], 'the left is of one colour');
  assert.equal(pixels[2], pixels[15], 'the right of another');
  assert.notEqual(pixels[0], pixels[2]);
  let border = 0;
  traceBorders(fields, 3, (x1, y1, x2, y2) => { border += Math.hypot(x2 - x1, y2 - y1); });
  assert.ok(Math.abs(border - 3) < 1e-6, 'one straight border between them');

  const confusion = confusionOf(moment.swarm.answers, data.y, data.test, 3);
  assert.deepEqual([1, 2, 3, 5, 6, 7].map((cell) => confusion.train[cell]), [0, 0, 0, 0, 0, 0], 'every row is told right');
  assert.ok(Math.abs(moment.flow.readings[data.y[0]] - 0.8) < 1e-6);
  assert.deepEqual(header.net.sizes, [4, 3]);
  assert.match(describe(moment), /^Network with 4, 3 neurons/);
});

test('of other planes and of own values nothing has been sent, and nothing is made up', () => {
  const film = openFilm(stranger());
  const { header, data, arrays } = film;
  const sent = { rows: arrays.answers_rows.data, grid: arrays.answers_grid.data };
  const focus = createFocus(() => {});
  focus.followValues([40, 18, 200, 4000]);
  const moment = createMoments(header, data, sent)(at(film, { focus }));
  assert.ok(moment.flow.readings.every(Number.isNaN));
  const plane = featurePlane(header, data, 0, 1);
  const fields = createFields();
  fields.compute(header.net, moment.model, moment.params, plane, new Float64Array(4), boundsOf(plane, data.x, data.count));
  assert.equal(fields.undecided, fields.side ** 2);
});

test('answers of a value are sent as they were learned', () => {
  const { header, data } = openFilm(fixture.mass);
  const { task } = header.net;
  const net = { ...header.net, parts: [{ kind: null }], sizes: [3, 1] };
  const swarm = answersOf(net, { rows: data.y }).rows(new Float32Array(0), data.x, data.count, createAnswers({ ...net, parts: [{}] }, data.count));
  swarm.answers.forEach((answer, row) => assert.equal(answer, data.y[row]));
  assert.ok(Math.abs(swarm.readings[0] - (data.y[0] * task.std + task.mean)) < 1e-2);
});

test('one row is answered to the last bit as it is among all rows, also where its numbers leave float32', () => {
  const film = openFilm(fixture.penguins);
  const { net } = film.header;
  const { data } = film;
  const history = historyOf(film);
  const model = answersOf(net, {});
  const flow = createFlow(net);
  const shares = [];
  for (const [row, factor] of [[0, 1], [7, 1], [30, 1], [30, 1e13], [30, 1e20]]) {
    const params = paramsAt(history, row).map((value) => factor * value);
    const swarm = model.rows(params, data.x, data.count, createAnswers(net, data.count));
    for (let n = 0; n < data.count; n += 1) {
      model.one(params, data.x.subarray(4 * n, 4 * n + 4), n, flow);
      assert.equal(flow.answer, swarm.answers[n]);
      assert.deepEqual([...flow.readings], [...swarm.readings.subarray(3 * n, 3 * n + 3)]);
    }
    shares.push([...swarm.answers].filter((answer) => answer < 0).length / data.count);
    if (factor === 1e20) assert.ok(flow.z.slice(1).every((z) => z.every((value) => !(Math.abs(value) > 3.5e38) || !Number.isFinite(value))));
  }
  assert.deepEqual(shares.slice(0, 3), [0, 0, 0]);
  assert.ok(shares[4] > 0.9, 'there, nothing is answered');
});
