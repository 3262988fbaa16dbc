import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lastMilestone } from '../../nnviz/frontend/network/captions.js';

const header = {
  milestones: [
    { epoch: 0, sentence: 'the weights are random', past: 'the weights were random' },
    { epoch: 25, sentence: 'it is learned', past: 'it was learned' },
  ],
};
const told = (moment) => lastMilestone({ header, batches: null, edited: false, ...moment });

test('what happens is said where it happens, and as past once the film has gone on', () => {
  assert.deepEqual(told({ epoch: 0 }), { epoch: 0, isPast: false, sentence: 'the weights are random' });
  assert.deepEqual(told({ epoch: 24 }), { epoch: 0, isPast: true, sentence: 'the weights were random' });
  assert.deepEqual(told({ epoch: 25 }), { epoch: 25, isPast: false, sentence: 'it is learned' });
  assert.deepEqual(told({ epoch: 100 }), { epoch: 25, isPast: true, sentence: 'it was learned' });
});

test('weights that a batch or a hand has changed are no longer those of the epoch', () => {
  assert.equal(told({ epoch: 0, batches: { done: 1, of: 15 } }).sentence, 'the weights were random');
  assert.equal(told({ epoch: 0, batches: { done: 0, of: 15 } }).sentence, 'the weights are random');
  assert.equal(told({ epoch: 0, edited: true }).sentence, 'the weights were random');
});

test('a run that is still trained has no tale, and before the first thing nothing has happened', () => {
  assert.equal(lastMilestone({ header: {}, epoch: 3 }), null);
  assert.equal(lastMilestone({ header: { milestones: header.milestones.slice(1) }, epoch: 3 }), null);
});
