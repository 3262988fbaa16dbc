import assert from 'node:assert/strict';
import { test } from 'node:test';

import { accuracyOf, classAccuracyOf, confusionOf, createConfusion, rowsIn } from '../../nnviz/frontend/model/confusion.js';
import { answersOf, createAnswers } from '../../nnviz/frontend/model/answers.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { net } = openFilm(penguins).header;
const N = penguins.y.length;
const x = Float32Array.from(penguins.x.flat());

for (const [epoch, table] of Object.entries(penguins.tables)) {
  test(`what the default network takes the penguins for at epoch ${epoch}`, () => {
    const { answers: predicted } = answersOf(net, {}).rows(Float32Array.from(penguins.params[epoch]), x, N, createAnswers(net, N));
    assert.deepEqual([...predicted], table.predicted);
    const confusion = confusionOf(predicted, penguins.y, penguins.test, 3);
    assert.deepEqual([...confusion.train], table.train);
    assert.deepEqual([...confusion.test], table.test);
    for (const part of ['train', 'test']) {
      const rows = penguins.y.map((_, row) => row).filter((row) => penguins.test[row] === Number(part === 'test'));
      const right = rows.filter((row) => table.predicted[row] === penguins.y[row]);
      assert.equal(accuracyOf(confusion, part), right.length / rows.length);
      for (const k of [0, 1, 2]) {
        const of = (some) => some.filter((row) => penguins.y[row] === k).length;
        assert.equal(classAccuracyOf(confusion, part, k), of(right) / of(rows));
      }
    }
  });
}

test('every cell lists the rows it counts', () => {
  const { predicted } = penguins.tables[2];
  const confusion = confusionOf(predicted, penguins.y, penguins.test, 3);
  const listed = [];
  for (const part of ['train', 'test']) {
    for (let cell = 0; cell < 9; cell += 1) {
      const rows = rowsIn({ part, truth: Math.floor(cell / 3), guess: cell % 3 }, predicted, penguins.y, penguins.test);
      assert.equal(rows.length, confusion[part][cell]);
      listed.push(...rows);
    }
  }
  assert.deepEqual(listed.sort((a, b) => a - b), penguins.y.map((_, row) => row));
});

test('the undecided are counted apart, and the accuracy is not a number then', () => {
  const [predicted, y, isTest] = [[-1, 1, 0, 1], [0, 1, 1, 1], [0, 0, 1, 1]];
  const room = createConfusion(2);
  room.train.fill(9);
  const confusion = confusionOf(predicted, y, isTest, 2, room);
  assert.equal(confusion, room);
  assert.deepEqual([[...confusion.train], [...confusion.test]], [[0, 0, 0, 1], [0, 0, 1, 1]]);
  assert.deepEqual(confusion.undecided, { train: 1, test: 0 });
  assert.ok(Number.isNaN(accuracyOf(confusion, 'train')));
  assert.equal(accuracyOf(confusion, 'test'), 0.5);
  assert.deepEqual(rowsIn({ part: 'train', truth: 0, guess: -1 }, predicted, y, isTest), [0]);
});

test('no rows have no accuracy', () => {
  assert.ok(Number.isNaN(accuracyOf(confusionOf([], [], [], 3), 'test')));
});
