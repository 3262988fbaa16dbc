import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layoutChart, logTicks } from '../../nnviz/frontend/shared/chart_layout.js';
import {
  THUMB, columnAt, columnOf, layoutScores, layoutCurve, layoutLosses, layoutMap, layoutScale, placeMarks, rowAt, sliderBox,
} from '../../nnviz/frontend/sweep/layout.js';
import { rowAfter, stepOf } from '../../nnviz/frontend/sweep/pointing.js';
import {
  cellAt, divergedAt, divergedStretches, isLate, lacksScenery, lossesOf, readSweep, spread, stateOf, strips, testLossesOf,
} from '../../nnviz/frontend/sweep/record.js';
import { colourIndex, colourTable, paintCells, share } from '../../nnviz/frontend/sweep/scale.js';
import { MILLISECONDS_BETWEEN_MESSAGES, Selection, waitingTime } from '../../nnviz/frontend/sweep/selection.js';
import { legendText, marksOf, pointedText, rateText, readout, summary } from '../../nnviz/frontend/sweep/words.js';

const PALETTE = { loss: ['#ffffff', '#808080', '#000000'], diverged: '#ff0000' };
const measure = (text) => 6 * text.length;

/** A block of losses [rows][A][B], as decode() gives it; complete where the last epoch is there. */
function block(losses, { rates, epochs = losses.length - 1, run = 'a', ...header } = {}) {
  const [rows, count, seeds] = [losses.length, losses[0].length, losses[0][0].length];
  const complete = rows - 1 === epochs || losses.at(-1).flat().every((loss) => !Number.isFinite(loss));
  const array = (values, shape) => ({ data: new Float32Array(values.flat(Infinity)), shape });
  const arrays = {
    epochs: array(losses.map((_, row) => row), [rows]),
    train_loss: array(losses, [rows, count, seeds]),
  };
  if (complete) {
    const last = losses.at(-1);
    arrays.test_loss = array(losses.map((row) => row.map((runs) => 2 * runs[0])), [rows, count]);
    arrays.final_test_loss = array(last.map((runs) => runs.map((loss) => 2 * loss)), [count, seeds]);
    arrays.final_test_score = array(last.map((runs) => runs.map((loss) => (Number.isFinite(loss) ? 0.9 : NaN))), [count, seeds]);
  }
  return {
    arrays,
    header: {
      run, epochs, complete, training: !complete, selected: 0, seed: 0, best: complete ? 0 : null,
      learning_rates: rates ?? Array.from({ length: count }, (_, i) => 10 ** (i - count + 1)),
      seeds: Array.from({ length: seeds }, (_, i) => i),
      edge: complete ? { stable: null, unstable: null } : null,
      guess: { cost: Math.log(3), words: 'giving every class the same probability' },
      score: { measure: 'accuracy', label: 'accuracy' },
      loss: { label: 'cross-entropy', unit: 'nats', unit_words: 'Nats measure it with the natural logarithm' }, loss_range: [0.001, 4],
      scenery: { palette: {} },
      ...header,
    },
  };
}

const record = (...args) => readSweep(block(...args));

/** 3 rates × 2 seeds × epochs 0, 1, 2: hardly learns, learns, diverges (one seed at epoch 1, both at 2). */
const STORY = [
  [[1.1, 1.2], [1.1, 1.2], [1.1, 1.2]],
  [[1.1, 1.15], [0.5, 0.7], [NaN, 3]],
  [[1.08, 1.14], [0.1, 0.3], [NaN, Infinity]],
];
const STORY_HEADER = { rates: [0.01, 0.1, 1], best: 1, edge: { stable: 0.1, unstable: 1 } };

