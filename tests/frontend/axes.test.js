import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestMoment } from '../../nnviz/frontend/model/history.js';
import { layoutRibbon, ribbonColumns } from '../../nnviz/frontend/network/layout_ribbon.js';
import { timeAxis } from '../../nnviz/frontend/network/time_axis.js';
import { layoutTimeline } from '../../nnviz/frontend/network/timeline.js';
import { drawCurves, layoutChart } from '../../nnviz/frontend/shared/chart.js';
import { headerOf } from './films.js';

const historyOf = (epochs, loss = () => 1) => {
  const at = Float32Array.from({ length: epochs + 1 }, (_, i) => i);
  const values = Float32Array.from(at, loss);
  const names = ['train_loss', 'test_loss', 'train_accuracy', 'test_accuracy'];
  return { rows: epochs + 1, epochs: at, curves: Object.fromEntries(names.map((name) => [name, values])) };
};
const planned = { epochs: 100, training: false, passage: [0, 8] };

test('the axis of epochs shows the plan while a run is trained, then what there is', () => {
  assert.deepEqual(timeAxis({ ...planned, training: true }, historyOf(12), null), { end: 100, log: false });
  assert.deepEqual(timeAxis({ ...planned, passage: null }, historyOf(0), null), { end: 100, log: false });
  assert.equal(timeAxis(planned, historyOf(25), null).end, 25);
});

test('it is logarithmic by itself where the learning is in the first tenth, else as the viewer wants it', () => {
  assert.equal(timeAxis(planned, historyOf(100), null).log, true);
  assert.equal(timeAxis({ ...planned, passage: [0, 11] }, historyOf(100), null).log, false);
  assert.equal(timeAxis({ ...planned, passage: null }, historyOf(100), null).log, false);
  assert.equal(timeAxis(planned, historyOf(100), false).log, false);
  assert.equal(timeAxis({ ...planned, training: true }, historyOf(12), true).log, true);
});

test('a logarithmic axis of counts begins at 0, and gives each pixel back its count', () => {
  for (const high of [1, 7, 100, 2000]) {
    const layout = layoutChart({ width: 600, height: 130, xRange: [0, high], yRange: [0, 1], xLog: true, xLabel: '', yLabel: '' });
    assert.equal(layout.x(0), layout.plot.left);
    assert.ok(Math.abs(layout.x(high) - layout.plot.right) < 1e-9);
    for (const value of [0, high / 3, high]) assert.ok(Math.abs(layout.xAt(layout.x(value)) - value) < 1e-9 * (1 + value));
    const ats = layout.xTicks.map(({ at }) => at);
    assert.equal(layout.xTicks[0].value, 0);
    assert.ok(layout.xTicks.length >= 2);
    ats.slice(1).forEach((at, i) => assert.ok(at - ats[i] >= 20, `${layout.xTicks.map(({ label }) => label)}`));
  }
});

test('on a logarithmic ribbon each epoch is found under its middle, and the first ones are wide', () => {
  const layout = layoutRibbon({ width: 600, height: 124, axis: { end: 100, log: true } });
  for (let epoch = 0; epoch <= 100; epoch += 1) assert.equal(layout.epochAt(layout.x(epoch)), epoch);
  assert.ok(layout.x(1) - layout.x(0) > 50);
  const ribbon = { rows: 3, K: 2, readings: Float32Array.from([1, 0, 0, 1, 1, 0]) };
  const { count } = ribbonColumns(layout, ribbon, [0, 1, 2]);
  assert.equal(count, Math.round(layout.end(2)) - layout.plot.left);
});

test('a logarithmic loss axis holds every loss above 0, and the epochs of both charts are the same', () => {
  const header = headerOf([2, 2], { loss_top: 1.4 });
  const history = historyOf(50, (e) => (e === 50 ? 0 : 10 ** (-e / 10)));
  const [loss, accuracy] = layoutTimeline(1200, 136, header, history, { time: { end: 50, log: true }, lossLog: true });
  for (const value of history.curves.train_loss.subarray(0, 50)) {
    assert.ok(loss.y(value) <= loss.plot.bottom && loss.y(value) >= loss.plot.top);
  }
  assert.deepEqual(loss.xTicks.map(({ value }) => value).slice(0, 2), [0, 1]);
  assert.equal(accuracy.xAt(accuracy.plot.right), 50);
  assert.match(loss.yLabel, /logarithmic/);
  for (const { xLabel } of [loss, accuracy]) assert.match(xLabel, /^epoch, logarithmic/);
  const even = layoutTimeline(1200, 136, header, history, { time: { end: 50, log: false }, lossLog: false });
  for (const { xLabel, yLabel } of even) assert.doesNotMatch(xLabel + yLabel, /logarithmic/);
});

test('a click finds the nearest epoch, a pull the nearest of the batches too', () => {
  const history = historyOf(10);
  const steps = { epochs: Float32Array.from([2.25, 2.5, 2.75]) };
  assert.equal(nearestMoment(history, null, 2.4), 2);
  assert.equal(nearestMoment(history, null, 2.6), 3);
  assert.equal(nearestMoment(history, steps, 2.6), 2.5);
  assert.equal(nearestMoment(history, steps, 2.95), 3);
  assert.equal(nearestMoment(history, steps, 8.4), 8);
  assert.equal(nearestMoment(history, { epochs: new Float32Array(0) }, 99), 10);
});

test('of a curve that is longer than its axis, what lies within is drawn', () => {
  const layout = layoutChart({ width: 300, height: 120, xRange: [0, 10], yRange: [0, 1], xLabel: 'epoch', yLabel: 'loss' });
  const seen = [];
  const ctx = new Proxy({ measureText: () => ({ width: 8 }), lineTo: (x, y) => seen.push([x, y]) }, {
    get: (target, name) => target[name] ?? (() => {}),
    set: () => true,
  });
  const x = Array.from({ length: 101 }, (_, i) => i);
  drawCurves(ctx, layout, [{ label: '', x, y: x.map(() => 0.5), color: 'red' }], Infinity, { font: 'sans' });
  const along = seen.filter(([, y]) => y === layout.y(0.5)).map(([px]) => px);
  assert.deepEqual(along, x.slice(1, 11).map((epoch) => layout.x(epoch)));
});

test('that a curve leaves the axis is said where neither the legend nor the name of the axis stands', () => {
  for (const width of [300, 400, 700]) {
    const layout = layoutChart({ width, height: 145, xRange: [0, 1], yRange: [0, 1], xLabel: 'epoch', yLabel: 'loss: cross-entropy (nats) ⇄' });
    const boxes = [];
    const measure = (text) => 5.5 * text.length;
    const drawn = {
      measureText: (text) => ({ width: measure(text) }),
      fillText(text, x, y) {
        const left = { left: x, right: x - measure(text), center: x - measure(text) / 2 }[this.textAlign];
        const top = this.textBaseline === 'middle' ? y - 6 : y;
        boxes.push({ text, left, right: left + measure(text), top, bottom: top + 12 });
      },
    };
    const ctx = new Proxy(drawn, { get: (target, name) => target[name] ?? (() => {}) });
    const line = (label) => ({ label, x: [0, 1], y: [0.5, 3], color: 'red' });
    drawCurves(ctx, layout, ['train', 'test', 'guess'].map(line), Infinity, { font: 'sans' });
    const note = boxes.find(({ text }) => text.includes('beyond the axis'));
    const met = boxes.filter((box) => box !== note && box.left < note.right && note.left < box.right && box.top < note.bottom && note.top < box.bottom);
    assert.deepEqual(met, [], `${width} wide`);
  }
});
