// What the network film says of itself in the address.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { networkView } from '../../nnviz/frontend/network/view.js';
import { Playback } from '../../nnviz/frontend/shared/playback.js';
import { DONE, REFUSED } from '../../nnviz/frontend/shared/view.js';

function viewOf(replay, shown, told = {}) {
  const playback = new Playback();
  playback.load({ available: 10, complete: true });
  playback.seek(3);
  const tabs = (key) => ({ keys: [key], shown: key, show() {} });
  const instruments = { map: {}, middle: tabs('map'), inspector: tabs(shown), confusion: null };
  const select = { options: [], value: '' };
  return networkView({
    playback, instruments, fill: select, pace: select, wished: {}, focus: createFocus(() => {}), redraw() {},
    header: () => ({ epochs: 10, ...told }), moment: () => null, replay: () => replay, zoom: () => true,
  });
}

test('an epoch taken apart is in the address where it is to be seen', () => {
  assert.equal(viewOf({ epoch: 3, step: 2 }, 'weight').batch.read(), '3.2');
  assert.equal(viewOf({ epoch: 3, step: 2 }, 'batches').batch.read(), '3.2');
  assert.equal(viewOf({ epoch: 3, step: 0 }, 'batches').batch.read(), '3.0');
  assert.equal(viewOf({ epoch: 3, step: 0 }, 'weight').batch.read(), '3.0', 'what the optimizer did stands in the card');
  assert.equal(viewOf({ epoch: 3, step: 0 }, 'doctor').batch.read(), '');
  assert.equal(viewOf({ epoch: 4, step: 2 }, 'weight').batch.read(), '');
  assert.equal(viewOf(null, 'batches').batch.read(), '');
});

test('a batch of an address is refused where there is no Python to replay it', () => {
  assert.equal(viewOf(null, 'batches', { tools: true }).batch.write('3.1'), DONE);
  assert.equal(viewOf(null, 'batches', { tools: true, alone: true }).batch.write('3.1'), REFUSED);
});
