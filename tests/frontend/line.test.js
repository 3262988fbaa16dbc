import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createField, gridOf, COLUMNS, ROWS } from '../../nnviz/frontend/line/field.js';
import { paramsAt, readFilm, rightAt } from '../../nnviz/frontend/line/film.js';
import { cut, linesOf } from '../../nnviz/frontend/line/geometry.js';
import { createJudge, moved, neuronOf, openingLines, paramsOf, swapped } from '../../nnviz/frontend/line/hand.js';
import { layoutLoss, layoutPlane } from '../../nnviz/frontend/line/layout.js';
import { endName, handName, handNote, legend, placeWords, scoreWords, sideName, summary, sums, swapName } from '../../nnviz/frontend/line/words.js';
import { answersOf, createAnswers } from '../../nnviz/frontend/model/answers.js';
import { blockOf, fixture } from './films.js';

const open = (key) => readFilm(blockOf(fixture.planes[key]));
const judge = (net, params, film) => createJudge(net, film)(params);
const films = Object.keys(fixture.planes);

test('the record has right here what it has right in Python', () => {
  for (const key of films) {
    const film = open(key);
    const { right, wrong } = judge(film.net, film.params(film.steps), film);
    assert.deepEqual([...wrong].map((one) => 1 - one), fixture.planes[key].right, key);
    assert.equal(right, rightAt(film, film.steps), key);
  }
});

test('between two steps the parameters are on their way', () => {
  const film = open('penguins');
  assert.deepEqual([...paramsAt(film, 3)], [...film.params(3)]);
  assert.deepEqual([...paramsAt(film, film.steps)], [...film.params(film.steps)]);
  paramsAt(film, 3.25).forEach((value, p) =>
    assert.ok(Math.abs(value - (0.75 * film.params(3)[p] + 0.25 * film.params(4)[p])) < 1e-6));
});

test('a line drawn by hand is the neuron whose sum is 0 on it, and says yes on its left', () => {
  const ends = [[-1, 0.5], [2, -1]];
  const [w1, w2, b] = neuronOf(ends);
  for (const [x1, x2] of ends) assert.ok(Math.abs(w1 * x1 + w2 * x2 + b) < 1e-12);
  assert.ok(w1 * 1 + w2 * 1 + b > 0);
  neuronOf(swapped(ends)).forEach((value, i) => assert.ok(Math.abs(value + [w1, w2, b][i]) < 1e-12));
});

test('a line that divides the points has them all right, and the other way round all wrong', () => {
  const film = open('penguins');
  const ends = [[-1.5, -1.43], [2, 1.92]]; // along the way of the trained line
  const rightOf = (line) => judge(film.net, paramsOf(film.net, [line]), film).right;
  const best = rightOf(swapped(ends));
  assert.ok(best > 265, String(best));
  assert.equal(rightOf(ends), film.count - best);
});

test('lines drawn by hand answer as their distances from the points say', () => {
  for (const key of films) {
    const film = open(key);
    for (const { lines, chances } of fixture.planes[key].drawn) {
      const params = paramsOf(film.net, lines);
      const { readings } = answersOf(film.net, {}).rows(params, film.x, film.count, createAnswers(film.net, film.count));
      chances.forEach((chance, row) => assert.ok(Math.abs(readings[row] - chance) < 1e-5, `${key} ${lines} row ${row}`));
      const right = chances.filter((chance, row) => (chance > 0.5 ? 1 : 0) === film.y[row]).length;
      assert.equal(judge(film.net, params, film).right, right, `${key} ${lines}`);
    }
  }
});

test('two lines that look at each other divide XOR; as they open, they do not', () => {
  const film = open('xor-layers');
  const rightOf = (lines) => judge(film.net, paramsOf(film.net, lines), film).right;
  const [first, second] = fixture.planes['xor-layers'].drawn[0].lines;
  assert.equal(rightOf([first, second]), 4);
  assert.equal(rightOf([second, first]), 4);
  assert.ok(rightOf([swapped(first), second]) < 4);
  const opening = openingLines(film.ranges, film.lines);
  assert.equal(opening.length, 2);
  assert.equal(rightOf(opening), 2);
});

test('no line that one may draw has more than three points of XOR right', () => {
  const film = open('xor');
  let best = 0;
  for (let angle = 0; angle < 360; angle += 7) {
    for (let offset = -1.9; offset < 2; offset += 0.2) {
      const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      best = Math.max(best, judge(film.net, [c, s, offset], film).right);
    }
  }
  assert.equal(best, 3);
  const layers = open('xor-layers');
  assert.equal(rightAt(layers, layers.steps), 4);
});

