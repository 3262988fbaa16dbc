import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decode } from '../../nnviz/frontend/shared/block.js';

/** A block as Python writes it, at an odd offset of a larger buffer. */
function encode(header, arrays) {
  const names = Object.keys(arrays);
  const text = JSON.stringify({ ...header, arrays: names.map((name) => [name, arrays[name].shape]) });
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const floats = new Float32Array(names.flatMap((name) => arrays[name].values));
  const bytes = new Uint8Array(1 + 4 + head.length + 4 * floats.length);
  new DataView(bytes.buffer).setUint32(1, head.length, true);
  bytes.set(head, 5);
  bytes.set(new Uint8Array(floats.buffer), 5 + head.length);
  return bytes.subarray(1);
}

test('an unaligned block is read back, NaN and infinity included', () => {
  const bytes = encode({ run: 'a' }, {
    epochs: { shape: [2], values: [0, 1] },
    params: { shape: [2, 2], values: [1.5, NaN, Infinity, -2] },
  });
  const { header, arrays } = decode(bytes);
  assert.equal(header.run, 'a');
  assert.deepEqual([...arrays.epochs.data], [0, 1]);
  assert.deepEqual(arrays.params.shape, [2, 2]);
  assert.deepEqual([...arrays.params.data], [1.5, NaN, Infinity, -2]);
});

test('an empty array is empty', () => {
  const { arrays } = decode(encode({}, { x: { shape: [0, 4], values: [] } }));
  assert.equal(arrays.x.data.length, 0);
});

test('a block that is cut short is refused with the name of the array', () => {
  const bytes = encode({}, { params: { shape: [2], values: [1, 2] } });
  assert.throws(() => decode(bytes.subarray(0, bytes.length - 4)), /"params"/);
});