test('the spread over seeds: what is not finite counts as infinite', () => {
  assert.deepEqual(spread([3, 1, 2]), { low: 1, median: 2, high: 3 });
  assert.deepEqual(spread([4, 1, 2, 3]), { low: 1, median: 2.5, high: 4 });
  assert.deepEqual(spread([1, 2, NaN]), { low: 1, median: 2, high: Infinity });
  assert.equal(spread([1, NaN]).median, Infinity); // half of them
  assert.equal(spread([1, Infinity, NaN]).median, Infinity);
  assert.deepEqual(spread([7]), { low: 7, median: 7, high: 7 });
});

test('a record holds medians, finals and the curves of one run', () => {
  const sweep = record(STORY, STORY_HEADER);
  const close = (found, wanted) => found.forEach((value, i) => assert.ok(value === wanted[i] || Math.abs(value - wanted[i]) < 1e-6, `${found} is not ${wanted}`));
  close([...sweep.medians.subarray(0, 3)], [1.15, 1.15, 1.15]);
  close([...sweep.medians.subarray(3, 6)], [1.125, 0.6, Infinity]);
  close(sweep.final.median, [1.11, 0.2, Infinity]);
  close(sweep.test.median, [2.22, 0.4, Infinity]);
  close([...lossesOf(sweep, 1, 1)], [1.2, 0.7, 0.3]);
  close([...testLossesOf(sweep, 1)], [2.2, 1, 0.2]);
  assert.ok(Number.isNaN(sweep.scores.median[2]));
  assert.equal(sweep.stuck, 1);
});

test('more rows keep the medians that are known', () => {
  const early = readSweep(block(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 2 }));
  early.medians[0] = 42; // told apart from one computed again
  const late = readSweep(block(STORY, STORY_HEADER), early);
  assert.equal(late.medians[0], 42);
  assert.deepEqual([...late.medians.subarray(6)], [...record(STORY, STORY_HEADER).medians.subarray(6)]);
  assert.notEqual(readSweep(block(STORY, { ...STORY_HEADER, run: 'b' }), early).medians[0], 42);
});

test('late blocks of the same sweep are ignored, those of another are not', () => {
  const shown = record(STORY, STORY_HEADER);
  assert.ok(isLate(shown, block(STORY.slice(0, 2), { epochs: 2 })));
  assert.ok(!isLate(shown, block(STORY, {})));
  assert.ok(!isLate(shown, block(STORY.slice(0, 2), { epochs: 2, run: 'b' })));
  assert.ok(!isLate(null, block(STORY, {})));
});

test('how far a sweep is', () => {
  assert.equal(stateOf(null), 'empty');
  assert.equal(stateOf(record(STORY.slice(0, 1), { epochs: 2, training: false })), 'empty');
  assert.equal(stateOf(record(STORY.slice(0, 1), { epochs: 2 })), 'training');
  assert.equal(stateOf(record(STORY.slice(0, 2), { epochs: 2, training: false })), 'training'); // stopped
  assert.equal(stateOf(record(STORY)), 'complete');
});

test('each row stands for the epochs half-way to its neighbours', () => {
  const sweep = record(STORY.slice(0, 2), { epochs: 5 });
  assert.deepEqual([...strips(sweep)], [-0.5, 0.5, 1.5]);
  const thinned = { ...sweep, kept: [0, 4, 8, 10], rows: 4, last: 10, epochs: 10, complete: true };
  assert.deepEqual([...strips(thinned)], [-0.5, 2, 6, 9, 10.5]);
  // All have diverged at epoch 1 of 9: no more rows will come, and the map is full.
  const over = record([[[1], [1]], [[NaN], [Infinity]]], { epochs: 9 });
  assert.ok(over.complete);
  assert.deepEqual([...strips(over)], [-0.5, 0.5, 9.5]);
});

test('diverged stretches, and when a run diverged', () => {
  const sweep = record(STORY, STORY_HEADER);
  assert.deepEqual(divergedStretches(sweep), [{ column: 2, from: 0.5, to: 2.5 }]);
  assert.equal(divergedAt(sweep, 2, 0), 1);
  assert.equal(divergedAt(sweep, 2, 1), 2);
  assert.equal(divergedAt(sweep, 0, 0), null);
  const back = record([[[NaN]], [[1]], [[NaN]]]);
  assert.deepEqual(divergedStretches(back), [{ column: 0, from: -0.5, to: 0.5 }, { column: 0, from: 1.5, to: 2.5 }]);
});

