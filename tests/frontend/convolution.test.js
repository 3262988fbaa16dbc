import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changesOf, mapsOf, poolOut, sameIn, shifted, workOut } from '../../nnviz/frontend/convolution/arithmetic.js';
import { readFilm, seenBy, squareOf, windowOf } from '../../nnviz/frontend/convolution/film.js';
import { momentAt, numberOf, paceOf } from '../../nnviz/frontend/convolution/moment.js';
import { createOwn } from '../../nnviz/frontend/convolution/own.js';
import { cellNumber, filterLines, headOf, leftOut, lineText, poolLines, shiftWords, shownLine } from '../../nnviz/frontend/convolution/words.js';
import { KINDS } from '../../nnviz/frontend/model/layers.js';
import { plain } from '../../nnviz/frontend/shared/terms.js';
import { DONE, REFUSED } from '../../nnviz/frontend/shared/view.js';
import { fixture } from './films.js';

const cases = fixture.convolutions.map((one) => ({ ...one, film: readFilm(one) }));
const near = (values, expected, message) => {
  assert.equal(values.length, expected.length, message);
  values.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${message} ${i}: ${value} and ${expected[i]}`));
};

/** A film of a made-up picture. */
function filmOf(pixels, side, changes = {}) {
  const { header } = fixture.convolutions[0];
  return readFilm({ header: { ...header, picture: { ...header.picture, pixels, shape: [side, side] }, ...changes } });
}

const weightsOf = (film) => film.filter.weights;
const pictureOf = (film) => shifted(film.picture, film.shift);

test('map and pooled numbers are those of torch, whatever padding, stride, pooling and shift', () => {
  assert.ok(cases.length > 5);
  for (const { film, plain: before, shifted: after } of cases) {
    for (const [picture, torch] of [[film.picture, before], [pictureOf(film), after]]) {
      const { map, pooled } = mapsOf(film, picture, weightsOf(film));
      assert.deepEqual([map.rows, map.columns], [torch.map.length, torch.map[0].length]);
      near(map.values, torch.map.flat(), `${film.filter.key} map`);
      near(pooled.values, torch.pooled.flat(), `${film.filter.key} pooled`);
    }
  }
});

test('the window of a place lies on the pixels that its sum reads', () => {
  for (const { film } of cases) {
    for (let place = 0; place < film.map.count; place += 1) {
      const { row, column } = windowOf(film, place);
      const { pixels } = workOut(film, film.picture, weightsOf(film), place);
      pixels.forEach((pixel, i) => {
        const [y, x] = [row + Math.floor(i / 3), column + (i % 3)];
        const inside = y >= 0 && y < 8 && x >= 0 && x < 8;
        assert.equal(pixel, inside ? film.picture.values[y * 8 + x] : null);
      });
    }
  }
});

test('a filter says here what it says as the layer of a network', () => {
  const { convolution, max_pooling: max, mean_pooling: mean } = KINDS;
  for (const { film } of cases) {
    const part = { ...convolution.sizes([1, 8, 8, 3, 1, film.stride, film.padding]), weights: 0, biases: 9 };
    const z = new Float32Array(part.outputs);
    convolution.forwardRow(part, Float32Array.from([...weightsOf(film), film.bias]), Float32Array.from(film.picture.values), z);
    const found = z.map((_, place) => workOut(film, film.picture, weightsOf(film), place).z);
    assert.deepEqual(z, found);
    if (film.pooling === 'none') continue;
    const [pool, { map, pooled }] = [film.pooling === 'max' ? max : mean, mapsOf(film, film.picture, weightsOf(film))];
    const squares = pool.sizes([1, map.rows, map.columns, 2]);
    const out = new Float32Array(squares.outputs);
    pool.forwardRow(squares, null, Float32Array.from(map.values), out);
    assert.deepEqual(out, Float32Array.from(pooled.values));
  }
});

test('a pooled number has seen what the windows of its square have, and comes from the largest', () => {
  for (const { film } of cases.filter(({ film: { pools } }) => pools.count > 0)) {
    const { map } = mapsOf(film, film.picture, weightsOf(film));
    for (let place = 0; place < film.pools.count; place += 1) {
      const square = squareOf(film, place);
      const first = windowOf(film, square.row * map.columns + square.column);
      const last = windowOf(film, (square.row + 1) * map.columns + square.column + 1);
      const seen = seenBy(film, place);
      assert.deepEqual([seen.row, seen.column], [first.row, first.column]);
      assert.deepEqual([seen.row + seen.rows, seen.column + seen.columns], [last.row + 3, last.column + 3]);
      const { winner, value, numbers } = poolOut(film, map, place);
      if (film.pooling === 'max') assert.equal(map.values[winner], Math.max(...numbers));
      else assert.equal(winner, null);
      assert.ok(value <= Math.max(...numbers));
    }
  }
});

test('a place is written out row by row', () => {
  const film = filmOf([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, { bias: -30 });
  const found = workOut(film, film.picture, weightsOf(film), 0);
  assert.deepEqual(filterLines(film, found, weightsOf(film)).map(lineText), [
    'Top row: 1 × (−1) + 2 × (−2) + 3 × (−1) = −8', 'Middle row: 4 × 0 + 5 × 0 + 6 × 0 = 0', 'Bottom row: 7 × 1 + 8 × 2 + 9 × 1 = 32',
    'Sum: −8 + 0 + 32 = 24', 'With the bias: z = 24 − 30 = −6', 'ReLU: a = max(0, −6) = 0',
  ]);
  const linear = filmOf([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, { bias: 0.5, activation: { key: 'identity' } });
  assert.equal(lineText(filterLines(linear, workOut(linear, linear.picture, weightsOf(linear), 0), weightsOf(linear)).at(-1)), 'No activation: a = z = 24.5');
  const numbers = [4, -2, 0.5, 3];
  assert.deepEqual(poolLines({ pooling: 'max' }, { numbers, value: 4 }).map(lineText), ['The largest of: 4, −2, 0.5, 3 is 4']);
  assert.deepEqual(poolLines({ pooling: 'mean' }, { numbers, sum: 5.5, value: 1.375 }).map(lineText), ['Sum: 4 + (−2) + 0.5 + 3 = 5.5', 'Mean: 5.5 / 4 = 1.375']);
});

test('a step says where its window lies', () => {
  const padded = filmOf(Array(64).fill(1), 8, { padding: 1 });
  assert.deepEqual(headOf(padded, momentAt(padded, 1)), {
    title: '[[Feature map]], row 1, column 1',
    told: 'The [[window]] lies on rows 1 to 2, columns 1 to 2 of the picture, and on the [[padding]], which counts as 0.',
  });
  assert.equal(headOf(padded, momentAt(padded, 0)).title, 'Before the first place');
  assert.match(headOf(padded, momentAt(padded, 70)).told, /rows 3 and 4, columns 3 and 4 of the map/);
  const sparse = filmOf(Array(64).fill(1), 8, { stride: 2 });
  assert.equal(leftOut(sparse), 'The last row and column fill no square: they are left out.');
  assert.equal(leftOut(padded), '');
});

test('a picture without its page says what is set', () => {
  const { film } = cases[2];
  assert.equal(shownLine(film, false), 'Picture 2 · shifted 2 pixels to the left and 1 pixel down · filter: corner · bias −7 · activation: ReLU · padding 0 · stride 2 · pooling: max');
  assert.match(shownLine(cases[0].film, true), /^Picture 0 · filter: your own · bias 0/);
});

test('numbers of a small cell are short', () => {
  assert.deepEqual([0, 48, -12.25, 0.0625, 8.5625, 123.4, -0.001, 2].map(cellNumber), ['0', '48', '−12.3', '0.06', '8.6', '123', '0', '2']);
});

test('terms come one by one at the first places, and every place is one step', () => {
  const { film } = cases[0];
  assert.equal(film.steps, 36 + 9);
  assert.deepEqual(momentAt(film, 0), { kind: 'filter', place: 0, number: 0, term: -1, done: 0 });
  assert.equal(momentAt(film, 0.01).term, 0);
  assert.equal(momentAt(film, 0.8).term, 8);
  assert.deepEqual([momentAt(film, 0.95).term, momentAt(film, 0.95).done], [null, 1]);
  assert.equal(momentAt(film, 20.1).term, null);
  assert.deepEqual(momentAt(film, film.steps), { kind: 'pool', place: 8, number: 45, term: null, done: 45 });
  for (let number = 1; number <= film.steps; number += 1) {
    const { kind, place } = momentAt(film, number);
    assert.equal(numberOf(film, kind, place), number);
  }
  const pace = paceOf(film);
  assert.equal(pace(0, 1000), film.steps);
  assert.ok(pace(0, 3) < 1, 'the first takes its time');
  assert.ok(pace(10, 3) > 14);
  assert.ok(Math.abs(pace(pace(3.2, 1), 2) - pace(3.2, 3)) < 1e-9);
});

test('without padding the map moves along with the picture; what is pooled does not', () => {
  const pixels = Array(64).fill(0);
  pixels[3 * 8 + 3] = 16;
  const film = filmOf(pixels, 8, { shift: [0, 1], filter: { key: 'own', weights: [0, 0, 0, 0, 1, 0, 0, 0, 0] } });
  const [before, after] = [film.picture, pictureOf(film)].map((picture) => mapsOf(film, picture, weightsOf(film)));
  const found = changesOf(film, before, after);
  // From column 3 to 4: in the map from 2 to 3, which the same square of two columns holds.
  assert.deepEqual(found, { move: [0, 1], along: { same: 30, of: 30 }, map: { same: 0, of: 2 }, pooled: { same: 1, of: 1 } });
  assert.deepEqual(sameIn(before.pooled, after.pooled).filter(Boolean).length, 1);
  assert.equal(plain(shiftWords(film, found)), 'The picture has moved 1 pixel to the right. The map has moved 1 place to the right: all 30 numbers that could move along have. '
    + 'Of the 2 numbers of the map that are not 0 both times, none is as before at the same place; after max pooling, 1 of 1 (marked =). Pooling hides a part of the shift.');
});

test('it says so where pooling hides nothing, the map cannot move along, or pixels have been lost', () => {
  const pixels = Array(64).fill(0);
  pixels[3 * 8 + 2] = 16;
  const own = { key: 'own', weights: [0, 0, 0, 0, 1, 0, 0, 0, 0] };
  const says = (film) => plain(shiftWords(film, changesOf(film, ...[film.picture, pictureOf(film)].map((picture) => mapsOf(film, picture, weightsOf(film))))));
  assert.match(says(filmOf(pixels, 8, { shift: [0, 1], filter: own })), /after max pooling, none of 2 .*Here pooling hides nothing/);
  assert.match(says(filmOf(pixels, 8, { shift: [0, 1], filter: own, stride: 2 })), /With a stride of 2 that is no whole number of places, so the map cannot move along/);
  pixels[7] = 9;
  const lost = filmOf(pixels, 8, { shift: [0, 1], padding: 1, filter: { key: 'mean', weights: Array(9).fill(1) } });
  assert.match(says(lost), /of 56 numbers that could move along 54 have; the other 2 had seen pixels that have left/);
  assert.match(says(filmOf(Array(64).fill(0), 8, { shift: [-1, 0] })), /moved 1 pixel up.*nothing to be shifted/);
  assert.match(says(filmOf(pixels, 8)), /^Shift the picture/);
});

test('weights of the viewer stay as long as the filter does, and are refused beyond their bounds', () => {
  const { film } = cases[0];
  const own = createOwn(() => {});
  own.open(film);
  assert.equal(own.view.read(), '');
  own.set(4, 2.5);
  assert.equal(own.view.read(), '-1,-2,-1,0,2.5,0,1,2,1');
  own.open({ ...film, bias: 3 });
  assert.ok(own.isOwn());
  own.open(cases[1].film);
  assert.deepEqual(own.weights(), cases[1].film.filter.weights);
  for (const text of ['1,2,3', '1,2,3,4,5,6,7,8,10', '1,2,3,4,5,6,7,8,', 'a,b', '1,2,3,4,5,6,7,8,NaN']) assert.equal(own.view.write(text), REFUSED, text);
  assert.equal(own.view.write('1,2,3,4,5,6,7,8,-9'), DONE);
  assert.deepEqual(own.weights(), [1, 2, 3, 4, 5, 6, 7, 8, -9]);
  assert.match(own.view.allowed(), /9 weights from -9 to 9/);
  assert.equal(own.view.write(''), DONE);
  assert.equal(own.isOwn(), false);
});
