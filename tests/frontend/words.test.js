import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layoutChart, niceTicks } from '../../nnviz/frontend/shared/chart_layout.js';
import { cellText } from '../../nnviz/frontend/shared/format.js';
import { counted, fixed, percent, probability, significant } from '../../nnviz/frontend/shared/format.js';
import { describeSelection } from '../../nnviz/frontend/network/names.js';
import { groupRows } from '../../nnviz/frontend/network/row_names.js';
import { createFlow, flowRow } from '../../nnviz/frontend/model/rows.js';
import { describe, momentNumbers, trainingNote } from '../../nnviz/frontend/network/summary.js';
import { contrast, diverging, mix, shades } from '../../nnviz/frontend/shared/theme.js';
import { headerOf } from './films.js';

const header = headerOf([2, 2, 2], {
  features: [{ name: 'bill length', unit: 'mm' }, { name: 'body mass', unit: 'g' }],
  classes: ['Adelie', 'Gentoo'],
  epochs: 50,
  complete: true,
  diverged_at: null,
  stride: 1,
});
const { net } = header;
const params = Float32Array.from([-0.42, 1, 0, 0.5, 0.1, 0, 1, 0, 0, 1, 0, -3]);

test('numbers have a real minus, sensible digits, and names where they are not finite', () => {
  assert.equal(significant(-0.42, 2), '−0.42');
  assert.equal(significant(1234.5, 3), '1235');
  assert.equal(significant(-1.234e-7, 2), '−1.2\u00a0×\u00a010⁻⁷');
  assert.equal(significant(NaN), 'NaN');
  assert.equal(significant(-Infinity), '−∞');
  assert.equal(fixed(-0.0001, 2), '0.00');
  assert.equal(percent(0.981), '98.1\u00a0%');
  const chances = [[0, '<\u00a00.1\u00a0%'], [4e-4, '<\u00a00.1\u00a0%'], [6e-4, '0.1\u00a0%'], [0.5, '50.0\u00a0%'], [0.9994, '99.9\u00a0%'], [0.9996, '>\u00a099.9\u00a0%'], [1, '>\u00a099.9\u00a0%']];
  for (const [chance, text] of chances) assert.equal(probability(chance), text);
  assert.equal(probability(0.999, 0), '>\u00a099\u00a0%');
  assert.equal(probability(NaN), 'NaN');
  assert.deepEqual([-0.001, -0.42, -12.34, 123.4, 99999, NaN].map(cellText), ['0.00', '−0.42', '−12.3', '123', '…', 'NaN']);
});

const column = Float32Array.from([0.5]);
const history = { rows: 1, epochs: Float32Array.of(50), curves: { train_loss: column, test_loss: column, train_accuracy: column, test_accuracy: column } };
const moment = {
  header, history, row: 0, net, params, shown: params, isDifference: false, scores: null,
  epoch: 50, who: { label: 'Adelie 1 (train)' }, flow: flowRow(net, params, [1, 1], 0, createFlow(net)),
  data: { test: [0, 1], count: 2 }, swarm: { a: [null, Float32Array.of(0, 1.5, 3, 0)] },
};

test('what is pointed at has its name and value', () => {
  assert.equal(describeSelection({ kind: 'weight', layer: 0, from: 0, to: 0 }, moment), 'w[bill length → hidden 1.1] = −0.42');
  assert.equal(describeSelection({ kind: 'neuron', layer: 1, index: 1 }, moment), 'b[hidden 1.2] = 0 · a = 1.50 for Adelie 1 (train)');
  assert.match(describeSelection({ kind: 'neuron', layer: 2, index: 1 }, moment), /z = −1\.50 · probability/);
  assert.match(describeSelection({ kind: 'neuron', layer: 1, index: 0 }, moment), / · dead: 0 for every training row$/);
  assert.equal(describeSelection(null, moment), '');
});