test('an end stays in the plane and off the other end', () => {
  const ranges = [[-2, 2], [-1, 1]];
  const [ends] = openingLines(ranges, 1);
  assert.deepEqual(moved(ends, 0, [-9, 9], ranges), [[-2, 1], ends[1]]);
  assert.deepEqual(moved(ends, 1, [0.123456, 0], ranges)[1], [0.12, 0]);
  assert.equal(moved(ends, 1, ends[0], ranges), ends);
});

test('a line is cut to the plane, and there is none where the weights are next to nothing', () => {
  const ranges = [[-2, 2], [-1, 1]];
  const sorted = (neuron) => cut(neuron, ranges).sort(([a], [b]) => a - b);
  assert.deepEqual(sorted([0, 1, -0.5]), [[-2, 0.5], [2, 0.5]]);
  assert.deepEqual(sorted([1, -1, 0]), [[-1, -1], [1, 1]]);
  assert.equal(cut([1, 0, 5], ranges), null);
  assert.equal(cut([0.001, 0.001, 0], ranges), null);
});

test('two layers have a line for each neuron of the first', () => {
  const film = open('xor-layers');
  const params = Array.from(film.params(film.steps));
  const lines = linesOf(film.net, params);
  assert.deepEqual(lines, [[params[0], params[2], params[4]], [params[1], params[3], params[5]]]);
  assert.equal(sums(film, params).length, 3);
  assert.match(sums(film, params)[2], /^z = .*·tanh z₁ .*·tanh z₂ [+−] \d/);
});

test('the field answers in its cells as the network does there', () => {
  const film = open('xor-layers');
  const grid = gridOf(film.ranges);
  const probabilities = createField(film.net)(film.params(film.steps), grid);
  const at = (x1, x2) => {
    const column = Math.floor(((x1 - film.ranges[0][0]) / (film.ranges[0][1] - film.ranges[0][0])) * COLUMNS);
    const row = Math.floor(((film.ranges[1][1] - x2) / (film.ranges[1][1] - film.ranges[1][0])) * ROWS);
    return probabilities[row * COLUMNS + column];
  };
  for (const [x1, x2] of [[-1, 1], [1, -1], [0, 0]]) assert.ok(at(x1, x2) > 0.9, `${x1}, ${x2}`);
  for (const [x1, x2] of [[1, 1], [-1, -1]]) assert.ok(at(x1, x2) < 0.1, `${x1}, ${x2}`);
});

test('pixels and places of the plane are each other\'s inverse, and the axes are in the own units', () => {
  const film = open('penguins');
  const layout = layoutPlane(film, 600, 400);
  const place = [0.7, -1.2];
  layout.placeAt(layout.at(place)).forEach((value, d) => assert.ok(Math.abs(value - place[d]) < 1e-9));
  assert.deepEqual([layout.xLabel, layout.yLabel], ['bill length (mm)', 'bill depth (mm)']);
  assert.ok(layout.xTicks.some(({ label }) => label === '45'));
  assert.equal(layoutLoss(film, 400, 200).yLabel, 'loss: binary cross-entropy (nats)');
});

test('what the film says', () => {
  const film = open('penguins');
  assert.deepEqual(sums(film, [2.5, -1, 0.25]), ['z = 2.50·x₁ − 1.00·x₂ + 0.25']);
  assert.deepEqual([handName(film), endName(film, 0, 1), swapName(film, 0), sideName(film, 0)],
    ['Your line', 'The second end of your line', 'Swap sides', { ahead: 'Gentoo' }]);
  const two = open('xor-layers');
  assert.deepEqual([handName(two), endName(two, 1, 0), swapName(two, 1), sideName(two, 1)],
    ['Your lines', 'The first end of line 2', 'Turn arrow 2', { behind: 'z₂ = 0' }]);
  assert.equal(scoreWords(film, 274), '274 of 274 right (100\u00a0%)');
  assert.equal(handNote(film, 273, 273), '1 penguin on the wrong side.');
  assert.equal(handNote(film, 200, 250), '74 penguins on the wrong side; your best so far: 250 right.');
  assert.equal(handNote(film, 274, 274), 'No penguin is on the wrong side.');
  assert.equal(legend(film), 'x₁ is the bill length and x₂ is the bill depth, both [[standardised]]. The answer is “Gentoo” where z is above 0.');
  assert.match(placeWords(film, [0, 0]), /^bill length 42\.\d\u00a0mm, bill depth 16\.\d\u00a0mm$/);
  assert.match(summary(film, 0), /^Gradient descent before step 1 of 60: 133 of 274 right \(48\.5\u00a0%\), loss 0\.88\d*\.$/);
  assert.equal(legend(open('xor')), 'x₁ and x₂, both [[standardised]]. The answer is “different” where z is above 0.');
});
