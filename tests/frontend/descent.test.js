import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cue } from '../../nnviz/frontend/shared/cue.js';
import { arithmetic, digitsToTell, directionNote, standing, summary } from '../../nnviz/frontend/descent/arithmetic.js';
import { oneWeight, readFilm, travel, weightAt } from '../../nnviz/frontend/descent/film.js';
import { sampleCurve, sideOf, stepArrow, viewOf } from '../../nnviz/frontend/descent/geometry.js';
import { layoutLandscape, layoutTimelines } from '../../nnviz/frontend/descent/layout.js';
import { doubles } from '../../nnviz/frontend/shared/block.js';
import { tangentEnds } from '../../nnviz/frontend/shared/chart_layout.js';
import { brief, operand, subscript } from '../../nnviz/frontend/shared/format.js';
import { Playback } from '../../nnviz/frontend/shared/playback.js';

/** Float64 numbers as the player gets them: [T, 2] words, at an address not divisible by 8. */
function halves(values) {
  const bytes = new Uint8Array(new Float64Array(values).buffer);
  const padded = new Uint8Array(bytes.length + 4);
  padded.set(bytes, 4);
  return { data: new Float32Array(padded.buffer, 4), shape: [values.length, 2] };
}

/** The article's example: x = 2, y = 6, from w = 5, plain gradient descent written out. */
function article({ learningRate = 0.1, steps = 20, half = true, start = 5, ...header } = {}) {
  const w = [start];
  const slope = (weight) => (half ? 1 : 2) * (weight * 2 - 6) * 2;
  while (w.length <= steps && Number.isFinite(w.at(-1))) w.push(w.at(-1) - learningRate * slope(w.at(-1)));
  const scale = half ? 0.5 : 1;
  return readFilm({
    header: { x: 2, y: 6, half, learning_rate: learningRate, optimizer: 'SGD', follows_gradient: true, ...header },
    arrays: {
      w: halves(w),
      loss: halves(w.map((weight) => scale * (weight * 2 - 6) ** 2)),
      grad: halves(w.map(slope)),
      direction: halves(w.slice(0, -1).map(slope)),
    },
  });
}

const lines = (film, t) => arithmetic(film, t).map(({ formula, result }) => `${formula} ${result}`);

test('doubles survive the journey bit by bit', () => {
  const values = [4.2, -0, 1e300, 5e-324, Infinity, -Infinity, 1 / 3];
  assert.deepEqual([...doubles(halves(values))], values);
  assert.ok(Number.isNaN(doubles(halves([NaN]))[0]));
});

test('the landscape of one weight', () => {
  const { lossAt, minimum } = oneWeight({ x: 2, y: 6, half: true });
  assert.equal(minimum, 3);
  assert.equal(lossAt(5), 8);
  assert.equal(oneWeight({ x: 2, y: 6, half: false }).lossAt(5), 16);
  assert.equal(oneWeight({ x: 0, y: 6, half: true }).minimum, null);
});

test('a film knows where it diverged', () => {
  assert.equal(article().divergedAt, null);
  const film = article({ learningRate: 1e6, steps: 500 });
  assert.equal(film.divergedAt, film.steps);
});

test('the weight rests, travels and arrives', () => {
  assert.equal(travel(0), 0);
  assert.equal(travel(0.3), 0);
  assert.equal(travel(1), 1);
  const film = article();
  assert.deepEqual(weightAt(film, 0), { step: 0, moved: 0, w: 5, loss: 8 });
  const between = weightAt(film, 0.7);
  assert.ok(between.w < 5 && between.w > 4.2);
  assert.equal(between.loss, film.lossAt(between.w));
  assert.equal(weightAt(film, 20).step, 20);
  assert.equal(weightAt(film, 2.9999999999).step, 3);
});

test('the arithmetic of the article, line by line', () => {
  assert.deepEqual(lines(article(), 0), [
    'ŷ = w₀·x = 5 × 2 = 10',
    'L = ½ (ŷ − y)² = ½ (10 − 6)² = 8',
    'dL/dw = (ŷ − y)·x = (10 − 6) × 2 = 8',
    'w₁ = 5 − 0.1 × 8 = 4.2',
  ]);
});

