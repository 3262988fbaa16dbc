import assert from 'node:assert/strict';
import { test } from 'node:test';

import { afterBatch } from '../../nnviz/frontend/network/one_batch.js';

test('a batch after the other leads through the record, epoch after epoch', () => {
  const seen = [];
  for (let [moment, n] = [{ epoch: 0, step: 0 }, 0]; n < 7; n += 1) {
    moment = afterBatch(moment.epoch, moment.step, 3, (epoch) => epoch <= 2);
    seen.push([moment.epoch, moment.step]);
  }
  assert.deepEqual(seen, [[0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [2, 0], [2, 1]]);
});

test('after the last batch of what has not been recorded yet, the film stands behind it', () => {
  assert.deepEqual(afterBatch(2, 2, 3, (epoch) => epoch <= 2), { epoch: 2, step: 3 });
});
