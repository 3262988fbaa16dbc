import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  LEAST, batchOf, between, firstStep, judge, largestOf, logitsAt, logitsOf, probabilitiesOf, walk, withShare,
} from '../../nnviz/frontend/loss/answer.js';
import { readFilm } from '../../nnviz/frontend/loss/film.js';
import { curvesOf, layoutWalks, truths } from '../../nnviz/frontend/loss/layout.js';
import { answerOf, answerText } from '../../nnviz/frontend/loss/view.js';
import { batchText, pace, rowText, share, signed, sums, told } from '../../nnviz/frontend/loss/words.js';
import { blockOf, fixture } from './films.js';

const FILM = readFilm(blockOf(fixture.answer));
const ARTICLE = [0.3, 0.1, 0.6];
const CHINSTRAP = 2;

const close = (found, wanted, within = 1e-6) => {
  assert.equal(found.length, wanted.length);
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i] - value) <= within, `${i}: ${found[i]} is not ${value}`));
};

test('the film opens with the article\'s answer', () => {
  close(FILM.opening.p, ARTICLE, 1e-12);
  assert.equal(FILM.opening.label, CHINSTRAP);
  assert.deepEqual(FILM.losses.map(({ key }) => key), ['cross_entropy', 'mean_squared_error', 'mean_absolute_error']);
});

test('the numbers of the article\'s answer, in every book\'s way', () => {
  const [absolute, squared, entropy] = sums(ARTICLE, CHINSTRAP);
  assert.equal(absolute.formula, '0.3 + 0.1 + 0.4 =');
  assert.deepEqual(absolute.results.map(({ value }) => value), ['0.800', '0.267']);
  assert.equal(squared.formula, '0.3² + 0.1² + 0.4² =');
  assert.deepEqual(squared.results, [
    { name: 'sum', value: '0.260' }, { name: 'half the sum', value: '0.130' }, { name: 'mean (÷ 3)', value: '0.087' },
  ]);
  assert.equal(entropy.formula, '−ln 0.6 =');
  assert.equal(entropy.results[0].value, '0.511');
});

test('what cross-entropy sends back is p − y', () => {
  close(judge('cross_entropy', logitsOf(ARTICLE), CHINSTRAP).delta, [0.3, 0.1, -0.4], 1e-12);
  close(judge('mean_squared_error', logitsOf(ARTICLE), CHINSTRAP).delta, [0.088, 0.016, -0.104], 1e-12);
  close(judge('mean_absolute_error', logitsOf(ARTICLE), CHINSTRAP).delta, [0.12, 0.04, -0.16], 1e-12);
});

for (const { p, label, loss, z } of fixture.answer.walks) {
  test(`twelve steps by ${loss} from ${p} lead where torch's do`, () => {
    const rows = walk(loss, logitsOf(p), label, { steps: 12, rate: 1 });
    rows.forEach((row, step) => close(row, z[step], 1e-7));
    close(between(rows, 3.5), z[3].map((value, k) => (value + z[4][k]) / 2), 1e-7);
    close(between(rows, 12), z[12], 1e-7);
  });
}

test('the others make room in proportion, and nobody gets nothing', () => {
  close(withShare(ARTICLE, 2, 0.2), [0.6, 0.2, 0.2], 1e-12);
  for (const p of [ARTICLE, [0.998, 0.001, 0.001], [1, 0, 0]]) {
    for (const wanted of [-1, 0, 0.25, 0.9985, 1, 7]) {
      for (const k of [0, 1, 2]) {
        const shares = withShare(p, k, wanted);
        assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12);
        assert.ok(Math.min(...shares) >= LEAST - 1e-12, String(shares));
        assert.ok(Math.abs(shares[k] - Math.min(1 - 2 * LEAST, Math.max(LEAST, wanted))) < 1e-12);
      }
    }
  }
  assert.deepEqual(withShare([0.998, 0.001, 0.001], 0, 0.5).slice(1), [0.25, 0.25]);
});