test('it says where it stands, and what comes next', () => {
  const film = article();
  assert.deepEqual(standing(film, 3), { weight: 'w₃ = 3.432', steps: 'after step 3 of 20' });
  assert.deepEqual(standing(film, 0), { weight: 'w₀ = 5', steps: 'at the start, before step 1 of 20' });
  assert.deepEqual(arithmetic(film, 3).at(-1), { name: 'Next', formula: 'w₄ = 3.432 − 0.1 × 1.728 =', result: '3.2592' });
});

test('the arithmetic without the half', () => {
  assert.deepEqual(lines(article({ half: false }), 0).slice(1), [
    'L = (ŷ − y)² = (10 − 6)² = 16',
    'dL/dw = 2 (ŷ − y)·x = 2 × (10 − 6) × 2 = 16',
    'w₁ = 5 − 0.1 × 16 = 3.4',
  ]);
});

test('negative numbers stand in parentheses', () => {
  const [, , gradient, update] = lines(article({ start: 1 }), 0);
  assert.equal(gradient, 'dL/dw = (ŷ − y)·x = (2 − 6) × 2 = −8');
  assert.equal(update, 'w₁ = 1 − 0.1 × (−8) = 1.8');
});

test('another optimizer has a direction of its own', () => {
  const film = article({ optimizer: 'Adam', follows_gradient: false });
  film.direction[0] = 1;
  film.w[1] = 4.9;
  assert.equal(lines(film, 0)[3], 'w₁ = w₀ − η·d = 5 − 0.1 × 1 = 4.9');
  assert.match(directionNote(film, 0), /Adam.*here 1, where the gradient itself is 8\.$/);
  assert.equal(directionNote(article(), 0), '');
  assert.ok(directionNote(film, film.steps).endsWith('.'));
});

test('the last row has no next step, and says why', () => {
  assert.match(lines(article({ steps: 3 }), 3)[3], /w₃ is the last/);
  const diverged = article({ learningRate: 1e6, steps: 500 });
  assert.match(lines(diverged, diverged.steps)[3], /diverged/);
  assert.ok(diverged.steps < 500);
  assert.equal(standing(diverged, 2).steps, `after step 2 of ${diverged.steps}; there it has diverged`);
});

test('numbers close together get the digits that tell them apart', () => {
  assert.equal(digitsToTell(10, 6), 5);
  const film = article();
  const [, loss] = lines(film, 20);
  assert.ok(!loss.includes('(6 − 6)'), loss);
  assert.equal(digitsToTell(1, 1), 5);
  assert.equal(digitsToTell(1, NaN), 5);
  assert.equal(digitsToTell(1, 1 + 1e-15), 12);
});

test('numbers on the screen', () => {
  assert.equal(brief(4.2), '4.2');
  assert.equal(brief(-0.8), '−0.8');
  assert.equal(brief(1200), '1200');
  assert.equal(brief(1.2e-7), '1.2\u00a0×\u00a010⁻⁷');
  assert.deepEqual([1e-5, -1e-5, 2e20, 1e6].map((value) => brief(value)), ['10⁻⁵', '−1\u00a0×\u00a010⁻⁵', '2\u00a0×\u00a010²⁰', '10⁶']);
  assert.deepEqual([1.2e-7, -1.5, 2].map((value) => operand(value)), ['(1.2\u00a0×\u00a010⁻⁷)', '(−1.5)', '2']);
  assert.equal(brief(NaN), 'NaN');
  assert.equal(subscript(120), '₁₂₀');
});

test('the summary for a screen reader', () => {
  assert.equal(summary(article(), 0), 'Step 0 of 20: weight 5, loss 8, gradient 8; best weight 3.');
  assert.match(summary(article({ learningRate: 1e6, steps: 500 }), 60), /of \d+/);
});

test('the view holds the whole path and both arms', () => {
  const { wRange, lossRange } = viewOf(article());
  assert.ok(wRange[0] < 2 && wRange[1] > 5 && wRange[1] < 6);
  assert.ok(lossRange[0] === 0 && lossRange[1] >= 8 && lossRange[1] < 12);
});

test('a descent that runs away keeps its first steps legible', () => {
  for (const learningRate of [0.55, 2, 1e6]) {
    const { wRange } = viewOf(article({ learningRate, steps: 300 }));
    assert.ok(wRange.every(Number.isFinite));
    assert.ok(wRange[0] < 1 && wRange[1] > 5);
    assert.ok(wRange[1] - wRange[0] < 20, `${learningRate}: ${wRange}`);
  }
});