test('the scale of losses is logarithmic and ends in its end colours', () => {
  const range = [0.01, 1];
  assert.ok(Math.abs(share(0.1, range) - 0.5) < 1e-12);
  assert.deepEqual([share(0, range), share(0.01, range), share(50, range)], [0, 0, 1]);
  const table = colourTable(PALETTE);
  const colour = (loss) => [...table.subarray(4 * colourIndex(loss, range), 4 * colourIndex(loss, range) + 3)];
  assert.deepEqual(colour(0.001), [255, 255, 255]);
  assert.deepEqual(colour(100), [0, 0, 0]);
  for (const loss of [NaN, Infinity]) assert.deepEqual(colour(loss), [255, 0, 0]);
});

test('the picture: a pixel for each rate, epochs from the bottom up, nothing above what is trained', () => {
  const sweep = record(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 3, best: null, edge: null });
  const table = colourTable(PALETTE);
  const height = 8; // two pixels for each epoch
  const image = paintCells(sweep, height, table);
  const pixel = (column, y) => [...image.subarray(4 * (3 * y + column), 4 * (3 * y + column) + 4)];
  const expected = (row, column) => {
    const at = 4 * colourIndex(sweep.medians[3 * row + column], sweep.lossRange);
    return [...table.subarray(at, at + 4)];
  };
  for (let column = 0; column < 3; column += 1) {
    assert.deepEqual([7, 6].map((y) => pixel(column, y)), [expected(0, column), expected(0, column)]);
    assert.deepEqual([5, 4].map((y) => pixel(column, y)), [expected(1, column), expected(1, column)]);
    for (const y of [3, 2, 1, 0]) assert.equal(pixel(column, y)[3], 0);
  }
  assert.deepEqual(pixel(2, 4), [255, 0, 0, 255]);
});

test('ticks of a logarithmic axis', () => {
  assert.deepEqual(logTicks(0.001, 4, 10), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(logTicks(1e-5, 10, 4), [1e-5, 1e-3, 0.1, 10]);
  assert.deepEqual(logTicks(0.02, 0.3, 10), [0.02, 0.05, 0.1, 0.2]);
  assert.deepEqual(logTicks(0.02, 0.06, 10), [0.02, 0.05]);
  assert.deepEqual(logTicks(0.03, 0.04, 10), [0.03]);
});

test('a logarithmic y axis: equal factors are equal lengths, and 0 lies below everything', () => {
  const { y, plot } = layoutChart({ width: 400, height: 300, xRange: [0, 1], yRange: [0.01, 100], xLabel: '', yLabel: '', yLog: true });
  assert.ok(Math.abs(y(0.1) - y(1) - (y(1) - y(10))) < 1e-9);
  assert.ok(Math.abs(y(0.01) - plot.bottom) < 1e-9 && Math.abs(y(100) - plot.top) < 1e-9);
  assert.equal(y(0), Infinity);
});

test('rates lie between the columns of a grid in proportion to their logarithm', () => {
  const rates = [0.01, 0.1, 1];
  assert.equal(columnOf(rates, 0.1), 1);
  assert.ok(Math.abs(columnOf(rates, Math.sqrt(0.001)) - 0.5) < 1e-12);
  assert.ok(Math.abs(columnOf(rates, 1) - 2) < 1e-12);
  assert.equal(columnOf([0.3], 0.3), 0);
});

test('map, slices and slider share one axis, to the pixel', () => {
  for (const width of [340, 700]) {
    for (const count of [1, 2, 64]) {
      const row = Array.from({ length: count }, () => [1]);
      const sweep = record([row, row], { rates: Array.from({ length: count }, (_, i) => 1e-5 * 1.2 ** i) });
      const room = { width, height: 250, measure };
      const map = layoutMap(sweep, room);
      const others = [layoutLosses(sweep, { ...room, height: 180 }), layoutScores(sweep, { ...room, height: 170 })];
      const { left, width: sliding } = sliderBox(map);
      for (let column = 0; column < count; column += 1) {
        for (const other of others) assert.equal(other.x(column), map.x(column));
        // A native slider's thumb stays inside: its middle goes from half a thumb to half a thumb.
        const thumb = left + THUMB / 2 + (count > 1 ? column / (count - 1) : 0) * (sliding - THUMB);
        assert.ok(Math.abs(thumb - map.x(column)) < 1e-6);
        assert.equal(columnAt(map, map.x(column), count), column);
        assert.equal(columnAt(map, map.x(column) + 0.49 * map.columnWidth, count), column);
      }
      assert.equal(columnAt(map, -100, count), 0);
      assert.equal(columnAt(map, 5000, count), count - 1);
      for (const { at } of map.xTicks) assert.ok(at >= map.plot.left && at <= map.plot.right);
      assert.ok(map.xTicks.length > 0);
    }
  }
});

test('pixels of the map and its rows', () => {
  const sweep = record(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 4, best: null, edge: null });
  const map = layoutMap(sweep, { width: 500, height: 250, measure });
  const bounds = strips(sweep);
  assert.equal(rowAt(map, bounds, map.y(0)), 0);
  assert.equal(rowAt(map, bounds, map.y(1)), 1);
  assert.equal(rowAt(map, bounds, map.y(3)), null); // not trained yet
  assert.equal(rowAt(map, bounds, map.plot.bottom + 5), null);
  assert.ok(map.yTicks.every(({ value }) => Number.isInteger(value)));
});

