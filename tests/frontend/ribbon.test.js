import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answersOf } from '../../nnviz/frontend/model/answers.js';
import { createRibbon, story } from '../../nnviz/frontend/model/ribbon.js';
import { storySentence } from '../../nnviz/frontend/network/words_ribbon.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { net } = openFilm(penguins).header;
const model = answersOf(net, {});
const bird = { x: penguins.x[penguins.followed], row: penguins.followed };

/** The first rows of the fixture's record. */
const history = (rows, run = 'a') => ({
  run, rows, parameters: net.count,
  epochs: Float32Array.from(penguins.epochs),
  params: Float32Array.from(penguins.params.flat()),
});

function isClose(ribbon, rows) {
  assert.equal(ribbon.rows, rows);
  penguins.chances.slice(0, rows).flat().forEach((expected, i) => {
    assert.ok(Math.abs(ribbon.readings[i] - expected) < 1e-5, `${i}: ${ribbon.readings[i]}, not ${expected}`);
  });
}

test('a ribbon agrees with the Python core, however it grows', () => {
  const ribbon = createRibbon();
  for (const rows of [1, 2, 17, 31]) isClose(ribbon.extend(history(rows), net, model, bird), rows);
});

test('rows that are there are not computed again', () => {
  const ribbon = createRibbon().extend(history(10), net, model, bird);
  ribbon.readings[0] = 42;
  ribbon.extend(history(12), net, model, bird);
  assert.equal(ribbon.readings[0], 42);
});

test('another penguin or another run begins from scratch', () => {
  const ribbon = createRibbon().extend(history(31), net, model, { x: penguins.x[0], row: 0 });
  assert.ok(Math.abs(ribbon.readings[0] - penguins.chances[0][0]) > 1e-3);
  isClose(ribbon.extend(history(31), net, model, bird), 31);
  ribbon.readings.fill(0);
  isClose(ribbon.extend(history(5, 'b'), net, model, bird), 5);
});

test('a last row that has since moved to a later epoch is computed again', () => {
  const thinned = history(3);
  thinned.epochs.set([0, 2, 3]);
  thinned.params.set(thinned.params.slice(3 * 193, 4 * 193), 2 * 193);
  const ribbon = createRibbon().extend(thinned, net, model, bird);
  assert.ok(Math.abs(ribbon.readings[6] - penguins.chances[3][0]) < 1e-5);
  const later = history(3);
  later.epochs.set([0, 2, 4]);
  later.params.set(later.params.slice(4 * 193, 5 * 193), 2 * 193);
  ribbon.extend(later, net, model, bird);
  assert.ok(Math.abs(ribbon.readings[6] - penguins.chances[4][0]) < 1e-5);
});

/** The story of a penguin of class 1 that was taken for these classes, one per epoch; −1: no probabilities. */
function told(guesses, epochs = guesses.map((_, e) => e)) {
  const { lastRight, ...tale } = story({ rows: guesses.length, answers: guesses }, net.task, epochs, 1);
  return { ...tale, sentence: storySentence({ lastRight, ...tale }) };
}

test('the story of one penguin', () => {
  const cases = [
    [[1, 1, 1], 0, 0, [], 'Right from the start, at first by chance.'],
    [[0, 2, 1, 1], 2, 2, [], 'Right from epoch 2 on.'],
    [[0, 1, 0, 1, 1], 3, 1, [2], 'First right at epoch 1, forgotten at epoch 2, right again from epoch 3 on.'],
    [[1, 0, 1], 2, 0, [1], 'Right by chance at the start, forgotten at epoch 1, right again from epoch 2 on.'],
    [[0, 1, 2, 1, 0, 1], 5, 1, [2, 4], 'First right at epoch 1, forgotten at epochs 2 and 4, right again from epoch 5 on.'],
    [[1, 0, 1, 0, 1, 0, 1], 6, 0, [1, 3, 5], 'Right by chance at the start, forgotten 3 times, last at epoch 5, right again from epoch 6 on.'],
    [[0, 1, 0], null, 1, [2], 'First right at epoch 1, forgotten at epoch 2 and not right since.'],
    [[0, 0], null, null, [], 'Never right.'],
  ];
  for (const [guesses, learned, firstRight, forgotten, sentence] of cases) {
    assert.deepEqual(told(guesses), { learned, firstRight, forgotten, lost: null, sentence });
  }
});

test('the story of a run that diverged', () => {
  const lost = told([0, 1, -1, -1]);
  assert.deepEqual([lost.learned, lost.firstRight, lost.lost], [null, 1, 2]);
  assert.equal(lost.sentence, 'Right from epoch 1 on; from epoch 2 on there are no probabilities, as the run diverged.');
  assert.equal(told([-1]).sentence, 'Never right; from epoch 0 on there are no probabilities, as the run diverged.');
});

test('a story speaks of epochs, not rows; without a class there is none', () => {
  assert.equal(told([0, 0, 1], [0, 50, 100]).sentence, 'Right from epoch 100 on.');
  const none = { learned: null, firstRight: null, lastRight: null, forgotten: [], lost: null };
  assert.deepEqual(story({ rows: 1, answers: [0] }, net.task, [0], null), none);
});

test('the followed penguin\'s story is the one Python\'s probabilities tell', () => {
  const truth = penguins.y[penguins.followed];
  const right = penguins.chances.map((p) => p.indexOf(Math.max(...p)) === truth);
  const turns = right.flatMap((now, e) => (e > 0 && right[e - 1] && !now ? [e] : []));
  assert.ok(turns.length > 0);
  const tale = story(createRibbon().extend(history(31), net, model, bird), net.task, penguins.epochs, truth);
  assert.deepEqual([tale.firstRight, tale.forgotten, tale.learned], [right.indexOf(true), turns, right.lastIndexOf(false) + 1]);
});

test('parameters that are not finite give a ribbon without probabilities', () => {
  const broken = history(4);
  broken.params.fill(NaN, 2 * 193);
  const ribbon = createRibbon().extend(broken, net, model, bird);
  assert.ok(Number.isFinite(ribbon.readings[5]) && Number.isNaN(ribbon.readings[6]));
  assert.equal(story(ribbon, net.task, broken.epochs, 0).lost, 2);
});