test('degenerate films have a view too', () => {
  for (const film of [article({ start: 3 }), article({ steps: 0 }), { ...article(), ...oneWeight({ x: 0, y: 6, half: true }), w: new Float64Array([5, 5]) }, { ...article(), ...oneWeight({ x: 0, y: 0, half: true }), w: new Float64Array([0]) }]) {
    const { wRange, lossRange } = viewOf(film);
    assert.ok([...wRange, ...lossRange].every(Number.isFinite));
    assert.ok(wRange[1] > wRange[0] && lossRange[1] > 0);
  }
});

test('the tangent has the slope of the loss on the screen', () => {
  const scale = { x: (w) => 100 * w, y: (loss) => 300 - 10 * loss };
  const [[x1, y1], [x2, y2]] = tangentEnds(scale, { x: 5, y: 8, slope: 8 }, 50);
  assert.ok(Math.abs((y2 - y1) / (x2 - x1) + 0.8) < 1e-9); // 8 per weight: 80 pixels up in 100
  assert.ok(Math.abs(Math.hypot(x2 - x1, y2 - y1) - 100) < 1e-9);
  assert.ok(x1 < x2);
});

test('weights and steps outside the view', () => {
  assert.equal(sideOf(4, [0, 5]), 0);
  assert.equal(sideOf(-1, [0, 5]), -1);
  assert.equal(sideOf(Infinity, [0, 5]), 1);
  assert.equal(sideOf(NaN, [0, 5]), null);
  assert.deepEqual(stepArrow(4, 3, [0, 5]), { from: 4, to: 3, cut: false });
  assert.deepEqual(stepArrow(4, -30, [0, 5]), { from: 4, to: 0, cut: true });
  assert.equal(stepArrow(-9, -30, [0, 5]), null);
  assert.equal(stepArrow(4, NaN, [0, 5]), null);
});

test('layouts: the floor of the loss lies above the lane of the step', () => {
  const film = article();
  for (const [width, height] of [[680, 340], [360, 280]]) {
    const layout = layoutLandscape(film, viewOf(film), width, height);
    assert.ok(layout.floor < layout.lane && layout.lane < layout.plot.bottom);
    assert.ok(layout.plot.bottom - layout.floor > 30);
    assert.ok(layout.yTicks.every(({ value }) => value >= 0));
    assert.equal(layout.curve.x.length, layout.curve.y.length);
  }
});

test('a step stands at the same pixel of both timelines', () => {
  const size = { width: 300, height: 150 };
  for (const film of [article(), article({ learningRate: 0.55 }), article({ half: false, start: -4.5 })]) {
    const { weights, losses } = layoutTimelines(film, viewOf(film), size, size);
    for (const step of [0, 7, 20]) assert.equal(weights.x(step), losses.x(step));
    assert.equal(Math.round(weights.xAt(weights.x(7))), 7);
    const widest = Math.max(...[...weights.yTicks, ...losses.yTicks].map(({ label }) => label.length));
    assert.ok(weights.plot.left >= 8 + 6 * widest, 'no label is cut');
  }
});

test('sampled curve spans the range', () => {
  const { x, y } = sampleCurve((w) => w * w, [-1, 1], 5);
  assert.deepEqual(x, [-1, -0.5, 0, 0.5, 1]);
  assert.equal(y[0], 1);
});

test('the film runs at one step per second', () => {
  const playback = new Playback();
  playback.load({ available: 20, complete: true });
  playback.play();
  playback.tick(0.5);
  assert.equal(playback.position, 0.5);
});

test('a new film plays from the start, or stands at its end where motion is unwanted', () => {
  const playback = new Playback();
  cue(playback, { steps: 20, play: 1 }, false);
  assert.deepEqual([playback.position, playback.state], [0, 'playing']);
  playback.tick(5);
  cue(playback, { steps: 10, play: 1 }, false);
  assert.deepEqual([playback.position, playback.state], [0, 'playing']);
  cue(playback, { steps: 10, play: 0 }, false);
  assert.deepEqual([playback.position, playback.state], [0, 'paused']);
  cue(playback, { steps: 10, play: 1 }, true);
  assert.deepEqual([playback.position, playback.state], [10, 'ended']);
});
