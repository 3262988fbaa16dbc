import assert from 'node:assert/strict';
import { test } from 'node:test';

import { stepAt, stepsOf } from '../../nnviz/frontend/model/history.js';
import { AROUND_SECONDS, evenPace, learningPace, learningTimes, PASSAGE_SECONDS } from '../../nnviz/frontend/shared/pace.js';

const range = (count) => Float32Array.from({ length: count }, (_, i) => i);

/** The seconds at which a pace reaches a position, by walking it in frames. */
function secondsTo(pace, position, frame = 1 / 60) {
  let [seconds, at] = [0, 0];
  while (at < position - 1e-6) {
    at = pace(at, frame);
    seconds += frame;
  }
  return seconds;
}

const CASES = {
  'all is learned in the first eight of 100 epochs': [101, [0, 8], (e) => Math.exp(-e / 2)],
  'a plateau of 40 epochs, then the learning': [101, [40, 60], (e) => 1 / (1 + Math.exp((e - 50) / 3))],
  'hardly anything comes after': [101, [2, 97], (e) => 1 - e / 100],
  'it diverges': [12, [0, 11], (e) => (e < 11 ? 2 ** e : NaN)],
  'one epoch says it all': [501, [0, 1], (e) => (e < 1 ? 1 : 0.1)],
};

for (const [name, [count, passage, loss]] of Object.entries(CASES)) {
  test(`the passage takes its seconds: ${name}`, () => {
    const epochs = range(count);
    const times = learningTimes(epochs, Float32Array.from(epochs, loss), passage);
    const pace = learningPace(epochs, times);
    const begun = secondsTo(pace, passage[0]);
    const known = secondsTo(pace, passage[1]);
    assert.ok(Math.abs(known - begun - PASSAGE_SECONDS) < 0.05, `${known - begun}`);
    assert.ok(times.at(-1) <= PASSAGE_SECONDS + AROUND_SECONDS + 1e-9);
    assert.ok(times.every((time, i) => i === 0 || time > times[i - 1]));
  });
}

test('what lies around the passage fills the film, but never goes by more slowly than the passage', () => {
  const length = (count, passage) => learningTimes(range(count), range(count).map((e) => Math.exp(-e)), passage).at(-1);
  assert.ok(Math.abs(length(101, [0, 8]) - 13) < 1e-9);
  assert.ok(Math.abs(length(2001, [100, 300]) - 13) < 1e-9);
  assert.ok(Math.abs(length(101, [0, 100]) - 5) < 1e-9);
  assert.ok(Math.abs(length(101, [0, 95]) - 5 * (100 / 95)) < 1e-9);
});

test('it goes on from wherever it stands, and ends at the last epoch', () => {
  const epochs = range(11);
  const pace = learningPace(epochs, learningTimes(epochs, range(11).map((e) => 1 / (1 + e)), [0, 4]));
  assert.ok(Math.abs(pace(pace(2.25, 0.3), 0.4) - pace(2.25, 0.7)) < 1e-9);
  assert.equal(pace(7.5, 0), 7.5);
  assert.equal(pace(9, 100), 10);
  assert.equal(evenPace(20)(3, 0.5), 13);
});

test('between two epochs stands the last of the steps that were sent', () => {
  const steps = stepsOf({ run: 'a', steps: 4 }, {
    steps_epochs: { data: Float32Array.from([2.25, 2.5, 2.75, 3.25]) }, steps_params: { data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) },
  });
  assert.equal(stepAt(steps, 2, 2.1), null);
  assert.deepEqual(stepAt(steps, 2, 2.6), { index: 1, done: 2, of: 4, params: Float32Array.from([3, 4]) });
  assert.equal(stepAt(steps, 3, 3.1), null);
  assert.equal(stepAt(steps, 3, 3.25).done, 1);
  assert.equal(stepAt(steps, 4, 4), null);
  assert.equal(stepAt(null, 2, 2.6), null);
  assert.equal(stepsOf({ run: 'a' }, {}), null);
});
