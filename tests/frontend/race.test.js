import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layoutLosses } from '../../nnviz/frontend/race/draw_losses.js';
import { arrowScale, edgeTowards, layoutMap, pathPixels, stepArrows } from '../../nnviz/frontend/race/layout.js';
import { inWindow, moved } from '../../nnviz/frontend/race/aim.js';
import { lossRange, onMap, partsOf, placeAt, readRace, sameRace, stepShown, strays } from '../../nnviz/frontend/race/film.js';
import { bandColors, heightOf, lossesAt, paintRelief } from '../../nnviz/frontend/race/relief.js';
import { standing, summary, takenApart } from '../../nnviz/frontend/race/words.js';

const WINDOW = [[-4, 4], [-3, 3]];
const LEVELS = [1, 2, 5, 10];

const halves = (values) => ({ data: new Float32Array(new Float64Array(values).buffer), shape: [values.length, 2] });

/** Plain descent on ½(w₁² + w₂²) from (−2, 1), with momentum 0.9 if asked for; every quantity written out. */
function walk(learningRate, steps, keep = 0) {
  const path = { w: [-2, 1], loss: [2.5], parts: [] };
  let [x, y] = path.w;
  let [mx, my] = [0, 0];
  for (let t = 0; t < steps && Number.isFinite(path.loss.at(-1)); t += 1) {
    [mx, my] = [keep * mx + x, keep * my + y];
    path.parts.push(x, y, ...(keep ? [mx, my] : []), mx, my);
    [x, y] = [x - learningRate * mx, y - learningRate * my];
    path.w.push(x, y);
    path.loss.push((x * x + y * y) / 2);
  }
  return path;
}

/** A race on the bowl as it comes from Python. Each racer: [key, learning rate, momentum]. */
function bowl({ racers = [['sgd', 0.5, 0], ['momentum', 0.1, 0.9]], steps = 10, chosen = 0 } = {}) {
  const arrays = { relief: { data: new Float32Array(9), shape: [3, 3] } };
  const runners = racers.map(([key, learningRate, keep], i) => {
    const { w, loss, parts } = walk(learningRate, steps, keep);
    Object.assign(arrays, { [`w${i}`]: halves(w), [`loss${i}`]: halves(loss), [`parts${i}`]: halves(parts) });
    return {
      key,
      label: key.toUpperCase(),
      learning_rate: learningRate,
      racer: i,
      shape: 'circle',
      diverged_at: Number.isFinite(loss.at(-1)) ? null : loss.length - 1,
      terms: keep ? ['gradient g', 'momentum m', 'direction d'] : ['gradient g', 'direction d'],
      momentum: keep ? 1 : null,
    };
  });
  return readRace({ header: { landscape: 'bowl', window: WINDOW, minima: [{ w: [0, 0], lowest: true }], levels: LEVELS, chosen, play: 1, runners }, arrays });
}

const BLOWN_UP = { racers: [['sgd', 1e3, 0]], steps: 200 };

test('a race is as long as its longest path and begins where all begin', () => {
  const race = bowl({ racers: [['sgd', 0.5, 0], ['wild', 1e3, 0]], steps: 200 });
  assert.deepEqual(race.start, [-2, 1]);
  assert.equal(race.steps, 200);
  assert.equal(race.runners[1].steps, race.runners[1].divergedAt);
  assert.ok(race.runners[1].steps < 200);
});

test('another choice is the same race, another learning rate is not', () => {
  assert.equal(sameRace(null, bowl()), false);
  assert.equal(sameRace(bowl(), bowl({ chosen: 1 })), true);
  assert.equal(sameRace(bowl(), bowl({ steps: 11 })), false);
  assert.equal(sameRace(bowl(), bowl({ racers: [['sgd', 0.4, 0], ['momentum', 0.1, 0.9]] })), false);
});

test('a runner moves in a straight line from step to step', () => {
  const [runner] = bowl().runners; // halves its distance at each step
  assert.deepEqual(placeAt(runner, 0), { step: 0, x: -2, y: 1, loss: 2.5, diverged: false });
  const { step, x, y, loss } = placeAt(runner, 0.5);
  assert.deepEqual([step, x, y, loss], [0, -1.5, 0.75, 2.5]);
  assert.equal(placeAt(runner, 1).x, -1);
  assert.equal(placeAt(runner, 99).step, 10);
});

test('who diverged stays at the last finite weights and is told', () => {
  const race = bowl(BLOWN_UP);
  const [runner] = race.runners;
  const end = placeAt(runner, race.steps);
  assert.ok(end.diverged && Number.isFinite(end.x) && Number.isFinite(end.y));
  assert.deepEqual(standing(race, runner, end), { loss: '∞', note: `diverged at step ${race.steps}` });
  assert.equal(placeAt(runner, race.steps - 0.5).diverged, false);
  assert.ok(strays(race, runner));
  assert.ok(!strays(bowl(), bowl().runners[0]));
});

