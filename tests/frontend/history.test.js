import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lastEpoch, mergeBlock, paramsAt, rowAt } from '../../nnviz/frontend/model/history.js';

const CURVES = ['train_loss', 'test_loss', 'train_r2'].map((name) => ({ name }));

/** Rows for these epochs, two parameters each: [epoch, mark]. */
function block(run, first, epochs, mark = 0) {
  const column = { data: Float32Array.from(epochs), shape: [epochs.length] };
  const arrays = { epochs: column, params: { data: Float32Array.from(epochs.flatMap((e) => [e, mark])), shape: [epochs.length, 2] } };
  for (const { name } of CURVES) arrays[name] = column;
  return [{ run, first, curves: CURVES }, arrays];
}

test('blocks that overlap: later rows replace, earlier ones stay', () => {
  const first = mergeBlock(null, ...block('a', 0, [0, 1, 2, 3], 1));
  const { history, missing } = mergeBlock(first.history, ...block('a', 2, [2, 3, 4, 5, 6], 2));
  assert.equal(missing, false);
  assert.equal(history.rows, 7);
  assert.deepEqual([0, 1, 2, 6].map((row) => [...paramsAt(history, row)]), [[0, 1], [1, 1], [2, 2], [6, 2]]);
  assert.equal(lastEpoch(history), 6);
  for (const { name } of CURVES) assert.deepEqual([...history.curves[name].subarray(0, 7)], [0, 1, 2, 3, 4, 5, 6]);
});

test('a block after a gap is not taken, and the gap is told until it is closed', () => {
  assert.deepEqual(mergeBlock(null, ...block('a', 5, [5, 6])), { history: null, missing: true, old: false });
  const { history } = mergeBlock(null, ...block('a', 0, [0, 1]));
  assert.equal(mergeBlock(history, ...block('a', 5, [5, 6])).missing, true);
  assert.equal(mergeBlock(history, ...block('a', 6, [6, 7])).missing, true);
  assert.equal(history.rows, 2);
  assert.equal(mergeBlock(history, ...block('a', 2, [2, 3])).missing, false);
  assert.equal(history.rows, 4);
});

test('a block that a later one of the same run has overtaken is not taken', () => {
  const { history } = mergeBlock(null, ...block('a', 0, [0, 1, 2, 3]));
  assert.deepEqual(mergeBlock(history, ...block('a', 0, [0, 1])), { history, missing: false, old: true });
  assert.equal(history.rows, 4);
});

test('another run begins anew; without its beginning the old one stays', () => {
  const { history } = mergeBlock(null, ...block('a', 0, [0, 1, 2]));
  const gap = mergeBlock(history, ...block('b', 3, [3]));
  assert.deepEqual([gap.history.run, gap.missing], ['a', true]);
  const next = mergeBlock(history, ...block('b', 0, [0]));
  assert.deepEqual([next.history.run, next.history.rows], ['b', 1]);
});

test('the row at a position is the last kept epoch before it', () => {
  const { history } = mergeBlock(null, ...block('a', 0, [0, 4, 8, 10]));
  assert.deepEqual([0, 3.9, 4, 9, 10, 50].map((position) => rowAt(history, position)), [0, 0, 1, 2, 3, 3]);
});
