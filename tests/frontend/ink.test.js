import assert from 'node:assert/strict';
import { test } from 'node:test';

import { boxOf, dotsOf, DRAWN, FULL, inkOf, pixelsOf, prepared, WIDE } from '../../nnviz/frontend/model/ink.js';
import { fixture } from './films.js';

const { drawings } = fixture;
const preparedOf = (key) => prepared(dotsOf(drawings[key].strokes));

for (const [key, { strokes, dots, prepared: made, pixels }] of Object.entries(drawings)) {
  test(`the ink of ${key} has the dots and the pixels that numpy gives it`, () => {
    const drawn = dotsOf(strokes);
    assert.deepEqual([...drawn], dots);
    const { dots: ours } = prepared(drawn);
    assert.deepEqual([...ours], made);
    assert.deepEqual([...pixelsOf(ours)], pixels);
  });
}

test('a drawing is the same wherever on the pad it is drawn', () => {
  const [stroke] = drawings[7].strokes;
  const there = dotsOf([stroke.map(([x, y]) => [x - 4 / DRAWN, y + 3 / DRAWN])]);
  assert.deepEqual(prepared(there).dots, preparedOf(7).dots);
});

test('every digit fills the box, and leans no more', () => {
  for (const key of '0123456789') {
    const { dots, box, growth } = preparedOf(key);
    const { top, height } = boxOf(dots);
    assert.deepEqual([top, height], [0, DRAWN], key);
    assert.ok(box.width < WIDE && box.height < DRAWN, key);
    assert.ok(growth === 0 || growth === 1, key);
    assert.equal(prepared(dots).lean, 0, key);
  }
});

test('little ink is thickened and much is thinned, as often as it needs', () => {
  const growths = ['a line leaning left', 'a slanting line', 8, 'a blot', 'one dot', 'all of the pad'].map((key) => preparedOf(key).growth);
  assert.deepEqual(growths, [1, 2, 0, -1, -2, -2]);
});

test('nothing stays nothing, and what is off the pad is nothing', () => {
  for (const key of ['nothing', 'off the pad']) {
    const { dots, box, growth, lean } = preparedOf(key);
    assert.deepEqual([inkOf(dots), box, growth, lean], [0, null, 0, 0]);
  }
});

test('a pixel is full where its block is dark', () => {
  assert.ok(pixelsOf(new Uint8Array(DRAWN * DRAWN).fill(1)).every((pixel) => pixel === FULL));
  assert.equal(inkOf(dotsOf(drawings['all of the pad'].strokes)), DRAWN * DRAWN);
});