test('who has left the map is told', () => {
  const race = bowl(BLOWN_UP);
  assert.equal(standing(race, race.runners[0], placeAt(race.runners[0], 0)).note, '');
  assert.equal(standing(race, race.runners[0], placeAt(race.runners[0], 1)).note, 'outside the map');
  assert.equal(onMap(WINDOW, 4, -3), true);
  assert.equal(onMap(WINDOW, NaN, 0), false);
});

test('one step taken apart: every quantity, η times the direction, the new weights', () => {
  const runner = bowl().runners[1];
  const told = takenApart(runner, 1);
  assert.equal(told.title, 'MOMENTUM, step 1 → 2');
  const lines = Object.fromEntries(told.lines.map(({ name, values }) => [name, values]));
  assert.deepEqual(lines['[[weight w]]'], ['−1.800', '0.9000']);
  assert.deepEqual(lines['[[gradient g]]'], ['−1.800', '0.9000']);
  assert.deepEqual(lines['[[momentum m]]'], ['−3.600', '1.800']); // 0.9 · (−2) − 1.8
  assert.deepEqual(lines['[[step]] −[[η]]·d, η = 0.1'], ['0.3600', '−0.1800']);
  assert.deepEqual(lines['[[new w]]'], ['−1.440', '0.7200']);
});

test('after the last step that step is still shown; without steps there is none', () => {
  const [runner] = bowl().runners;
  assert.equal(stepShown(runner, 10), 9);
  assert.deepEqual(partsOf(runner, 0), [[-2, 1], [-2, 1]]);
  const [idle] = bowl({ steps: 0 }).runners;
  assert.equal(stepShown(idle, 0), null);
  assert.deepEqual(takenApart(idle, 0).lines, []);
});

test('the summary names every runner', () => {
  const race = bowl();
  const places = race.runners.map((runner) => placeAt(runner, 1));
  assert.equal(summary(race, 1, places), 'Step 1 of 10: SGD loss 0.625; MOMENTUM loss 2.03.');
});

test('the axis of losses holds the start, and is not stretched by who blows up', () => {
  const [low, high] = lossRange(bowl({ racers: [['sgd', 0.5, 0], ['wild', 1e3, 0]], steps: 200 }));
  assert.ok(low > 0 && low < 1e-6 && high > 2.5 && high < 1000);
  assert.deepEqual(lossRange({ runners: [{ loss: new Float64Array([0, 0]) }] }), [1e-12, 1]);
  const layout = layoutLosses(bowl(), 400, 200);
  assert.equal(layout.x(10), layout.plot.right);
  assert.ok(layout.y(2.5) < layout.y(0.25));
});

test('the map has one scale for both weights and undoes itself', () => {
  for (const [width, height] of [[600, 460], [340, 300], [900, 300]]) {
    const layout = layoutMap(bowl(), width, height);
    assert.ok(Math.abs(layout.x(1) - layout.x(0) - (layout.y(0) - layout.y(1))) < 1e-9);
    assert.ok(layout.plot.right <= width && layout.bar.bottom + 14 <= height);
    assert.ok(Math.abs(layout.w1At(layout.x(1.25)) - 1.25) < 1e-9);
    assert.ok(Math.abs(layout.w2At(layout.y(-2.5)) + 2.5) < 1e-9);
    assert.equal(layout.bar.bands.length, LEVELS.length + 1);
  }
});

test('paths end at the last finite row and stay within what a canvas can draw', () => {
  const race = bowl(BLOWN_UP);
  const pixels = pathPixels(layoutMap(race, 600, 460), race.runners[0]);
  assert.ok(pixels.every((pixel) => Math.abs(pixel) <= 1e4));
  assert.ok(pixels.length / 2 >= race.steps && pixels.length / 2 <= race.steps + 1);
});

test('who is outside stands at the edge, in its direction', () => {
  const layout = layoutMap(bowl(), 600, 460);
  const { plot } = layout;
  const right = edgeTowards(layout, layout.x(1e9), layout.y(0));
  assert.ok(Math.abs(right.x - plot.right) < 1e-6);
  assert.ok(Math.abs(right.angle) < 0.1);
  const above = edgeTowards(layout, layout.x(0), layout.y(50));
  assert.ok(Math.abs(above.y - plot.top) < 1e-6 && above.angle < -1.5);
});

