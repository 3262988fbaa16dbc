import assert from 'node:assert/strict';
import { test } from 'node:test';

import { epochAt, grown, readFilm, sharesAt } from '../../nnviz/frontend/lessons/film.js';
import { layoutChances } from '../../nnviz/frontend/lessons/layout.js';
import { introduction, score, share, standing, summary } from '../../nnviz/frontend/lessons/words.js';
import { blockOf, fixture } from './films.js';

const film = readFilm(blockOf(fixture.lessons));
const MOMENTS = [0, 4, 100];
const close = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-5, `${what}: ${a}, not ${b}`);

test('each network says of the one row what torch says, and has as many right', () => {
  assert.equal(film.steps, 100);
  film.losses.forEach(({ key }, index) => {
    const { right, shares } = fixture.lessons.found[key];
    MOMENTS.forEach((epoch, i) => {
      sharesAt(film, index, epoch).forEach((value, k) => close(value, shares[i][k], `${key} ${epoch} ${k}`));
      assert.ok(score(film, index, epoch).now.startsWith(`${Math.round(right[i])}\u00a0%`), `${key} ${epoch}`);
    });
  });
});

test('between two epochs bars and curves are on their way, and at the end they stay', () => {
  const [from, to] = [sharesAt(film, 0, 3), sharesAt(film, 0, 4)];
  const there = sharesAt(film, 0, 3.25);
  there.forEach((value, k) => close(value, 0.75 * from[k] + 0.25 * to[k], `class ${k}`));
  close(there.reduce((a, b) => a + b), 1, 'sum');
  const values = film.chances(1);
  assert.deepEqual(grown(film, values, 3), Array.from(values.subarray(0, 4)));
  const past = grown(film, values, 3.5);
  assert.equal(past.length, 5);
  close(past[4], (values[3] + values[4]) / 2, 'curve');
  assert.equal(grown(film, values, film.steps).length, film.steps + 1);
  assert.equal(epochAt(film, 99.7), 99);
  assert.equal(epochAt(film, 100), 100);
});

test('the axes hold every epoch and every probability', () => {
  const layout = layoutChances({ width: 600, height: 300 }, film);
  close(layout.x(film.steps), layout.plot.right, 'end');
  close(layout.y(1), layout.plot.top, 'top');
});

test('what the film of the lessons says', () => {
  const after = film.losses[0].right_after;
  assert.ok(after > 0);
  assert.equal(score(film, 0, after - 1).goal, '90\u00a0% right: not yet');
  assert.equal(score(film, 0, after).goal, `90\u00a0% right after epoch ${after}`);
  assert.match(score(film, 0, 0).now, / of all training penguins right$/);
  assert.equal(introduction(film), 'The bars: what each [[network]] says of Adelie 1. The truth is Adelie.');
  assert.equal(standing(film, 0), 'before [[epoch|epochs]] 1 of 100');
  assert.equal(standing(film, 7), 'after [[epoch|epochs]] 7 of 100');
  assert.equal(share(0.0001), '<\u00a01\u00a0%');
  assert.match(summary(film, 100), /^Epoch 100 of 100: cross-entropy gives the truth \d+\u00a0% on average and has \d+\u00a0% right; squared error /);
});