test('a difference between two runs says so', () => {
  const apart = { ...moment, isDifference: true };
  assert.match(describeSelection({ kind: 'weight', layer: 0, from: 0, to: 0 }, apart), /, this run − the other = −0\.42$/);
});

test('the summary names the network, the epoch and the largest parameter', () => {
  const text = describe(moment);
  assert.match(text, /2, 2, 2 neurons/);
  assert.match(text, /Epoch 50 of 50/);
  assert.match(text, /b\[Gentoo\] = −3\.00/);
});

test('the numbers of changed parameters stand in the place of the record’s', () => {
  const scores = { train_loss: 0.25, test_loss: 2, train_accuracy: 0.5, test_accuracy: 1 };
  assert.deepEqual(momentNumbers({ ...moment, scores }), {
    epoch: '50', train_loss: '0.2500', test_loss: '2.0000', train_accuracy: '50.0\u00a0%', test_accuracy: '100.0\u00a0%',
  });
});

test('the note says where training stands', () => {
  const note = (changes, rows, last) => trainingNote({ ...header, complete: false, ...changes }, rows, last);
  assert.equal(note({ training: false }, 1, 0), 'not trained yet');
  assert.equal(note({ training: true }, 13, 12), 'training, 12 epochs so far');
  assert.equal(note({ complete: true, diverged_at: 12 }, 13, 12), 'diverged at epoch 12');
  assert.equal(note({ complete: true, stride: 2 }, 26, 50), 'one epoch in 2 is kept');
  assert.equal(note({ complete: true }, 51, 50), '');
});

test('penguins are numbered within their species', () => {
  const groups = groupRows(header, [0, 1, 0], [0, 0, 1]);
  assert.deepEqual(groups.map(({ options }) => options.map(({ label }) => label)), [['Adelie 1 (train)', 'Adelie 2 (test)'], ['Gentoo 1 (train)']]);
});

test('ticks are round and inside, axes keep to their ranges', () => {
  assert.deepEqual(niceTicks(0, 200, 5), [0, 50, 100, 150, 200]);
  assert.deepEqual(niceTicks(0, 3, 10, true), [0, 1, 2, 3]);
  const { plot, x, y, xAt } = layoutChart({ width: 400, height: 150, xRange: [0, 200], yRange: [0, 1.2], xLabel: 'epoch', yLabel: 'loss' });
  assert.equal(x(0), plot.left);
  assert.equal(x(200), plot.right);
  assert.equal(y(0), plot.bottom);
  assert.ok(Math.abs(xAt(x(77)) - 77) < 1e-9);
});

test('zero is the background, beyond the clamp the full colour, NaN a colour of its own', () => {
  const pair = { negative: '#c2570c', positive: '#1d5fc4' };
  const color = (value) => diverging(value, 2, pair, '#ffffff');
  assert.equal(color(0), 'rgb(255, 255, 255)');
  assert.equal(color(-9), mix(pair.negative, pair.negative, 0));
  assert.equal(color(2), color(50));
  assert.equal(color(NaN), color(Infinity));
  assert.ok(!shades(pair, '#ffffff').css.slice(0, -1).includes(color(NaN)));
  assert.notEqual(color(0.3), color(-0.3));
});

test('a number in a cell can be read on every shade', () => {
  const pairs = [[{ negative: '#c2570c', positive: '#1d5fc4' }, '#ffffff'], [{ negative: '#ff9142', positive: '#6aa5ff' }, '#0e1117']];
  for (const [pair, background] of pairs) {
    const { css, ink } = shades(pair, background);
    css.forEach((color, i) => assert.ok(contrast(color, ink[i]) >= 4.5, `${ink[i]} on ${color}`));
  }
});

test('one is no plural', () => {
  assert.equal(counted(1, 'epoch'), '1 epoch');
  assert.equal(counted(0, 'epoch'), '0 epochs');
  assert.equal(counted(15, 'batch', 'batches'), '15 batches');
});