test('the curve and the losses have the same fixed axis, whatever the data', () => {
  const tame = record(STORY);
  const wild = record([[[1e9]], [[1e-9]]]);
  const room = { width: 400, height: 220, measure };
  for (const sweep of [tame, wild]) {
    assert.deepEqual(layoutCurve(sweep, room).yRange, [0.001, 4]);
    assert.deepEqual(layoutLosses(sweep, room).yRange, [0.001, 4]);
  }
});

test('marks come from the data, and only at the end', () => {
  const marks = marksOf(record(STORY, STORY_HEADER));
  assert.deepEqual(marks.map(({ kind, from, to }) => [kind, from, to]), [['stuck', -0.5, 0.5], ['best', 1, 1], ['edge', 1.5, 1.5]]);
  assert.deepEqual(marksOf(record(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 2 })), []);
  const allDiverged = record([[[1], [1]], [[NaN], [NaN]]], { best: null, edge: { stable: null, unstable: 0.1 } });
  assert.deepEqual(marksOf(allDiverged), []);
  const allStable = record([[[1], [1]], [[0.1], [0.1]]], { best: 0, edge: { stable: 1, unstable: null } });
  assert.deepEqual(marksOf(allStable).map(({ kind }) => kind), ['best']);
});

test('labels of marks stay inside and apart; where there is no room, the first is left out', () => {
  const sweep = record(STORY, STORY_HEADER);
  const close = [{ from: 2, to: 2, label: 'right'.repeat(3) }, { from: 1.9, to: 1.9, label: 'left'.repeat(3) }];
  for (const marks of [marksOf(sweep), close]) {
    const layout = layoutMap(sweep, { width: 520, height: 250, measure });
    const placed = placeMarks(marks, layout, measure);
    assert.equal(placed.length, marks.length);
    placed.forEach(({ textLeft, textWidth }, i) => {
      assert.ok(textLeft >= layout.plot.left && textLeft + textWidth <= layout.plot.right + 1e-9);
      if (i > 0) assert.ok(textLeft >= placed[i - 1].textLeft + placed[i - 1].textWidth);
    });
  }
  const narrow = layoutMap(sweep, { width: 330, height: 250, measure });
  assert.deepEqual(narrow.marks.map(({ kind }) => kind), ['best', 'edge']);
  // On a phone there is no room for the whole words, which say what the number is of.
  assert.deepEqual(layoutMap(sweep, { width: 600, height: 250, measure }).marks.slice(1).map(({ label }) => label),
    ['▼ lowest loss at η = 0.1', '¦ stable up to η = 0.1']);
  assert.deepEqual(layoutMap(sweep, { width: 320, height: 250, measure }).marks.map(({ label }) => label),
    ['▼ lowest at η = 0.1', '¦ stable to η = 0.1']);
});