test('curves pass through the answer, and where the truth is nearly ruled out only one loss pushes', () => {
  close(probabilitiesOf(logitsAt(ARTICLE, CHINSTRAP, 0.6)), ARTICLE, 1e-12);
  close(probabilitiesOf(logitsAt(ARTICLE, CHINSTRAP, 0.2)), [0.6, 0.2, 0.2], 1e-12);
  const curves = curvesOf(FILM, ARTICLE, CHINSTRAP);
  const [entropy, squared, absolute] = curves;
  assert.ok(entropy.pushes[0] > 0.999 && squared.pushes[0] < 0.01 && absolute.pushes[0] < 0.01);
  assert.ok(entropy.losses[0] > 7 && Math.max(...squared.losses) < 2 / 3 && Math.max(...absolute.losses) <= 2 / 3);
  entropy.x.forEach((chance, i) => assert.ok(Math.abs(entropy.losses[i] + Math.log(chance)) < 1e-12));
});

test('from a confident mistake cross-entropy is back first', () => {
  const walks = Object.fromEntries(FILM.losses.map(({ key }) => [key, walk(key, logitsOf([0.98, 0.01, 0.01]), 2, FILM)]));
  const after = FILM.losses.map(({ key }) => firstStep(walks[key], 2, 0.9));
  assert.ok(after[0] > 0 && after[0] < 10 && after.slice(1).every((step) => step < 0 || step > 3 * after[0]), String(after));
  assert.match(pace(FILM, walks, 2), new RegExp(`until the truth has a probability of 0.9: cross-entropy ${after[0]}, squared error `));
  assert.match(pace(FILM, { ...walks, cross_entropy: walks.cross_entropy.slice(0, 2) }, 2), /cross-entropy not within 100/);
  assert.equal(truths(walks.cross_entropy, 2).length, layoutWalks({ width: 400, height: 180 }, FILM.steps).xRange[1] + 1);
});

test('every row of the batch costs what Python says, and the worst is named', () => {
  for (const [loss, moments] of Object.entries(fixture.answer.row_losses)) {
    moments.forEach((expected, moment) => {
      const batch = batchOf(FILM.batch, moment, loss);
      close(batch.losses, expected, 2e-6);
      const sum = expected.reduce((a, b) => a + b);
      assert.ok(Math.abs(batch.mean - sum / 16) < 1e-6);
      assert.equal(expected[batch.worst], Math.max(...expected));
    });
    assert.ok(Math.abs(largestOf(FILM.batch, loss) - Math.max(...moments.flat())) < 2e-6);
  }
  const batch = batchOf(FILM.batch, 1, 'cross_entropy');
  const text = batchText(FILM, batch, Math.exp(-batch.losses[batch.worst]));
  assert.equal(text.value, told(batch.mean));
  assert.ok(text.worst.startsWith(`The worst is ${FILM.batch.names[batch.worst]}: the network gives the truth 0.`));
  assert.match(rowText(FILM, 0, batch), /^\S+ \d+ \(.+\): loss \d\.\d+, \d+\u00a0% of all$/);
});

test('an answer is read from the address as it was written', () => {
  const text = answerText(ARTICLE, 'Chinstrap');
  assert.equal(text, '0.3,0.1,0.6@Chinstrap');
  const { p, label } = answerOf(text, FILM.classes);
  close(p, ARTICLE, 1e-12);
  assert.equal(label, CHINSTRAP);
  for (const wrong of ['', '0.3,0.1,0.6', '0.3,0.7@Gentoo', '0.3,0.1,0.6@Emperor', '0,0.4,0.6@Gentoo', 'a,b,c@Gentoo', '0.5,0.5,0.5@Gentoo']) {
    assert.equal(answerOf(wrong, FILM.classes), null, wrong);
  }
});

test('numbers keep what tells them from nothing and from all', () => {
  assert.deepEqual([0.3, 0.0173, 0.99996, 0.00001, 2 / 3].map(share), ['0.3', '0.017', '0.99996', '10⁻⁵', '0.667']);
  assert.deepEqual([0.26, 6.7e-7, 0].map(told), ['0.260', '6.7\u00a0×\u00a010⁻⁷', '0.000']);
  assert.deepEqual([0.088, -0.4, 0].map(signed), ['+0.088', '−0.400', '0.000']);
});