test('arrows: against the gradient and the momentum, and the step true to scale', () => {
  const race = bowl({ chosen: 1 });
  const layout = layoutMap(race, 600, 460);
  const runner = race.runners[1];
  const scale = arrowScale(race, runner);
  const arrows = stepArrows(race, layout, runner, 1, scale);
  assert.deepEqual(arrows.map(({ kind }) => kind), ['gradient', 'momentum', 'step']);
  const [gradient, momentum, step] = arrows;
  assert.ok(gradient.to[0] > gradient.from[0] && gradient.to[1] > gradient.from[1]); // from (−, +) towards the middle
  assert.ok(Math.hypot(momentum.to[0] - momentum.from[0], 0) > Math.hypot(gradient.to[0] - gradient.from[0], 0));
  assert.ok(Math.abs(step.to[0] - layout.x(-1.44)) < 1e-6 && Math.abs(step.to[1] - layout.y(0.72)) < 1e-6);
  assert.deepEqual(stepArrows(race, layout, race.runners[0], 0, scale).map(({ kind }) => kind), ['gradient', 'step']);
  const away = bowl(BLOWN_UP);
  assert.deepEqual(stepArrows(away, layout, away.runners[0], 3, arrowScale(away, away.runners[0])), []);
});

test('arrows keep one scale over the whole run: four times the gradient is twice the length', () => {
  const race = bowl();
  const scale = arrowScale(race, race.runners[0]);
  assert.ok(Math.abs(Math.hypot(...scale([2, -1])) - 84) < 1e-9); // the longest of the run
  assert.ok(Math.abs(Math.hypot(...scale([0.5, -0.25])) - 42) < 1e-9);
  assert.deepEqual(scale([0, 0]), [0, 0]);
  assert.deepEqual(scale([Infinity, 0]), [0, 0]);
});

test('losses between the grid points of a quadratic are exact, the highest row on top', () => {
  const at = (x, y) => (x * x + 25 * y * y) / 2 - x * y + y;
  const [columns, rows, width, height] = [9, 7, 40, 30];
  const grid = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => at(c / 2 - 2, r / 2 - 1)));
  const losses = lossesAt({ data: Float32Array.from(grid.flat()), shape: [rows, columns] }, width, height);
  for (const [px, py] of [[0, 0], [39, 29], [17, 12], [5, 28]]) {
    const x = -2 + (4 * (px + 0.5)) / width;
    const y = 2 - (3 * (py + 0.5)) / height;
    assert.ok(Math.abs(losses[py * width + px] - at(x, y)) < 1e-3, `${px}, ${py}`);
  }
});

test('heights count contour levels', () => {
  const heights = [-0.1, 0, 0.5, 1, 1.5, 3.5, 10, 12.5, 1e9].map((loss) => heightOf(loss, LEVELS));
  assert.deepEqual(heights, [0, 0, 0.5, 1, 1.5, 2.5, 4, 4.5, 5]);
});

test('the map is filled with bands between darker lines', () => {
  const theme = { dark: false, background: '#ffffff', text: '#000000', palette: { loss: ['#ffff00', '#0000ff'] } };
  const slope = Float32Array.from({ length: 20 }, (_, i) => (i % 5) * 3); // from 0 on the left to 12 on the right
  const pixels = paintRelief({ data: slope, shape: [4, 5] }, LEVELS, 60, 4, theme);
  const colors = Array.from({ length: 60 }, (_, px) => [...pixels.slice(4 * px, 4 * px + 3)]);
  const bands = bandColors(5, theme).map((color) => color.match(/\d+/g).map(Number));
  const same = (a, b) => a.every((value, i) => value === b[i]);
  assert.ok(same(colors[2], bands[0])); // loss 0.5
  assert.ok(same(colors[16], bands[2])); // loss 3.3
  assert.ok(same(colors[37], bands[3])); // loss 7.5
  const brightness = ([r, g, b]) => r + g + b;
  const atFive = Math.round(25 - 0.5);
  assert.ok(Math.min(brightness(colors[atFive]), brightness(colors[atFive - 1])) < brightness(colors[22]));
});

test('the start moves with the arrow keys and stays on the map', () => {
  assert.deepEqual(moved(WINDOW, [0, 0], 'ArrowRight', false), [0.2, 0]);
  assert.deepEqual(moved(WINDOW, [0, 0], 'ArrowUp', true), [0, 0.03]);
  assert.deepEqual(moved(WINDOW, [4, -3], 'ArrowRight', false), [4, -3]);
  assert.deepEqual(moved(WINDOW, [4, -3], 'ArrowDown', false), [4, -3]);
  assert.equal(moved(WINDOW, [0, 0], 'Enter', false), null);
  assert.deepEqual(inWindow(WINDOW, [1.23456, -9]), [1.235, -3]);
});
