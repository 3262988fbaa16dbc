import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lineOf, summary } from '../../nnviz/frontend/forward/arithmetic.js';
import { isKnown, placeOf, readFilm, reading } from '../../nnviz/frontend/forward/film.js';
import { layoutDiagram } from '../../nnviz/frontend/forward/layout_diagram.js';
import { marksAt, momentAt, paceOf } from '../../nnviz/frontend/forward/moment.js';
import { shareText, powerText } from '../../nnviz/frontend/forward/stages.js';
import { ACTIVATIONS } from '../../nnviz/frontend/model/activations.js';
import { layoutEquation } from '../../nnviz/frontend/shared/matrix_layout.js';
import { fixture } from './films.js';

/** Float64 numbers as they travel: two words each. */
function halves(values) {
  const words = new Float32Array(new Float64Array(values).buffer);
  return { data: words, shape: [values.length, 2] };
}

const [alone, four, direct] = fixture.passes.map(({ header, numbers, probabilities }) => {
  const arrays = Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, halves(values)]));
  return { ...readFilm({ header, arrays }), probabilities };
});
const films = [alone, four, direct];
const near = (a, b, message) => assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${message}: ${a} is not ${b}`);
const partOf = (stage, key) => stage.parts.find((part) => part.key === key);

test('each entry of z is its row of x times its column of W, and the bias', () => {
  for (const film of films) {
    for (const stage of film.settings.flat().filter(({ layer }) => layer !== null)) {
      const [x, W, b, z, a] = ['x', 'W', 'b', 'z', 'a'].map((key) => partOf(stage, key));
      for (const { row, column } of stage.steps.filter(({ kind }) => kind === 'sum')) {
        let sum = b.values[column];
        for (let k = 0; k < x.columns; k += 1) sum += x.values[row * x.columns + k] * W.values[k * W.columns + column];
        near(z.values[row * z.columns + column], sum, `${stage.name} ${row} ${column}`);
      }
      const f = ACTIVATIONS[film.header.activation.label === 'tanh' ? 'tanh' : 'relu'];
      if (a) z.values.forEach((value, i) => near(a.values[i], f(value), `${stage.name} a`));
    }
  }
});

test('the last probabilities are torch’s softmax, and each row of them adds up to 1', () => {
  for (const film of films) {
    film.settings.forEach((stages, v) => {
      const [e, s, p] = ['e', 's', 'p'].map((key) => partOf(stages.at(-1), key));
      film.probabilities[v].flat().forEach((share, i) => near(p.values[i], share, `setting ${v}`));
      film.probabilities[v].forEach((row, i) => {
        near(row.reduce((sum, value) => sum + value, 0), 1, 'sum');
        near(s.values[i], e.values.subarray(i * 3, i * 3 + 3).reduce((sum, value) => sum + value, 0), 'exponentials');
      });
    });
  }
});

test('what a layer reads is what the one before has put out', () => {
  for (const film of films) {
    for (const stages of film.settings) {
      const products = stages.filter(({ layer, whole }) => layer !== null && whole);
      assert.deepEqual(partOf(products[0], 'x').values, partOf(stages[1], 'x').values);
      products.slice(1).forEach((stage, i) => assert.deepEqual(partOf(stage, 'x').values, partOf(products[i], 'a').values));
      assert.deepEqual(partOf(stages.at(-1), 'z').values, partOf(products.at(-1), 'z').values);
    }
  }
});

test('every entry that is not given is made by one step, in the order of the film', () => {
  for (const film of films) {
    const stages = film.settings[0];
    assert.equal(stages.at(-1).start + stages.at(-1).steps.length - 1, film.steps);
    for (const stage of stages) {
      const given = { example: ['x', 'W', 'b'], inputs: ['measured', 'mean', 'std'], softmax: ['z'] }[stage.kind] ?? ['x', 'W', 'b'];
      for (const { key, texts } of stage.parts) {
        texts.forEach((_, i) => {
          assert.equal(isKnown(stage, key, i, 0), given.includes(key), `${stage.name} ${key}`);
          assert.ok(isKnown(stage, key, i, stage.steps.length - 1));
        });
      }
    }
  }
});

/** The moment of a film at some step of a stage. */
const momentOf = (film, name, kind, setting = 1) => {
  const stage = film.settings[setting].find((one) => one.name === name);
  return momentAt(film, setting, stage.start + stage.steps.findIndex((step) => step.kind === kind));
};

test('the small example can be computed in the head', () => {
  const first = momentOf(alone, 'Example 2 × 3', 'sum');
  const { terms, sign, result, title } = lineOf(alone.header, first);
  assert.equal(`${terms.join(sign)} = ${result}`, '2 × 1 + 3 × 0.5 + 0 = 3.5');
  assert.equal(title, 'z, [[neuron]] 1');
  assert.deepEqual([...partOf(first.stage, 'z').values], [3.5, 4, -6]);
  assert.deepEqual([...partOf(first.stage, 'a').values], [3.5, 4, 0]);
  assert.deepEqual(partOf(first.stage, 'z').texts, ['3.5', '4', '−6']);
  assert.deepEqual(['W', 'z'].map((key) => partOf(first.stage, key).title), ['W  2 × 3', 'z  1 × 3']);
});

test('the arithmetic of the inputs names what was measured, with its unit', () => {
  const { title, terms } = lineOf(alone.header, momentOf(alone, 'Inputs', 'standardise'));
  assert.equal(title, 'Bill length: 37.3\u00a0mm');
  assert.match(terms[0], /^\(37\.3 − 4\d\.\d+\) ÷ \d\.\d+$/);
});

test('the answer is told with its probability, and whether it is right', () => {
  assert.match(lineOf(alone.header, momentOf(alone, 'Softmax', 'answer')).told, /%, says Adelie, and it is one\.$/);
  const guess = lineOf(alone.header, momentOf(alone, 'Softmax', 'answer', 0)).told;
  assert.match(guess, /random, nothing is learned yet/);
  assert.doesNotMatch(lineOf(alone.header, momentOf(alone, 'Softmax', 'answer', 1)).told, /random/);
  const wrong = four.settings.map((_, v) => summary(four.header, momentOf(four, 'Softmax', 'answer', v)));
  for (const told of wrong) assert.doesNotMatch(told, /\[\[|undefined|NaN/);
});

test('every step of every film is told without a gap', () => {
  for (const film of films) {
    for (let step = 0; step <= film.steps; step += 1) {
      for (const setting of film.settings.keys()) {
        assert.doesNotMatch(summary(film.header, momentAt(film, setting, step)), /\[\[|undefined|NaN|null/);
      }
    }
  }
});

test('on the way to a step its terms come one by one, and then its result', () => {
  const { number, stage } = momentOf(alone, 'Layer 1', 'sum');
  const seen = Array.from({ length: 100 }, (_, i) => momentAt(alone, 1, number - 1 + (i + 1) / 100));
  assert.ok(seen.every((moment) => moment.number === number));
  const terms = seen.map(({ term }) => term);
  assert.deepEqual([...new Set(terms)], [0, 1, 2, 3, 4, null]);
  for (const moment of seen) {
    const { x, W, b, z } = marksAt(moment);
    assert.deepEqual([x.rows, W.columns, z.active], [[0], [0], [0, 0]]);
    assert.equal(z.known(0, 0), moment.term === null);
    assert.equal(z.known(0, 1), false);
    if (moment.term === 2) assert.deepEqual([x.entries, W.entries, b.entries], [[[0, 2]], [[2, 0]], []]);
    if (moment.term === 4) assert.deepEqual([x.entries, b.entries], [[], [[0, 0]]]);
  }
  assert.equal(stage.steps.length, 1 + 5 + 1);
});

test('the pace gives each step its beats, however time is cut', () => {
  for (const film of films) {
    const pace = paceOf(film);
    let [position, seconds] = [0, 0];
    while (position < film.steps && seconds < 1000) {
      const next = pace(position, 0.05);
      assert.ok(next > position);
      [position, seconds] = [next, seconds + 0.05];
    }
    assert.equal(position, film.steps);
    assert.ok(Math.abs(pace(0, 7.3) - pace(pace(0, 3.1), 4.2)) < 1e-9);
    assert.equal(pace(film.steps, 1), film.steps);
  }
});

test('a neuron of the diagram says nothing, then z, then what it passes on', () => {
  const stages = four.settings[1];
  const { start, steps } = stages.find(({ name }) => name === 'Layer 1');
  const told = (done) => reading(stages, four.networks.whole.readings[1], 2, 0, done);
  const made = start + steps.findIndex((step) => step.kind === 'sum' && step.row === 2 && step.column === 0);
  assert.equal(told(made - 1), null);
  assert.equal(told(made).key, 'z');
  const end = told(start + steps.length - 1);
  assert.equal(end.key, 'a');
  near(end.value, Math.tanh(told(made).value), 'tanh');
  const answer = (step) => reading(stages, four.networks.whole.answers, 0, 0, step);
  assert.equal(answer(four.steps).text, partOf(stages.at(-1), 'p').texts[0]);
  assert.equal(answer(stages.at(-1).start), null);
  assert.deepEqual(placeOf(stages, start), { stage: 2, local: 0 });
});

test('the diagram stays on its canvas', () => {
  for (const sizes of [[4, 5, 3], [4, 6, 6, 6, 3], [4, 3], [2, 3]]) {
    for (const width of [340, 520]) {
      const network = { sizes, inputs: sizes.length > 2 ? Array(4).fill('flipper length') : [], outputs: ['Chinstrap'] };
      const { layers, radius } = layoutDiagram(network, { width, height: 220 }, (text) => 6 * text.length);
      for (const { x, y } of layers.flat()) assert.ok(x - radius >= 0 && x + radius <= width && y - radius >= 0 && y + radius <= 220);
      for (const places of layers) places.slice(1).forEach(({ y }, i) => assert.ok(y - places[i].y >= 2 * radius));
      assert.ok(layers[0][0].x + radius < layers[1][0].x - radius);
    }
  }
});

test('the equations of every film fit a telephone with numbers that can be read', () => {
  const measure = (text, size) => 0.55 * size * text.length;
  for (const { parts } of films.flatMap(({ settings }) => settings.flat())) {
    const layout = layoutEquation(parts, 345, measure);
    assert.ok(layout.width <= 345);
    for (const { size } of layout.parts) assert.ok(size >= 9);
  }
});

test('a positive number is never written as 0, nor a probability as all or nothing', () => {
  assert.deepEqual([4.5e7, 38737.4, 390.4, 0.42, 0.0022, 0.000072, 3e-8].map(powerText), ['4.5\u00a0×\u00a010⁷', '38737', '390', '0.42', '0.002', '0.00007', '3\u00a0×\u00a010⁻⁸']);
  assert.deepEqual([0.99999, 0.4118, 1e-9].map(shareText), ['> 0.999', '0.412', '< 0.001']);
});