test('the colour bar: ends, ticks apart, and the loss of guessing', () => {
  const sweep = record(STORY, STORY_HEADER);
  for (const width of [330, 700]) {
    const { bar, ticks, guess, diverged } = layoutScale(sweep, { width, measure });
    assert.deepEqual([ticks[0].at, ticks.at(-1).at], [bar.left, bar.right]);
    ticks.slice(1).forEach(({ at }, i) => assert.ok(at - ticks[i].at > 30));
    assert.ok(Math.abs((guess.at - bar.left) / (bar.right - bar.left) - Math.log(Math.log(3) / 0.001) / Math.log(4000)) < 1e-9);
    assert.match(guess.label, /guessing: 1\.10/);
    assert.ok(bar.right < diverged.left && diverged.left + 22 + measure(diverged.label) <= width);
  }
});

test('messages go at once or when their time has come', () => {
  assert.equal(waitingTime(1000, -Infinity), 0);
  assert.equal(waitingTime(1000, 1000), MILLISECONDS_BETWEEN_MESSAGES);
  assert.equal(waitingTime(1100, 1000), MILLISECONDS_BETWEEN_MESSAGES - 100);
  assert.equal(waitingTime(2000, 1000), 0);
});

/** A selection that the viewer has dragged through some rates, each of them sent. */
function dragged(start, ...columns) {
  const selection = new Selection();
  selection.restart(start);
  for (const column of columns) {
    selection.shown = column;
    selection.sent();
  }
  return selection;
}

test('echoes of what the viewer selected do not move the slider', () => {
  const selection = dragged(5, 10, 20);
  selection.shown = 30; // not sent yet
  assert.ok(selection.pending);
  for (const echo of [5, 10, 10, 20]) assert.equal(selection.answer(echo), false);
  assert.equal(selection.shown, 30);
  selection.sent();
  assert.ok(!selection.pending);
  assert.equal(selection.answer(30), false);
  assert.equal(selection.shown, 30);
});

test('Python may skip messages, and may ask for another rate', () => {
  const selection = dragged(5, 10, 20, 30);
  assert.equal(selection.answer(30), false); // settles 10 and 20 as well
  assert.equal(selection.answer(10), true); // so this is a wish
  assert.equal(selection.shown, 10);
  assert.ok(!selection.pending);
  assert.equal(selection.answer(10), false);
  selection.shown = 12;
  assert.equal(selection.answer(10), false); // the same block again, before Python has heard
  assert.equal(selection.shown, 12);
  assert.ok(selection.pending);
});

test('another sweep starts over', () => {
  const selection = dragged(5, 10, 20);
  selection.restart(7);
  assert.deepEqual([selection.shown, selection.pending], [7, false]);
  assert.equal(selection.answer(20), true);
});

test('arrow keys on the map', () => {
  assert.deepEqual(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'x'].map((key) => stepOf(key, { shown: 3, count: 10 })), [-1, 1, -3, 6, null]);
  assert.equal(rowAfter('ArrowUp', null, 5), 0);
  assert.equal(rowAfter('ArrowUp', 4, 5), 4);
  assert.equal(rowAfter('ArrowDown', null, 5), 4);
  assert.equal(rowAfter('ArrowDown', 0, 5), 0);
  assert.equal(rowAfter('ArrowLeft', 2, 5), null);
});

