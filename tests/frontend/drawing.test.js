import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawingOf, LONGEST, strokesOn, textOf, withWay } from '../../nnviz/frontend/model/drawing.js';
import { DRAWN, boxOf, dotsOf, inkOf, pixelsOf, prepared } from '../../nnviz/frontend/model/ink.js';
import { ALLOWED, NO_ROOM, penText, preparedText } from '../../nnviz/frontend/network/words_pad.js';
import { fixture } from './films.js';

const { drawings } = fixture;
const drawn = (ways) => ways.reduce((strokes, way) => withWay(strokes, way), []);

/** The way with many places between, as a pointer tells it. */
const finely = (way, parts = 20) => way.flatMap((place, i) => (i === 0 ? [place] : Array.from({ length: parts }, (_, k) =>
  place.map((value, d) => way[i - 1][d] + ((k + 1) / parts) * (value - way[i - 1][d])))));

const sayOf = (strokes) => {
  const dots = dotsOf(strokes);
  return preparedText({ dots, prepared: prepared(dots) });
};

test('a drawing is told by a short text, which tells the same drawing', () => {
  for (const key of [...'0123456789', 'all of the pad', 'over the edges', 'one dot']) {
    const strokes = drawn(drawings[key].strokes.map((way) => finely(way)));
    const text = textOf(strokes);
    assert.ok(text.length <= 130, `${key}: ${text.length}`);
    assert.match(text, /^[A-Za-z0-9.~-]+$/);
    assert.deepEqual(drawingOf(text), strokes, key);
  }
  assert.equal(textOf([]), '');
  assert.equal(textOf(drawn(drawings[7].strokes)), 'SMuMfrc2');
  assert.deepEqual(drawingOf('AZ09.~-'), [[[0, 25 / 64], [52 / 64, 61 / 64]], [[63 / 64, 62 / 64]]]);
  assert.deepEqual(drawingOf(''), []);
});

test('what is kept of a way has nearly its dots', () => {
  for (const key of '0123456789') {
    const ways = drawings[key].strokes.map((way) => finely(way));
    const [all, kept] = [dotsOf(ways), dotsOf(drawn(ways))];
    const others = all.filter((dot, i) => dot !== kept[i]).length;
    assert.ok(others <= 0.12 * inkOf(all), `${key}: ${others} of ${inkOf(all)}`);
    assert.ok(drawn(ways).flat().length < 20);
  }
});

test('a stroke ends where it leaves the pad, and another begins where it comes back', () => {
  const strokes = strokesOn([[0.5, 0.5], [1.5, 0.5], [1.5, -0.5], [0.25, -0.5], [0.25, 0.75]]);
  assert.deepEqual(strokes, [[[0.5, 0.5], [1, 0.5]], [[0.25, 0], [0.25, 0.75]]]);
  assert.deepEqual(strokesOn([[-0.5, 0.5], [1.5, 0.5]]), [[[0, 0.5], [1, 0.5]]]);
  assert.deepEqual(strokesOn(drawings['off the pad'].strokes[0]), []);
  assert.deepEqual(strokesOn([[NaN, 0.5], [0.5, Infinity], [0.5, 0.5]]), [[[0.5, 0.5]]]);
});

test('a long scribble is told more coarsely, and one that cannot be told is refused', () => {
  const scribble = Array.from({ length: 4000 }, (_, i) => [0.5 + 0.4 * Math.sin(i / 7), 0.5 + 0.4 * Math.cos(i / 11.3)]);
  const once = withWay([], scribble.slice(0, 300));
  assert.ok(textOf(once).length > 60 && textOf(once).length <= LONGEST);
  assert.equal(withWay([], scribble), null);
  const specks = Array.from({ length: 133 }, (_, i) => [[(i % 12) / 12, Math.floor(i / 12) / 12]]);
  const most = drawn(specks);
  assert.equal(textOf(most).length, 3 * 133 - 1);
  assert.equal(withWay(most, [[0.5, 0.5], [0.6, 0.5]]), null);
});

test('hostile texts are no drawings, and are known for that at once', () => {
  const megabyte = 'A'.repeat(2 ** 20);
  const hostile = ['NaN', 'A', '.', 'AA.', '.AA', 'AA..AA', 'AAA.A', 'A B ', 'AA_A', 'Ä́AA', '<b>x', '%00', 'AA\n', 'A'.repeat(LONGEST + 2),
    megabyte, megabyte + '.', 'AA.'.repeat(400000), 'AA\u0000\u0000', '0.5,0.5'];
  const began = performance.now();
  for (const text of hostile) assert.equal(drawingOf(text), null, text.slice(0, 20));
  assert.ok(performance.now() - began < 1000);
});

test('any text that is a drawing has its picture', () => {
  const full = drawingOf(textOf(drawn(drawings['all of the pad'].strokes)));
  assert.equal(inkOf(dotsOf(full)), DRAWN * DRAWN);
  const longest = drawingOf('A9'.repeat(LONGEST / 2));
  assert.equal(boxOf(dotsOf(longest)).left, 0);
  assert.ok(pixelsOf(prepared(dotsOf(longest)).dots).every((pixel) => pixel >= 0 && pixel <= 16));
});

test('the pad says what became of a drawing, and why nothing can', () => {
  assert.equal(sayOf([]), 'Nothing is drawn yet. Draw one digit, as large as you like.');
  assert.equal(sayOf(drawings['all of the pad'].strokes), 'All of the pad is dark: there is no digit to be seen.');
  assert.equal(sayOf(drawings[7].strokes),
    'As the data were prepared: the box of 18 × 25 dots was stretched to 20 × 32, the ink thickened and the left side put upright by 6 dots.');
  assert.equal(sayOf(drawings['an upright line'].strokes),
    'As the data were prepared: the box of 4 × 28 dots was stretched to 20 × 32 and the ink thinned twice.');
  assert.equal(penText({ column: 0, row: 31 }, true), 'column 1, row 32 of 32, pen down');
  for (const text of [ALLOWED, NO_ROOM]) assert.match(text, /strokes/);
});
