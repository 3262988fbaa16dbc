import assert from 'node:assert/strict';
import { test } from 'node:test';

import { edited, toggled } from '../../nnviz/frontend/model/edits.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { createMoments } from '../../nnviz/frontend/network/moment.js';
import { createReplayWish, replayOf } from '../../nnviz/frontend/network/replay.js';
import { headerOf } from './films.js';

const header = headerOf([1, 1], { run: 'a', weight_clamp: 2 });
const data = {
  x: Float32Array.of(1, -1), y: Float32Array.of(0, 0), groups: Uint8Array.of(0, 0), test: Float32Array.of(0, 1), mean: Float32Array.of(0),
  std: Float32Array.of(1), count: 2, names: (row) => `row ${row}`,
};
const history = { run: 'a', rows: 2, parameters: 2, epochs: Float32Array.of(0, 1), params: Float32Array.of(1, 2, 3, 4) };
const block = { epoch: 0, batch_size: 1, learning_rate: 0.1, names: ['gradient g'], step: 0 };
const arrays = {
  replay_params: { data: Float32Array.of(1, 2, 2, 3, 3, 4), shape: [3, 2] },
  replay_rows: { data: Float32Array.of(1, 0) },
  replay_quantities: { data: Float32Array.of(7, 8), shape: [1, 2] },
};

function setUp() {
  const focus = createFocus(() => {});
  focus.enter('a', true);
  const replay = replayOf({ run: 'a', replay: block }, arrays, null);
  const momentOf = createMoments(header, data);
  const at = (changes) => momentOf({ history, row: 0, focus, replay, other: null, otherEpoch: null, playing: false, time: 0, ...changes });
  return { focus, replay, at };
}

test('the parameters are the record’s, the edited ones, or those between two batches', () => {
  const { focus, replay, at } = setUp();
  assert.deepEqual([...at().params], [1, 2]);
  assert.ok(at().untrained, 'nobody has changed what chance has drawn');
  focus.setEdits(0, edited(new Map(), 1, 9));
  assert.deepEqual([...at().params], [1, 9]);
  assert.ok(at().edited && at().scores);
  assert.ok(!at().untrained && !at({ row: 1 }).untrained);
  assert.deepEqual([...at({ row: 1 }).params], [3, 4], 'edits belong to their epoch');
  replay.step = 1;
  assert.deepEqual([...at().params], [2, 3]);
  assert.ok(!at().edited && !at().untrained);
  assert.deepEqual([...at().edits], [[1, 9]], 'a look at the batches loses no edit');
  assert.deepEqual([...at({ playing: true }).params], [1, 9], 'a playing film shows whole epochs');
  assert.deepEqual([...at({ row: 1 }).params], [3, 4], 'the batches belong to their epoch');
});

test('between the rows of a thinned record the parameters are those of the epoch that has been replayed', () => {
  const { focus, replay, at } = setUp();
  const later = { ...replay, epoch: 4 };
  const between = (changes) => at({ row: 1, epoch: 4, replay: later, ...changes });
  assert.deepEqual([...between().params], [1, 2]);
  assert.ok(between().scores, 'no curve has its numbers');
  assert.equal(between().batches, undefined);
  focus.setEdits(4, edited(new Map(), 1, 9));
  assert.deepEqual([...between().params], [1, 9], 'it can be changed as any other');
  later.step = 1;
  assert.deepEqual([...between().params], [2, 3]);
  assert.deepEqual([between().epoch, between().batches.done], [4, 1]);
});

test('a replay that is there goes on at its step, with the quantities that have come', () => {
  const { replay } = setUp();
  replay.step = 1;
  assert.equal(replayOf({ run: 'a', replay: block }, arrays, replay), replay);
  const next = replayOf({ run: 'a', replay: { ...block, step: 1 } }, arrays, replay);
  assert.deepEqual([next.step, next.quantitiesOf], [1, 1]);
  assert.equal(replayOf({ run: 'b', replay: block }, arrays, replay).step, 0);
  assert.equal(replayOf({ run: 'a' }, arrays, replay), null);
});

test('the epoch wished last is asked for until it has come, a few times', (context) => {
  const ticking = new Set();
  context.mock.method(globalThis, 'setInterval', (act) => ticking.add(act) && act);
  context.mock.method(globalThis, 'clearInterval', (act) => ticking.delete(act));
  const pass = (seconds) => Array.from({ length: seconds }, () => ticking.forEach((act) => act()));
  const asked = [];
  let ended = 0;
  const wish = createReplayWish((kind, { epoch, step }) => asked.push(`${kind} ${epoch}.${step}`), () => { ended += 1; });
  wish.want(5, 0);
  wish.want(5, 0);
  assert.deepEqual(asked, ['replay 5.0'], 'at once, and once');
  wish.want(7, 2, 'batch');
  pass(1);
  assert.deepEqual(asked.splice(0), ['replay 5.0', 'batch 7.2', 'batch 7.2'], 'the wish before is given up');
  wish.arrive(null);
  wish.arrive({ epoch: 7, quantitiesOf: 0 });
  assert.ok(wish.isWanted(7, 2) && !wish.isWanted(5, 0));
  wish.arrive({ epoch: 7, quantitiesOf: 2 });
  pass(10);
  assert.deepEqual([asked, wish.isWanted(7, 2), ended], [[], false, 0]);
  wish.want(7, 2);
  pass(60);
  assert.deepEqual([asked.splice(0).length, wish.isWanted(7, 2), ended], [5, false, 1], 'not for ever');
  wish.want(7, 2);
  wish.drop();
  pass(10);
  assert.deepEqual([asked.splice(0).length, ended], [1, 1]);
  for (const refused of [1, 2]) {
    wish.want(7, 2);
    wish.arrive(null, refused - 1);
    assert.ok(wish.isWanted(7, 2), 'what was refused before is something else');
    wish.arrive(null, refused);
    pass(10);
    assert.deepEqual([asked.splice(0).length, wish.isWanted(7, 2)], [1, false], 'a refusal is an answer');
  }
});

test('edits wait while another run is shown', () => {
  const { focus } = setUp();
  focus.setEdits(1, new Map([[0, 5]]));
  focus.pin({ kind: 'neuron', layer: 1, index: 0 });
  focus.enter('b', true);
  assert.equal(focus.editsAt(1).size, 0);
  assert.ok(focus.pinned, 'the same neuron is looked at in a run of the same sizes');
  focus.enter('a', false);
  assert.deepEqual([...focus.editsAt(1)], [[0, 5]]);
  assert.deepEqual(focus.editedEpochs(), [1]);
  assert.equal(focus.pinned, null);
});

test('what is switched off and on again is as it was, edits included', () => {
  const before = new Map([[0, 1.5], [7, 2]]);
  const off = toggled(before, [1.5, 0.5], [0, 1]);
  assert.deepEqual([...off], [[0, 0], [7, 2], [1, 0]]);
  assert.deepEqual([...toggled(off, [0, 0], [0, 1], before)].sort(), [[0, 1.5], [7, 2]]);
});

test('a difference is that of the other run’s parameters', () => {
  const { at } = setUp();
  const moment = at({ other: Float32Array.of(4, 4), otherEpoch: 0 });
  assert.deepEqual([...moment.shown], [-3, -2]);
  assert.ok(moment.isDifference);
  assert.deepEqual([...moment.params], [1, 2]);
});