test('learning rates as text', () => {
  assert.deepEqual([1e-5, 0.01, 0.01234, 0.1551, 1, 10, 1.5, 1.931e-5].map(rateText), ['10⁻⁵', '0.01', '0.0123', '0.155', '1', '10', '1.5', '1.93\u00a0×\u00a010⁻⁵']);
});

test('the readout names the run, its numbers, or where it diverged', () => {
  const sweep = record(STORY, STORY_HEADER);
  const learned = readout(sweep, 1);
  assert.deepEqual([learned.rate, learned.seed, learned.note], ['0.1', 'seed 0', '']);
  assert.deepEqual(learned.readings.map(({ value }) => value), ['0.10', '0.20', '90.0\u00a0%']);
  const diverged = readout(sweep, 2);
  assert.equal(diverged.note, 'diverged at epoch 1');
  assert.ok(diverged.readings.every(({ value }) => value === '–'));
  const growing = readout(record(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 2 }), 1);
  assert.equal(growing.note, 'after epoch 1');
  assert.deepEqual(growing.readings.map(({ value }) => value), ['0.50', '–', '–']);
});

test('a cell in words', () => {
  const sweep = record(STORY, STORY_HEADER);
  assert.equal(cellAt(sweep, 2, 1).diverged, 1);
  assert.equal(pointedText(sweep, 1, 2), 'η = 0.1 · epoch 2 · loss 0.20 · 0.10 to 0.30 over the seeds');
  assert.equal(pointedText(sweep, 2, 2), 'η = 1 · epoch 2 · 2 of 2 seeds diverged');
  assert.equal(pointedText(record([[[1]], [[NaN]]]), 0, 1), 'η = 1 · epoch 1 · diverged');
});

test('who hardly moved lost less than a tenth, as the legend says', () => {
  assert.match(legendText(record([[[1], [1]], [[0.91], [0.1]]])), /Hardly moved: .*less than a tenth/);
  assert.doesNotMatch(legendText(record([[[1], [1]], [[0.89], [0.1]]])), /Hardly moved/);
  assert.match(legendText(record(STORY, STORY_HEADER)), /Stable: .*no higher than it began/);
});

test('a loss of exactly 0 says in which numbers', () => {
  assert.equal(pointedText(record([[[1]], [[0]]]), 0, 1), 'η = 1 · epoch 1 · loss 0 in float32');
});

test('the map in a sentence, and what its bands mean', () => {
  const words = summary(record(STORY, STORY_HEADER));
  assert.match(words, /^3 learning rates from 0\.01 to 1, trained for 2 epochs\./);
  assert.match(words, /lowest training loss is at 0\.1; largest stable one is 0\.1\.$/);
  assert.match(summary(record([[[1]], [[NaN]]], { best: null, edge: { stable: null, unstable: 1 } })), /diverged/);
  assert.match(summary(record(STORY.slice(0, 2), { ...STORY_HEADER, epochs: 2 })), /1 of 2 epochs/);
  assert.match(legendText(record(STORY)), /guessing.*2 seeds/);
  assert.match(legendText(record([[[1]], [[1]]], { complete: false })), /guessing\]\], .*logarithm\.$/);
  const unitless = { loss: { label: 'squared error', unit: '', unit_words: '' } };
  assert.match(legendText(record([[[1]], [[1]]], { complete: false, ...unitless })), /probability\.$/);
});

test('the colours come with the first blocks and are kept; without them the map asks', () => {
  const first = block(STORY.slice(0, 1), { ...STORY_HEADER, epochs: 2, scenery: { palette: PALETTE } });
  const next = block(STORY, { ...STORY_HEADER, scenery: undefined });
  assert.equal(lacksScenery(null, next), true);
  assert.equal(lacksScenery(null, first), false);
  const shown = readSweep(first);
  assert.equal(lacksScenery(shown, next), false);
  assert.equal(readSweep(next, shown).palette, PALETTE);
});
