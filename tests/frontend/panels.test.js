import assert from 'node:assert/strict';
import { test } from 'node:test';

import { batchAt, changeText, refusal as batchesRefusal, stepNote, stepTitle } from '../../nnviz/frontend/network/card_batches.js';
import { branchSentence, editText, readEpochs, readRate, refusal as branchRefusal } from '../../nnviz/frontend/network/card_branch.js';
import { goTo, verdict } from '../../nnviz/frontend/network/card_doctor.js';
import { classGlyph } from '../../nnviz/frontend/shared/markers.js';
import { confusionOf } from '../../nnviz/frontend/model/confusion.js';
import { cellName, chosenText, learnedText, predictionText, shadeOf, titleNumbers } from '../../nnviz/frontend/network/confusion_panel.js';
import { biasAt, openNetwork, weightAt } from '../../nnviz/frontend/model/parts.js';
import { parameterName, placeAt } from '../../nnviz/frontend/network/places.js';
import { placeAfter } from '../../nnviz/frontend/network/roving.js';
import { chipTitle } from '../../nnviz/frontend/network/shelf.js';
import { DASHES, createLooks, incomparableText, shelfSeries } from '../../nnviz/frontend/network/shelf_curves.js';
import { taskWords } from '../../nnviz/frontend/network/words_task.js';
import { fixture, headerOf, netOf } from './films.js';

const HEADER = headerOf([2, 3, 3], {
  run: 'one',
  features: [{ name: 'bill length' }, { name: 'bill depth' }],
  classes: ['Adelie', 'Gentoo', 'Chinstrap'],
  markers: ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'],
  epochs: 40,
  complete: true,
  diverged_at: null,
  learning_rate: 0.1,
  optimizer: 'sgd',
  optimizers: { sgd: 'SGD', adam: 'Adam' },
  schedule: 'constant',
  schedules: { constant: 'constant', cosine: 'cosine' },
  most_epochs: 2000,
});
const { penguins } = fixture;

test('every offset leads to the parameter that lies there', () => {
  const [header, ...pooled] = ['two convolutions', 'strides', 'poolings', 'pooling at both ends']
    .map((name) => fixture.networks.find((entry) => entry.name === name).header);
  const nets = [[2, 3, 3], [4, 3], [1, 1, 1], [4, 64, 5, 2]].map((sizes) => netOf(sizes));
  for (const net of [...nets, ...[header, ...pooled].map((one) => openNetwork({ ...one, ...one.scenery }))]) {
    for (let offset = 0; offset < net.count; offset += 1) {
      const { kind, layer, index, from, to } = placeAt(net, offset);
      const back = kind === 'weight' ? weightAt(net, layer, from, to) : biasAt(net, layer, index);
      assert.equal(back, offset);
      if (kind === 'weight') assert.ok(from < net.parts[layer].rows && to < net.parts[layer].columns);
      else assert.ok(layer >= 1 && index < net.sizes[layer]);
    }
  }
  assert.equal(parameterName(HEADER, 0), 'w[bill length → hidden 1.1]');
  assert.equal(parameterName(HEADER, biasAt(HEADER.net, 2, 1)), 'b[Gentoo]');
  const convolved = { ...header, ...header.scenery, net: openNetwork({ ...header, ...header.scenery }) };
  assert.equal(parameterName(convolved, 3 * 5 + 1), 'w[channel 2 (1, 2) → filter 2]');
});

test('the accuracy beside each table is the share that Python recorded', () => {
  for (const table of Object.values(penguins.tables)) {
    const confusion = confusionOf(table.predicted, penguins.y, penguins.test, 3);
    for (const [part, isTest] of [['train', 0], ['test', 1]]) {
      const rows = [...penguins.y.keys()].filter((row) => penguins.test[row] === isTest);
      const right = rows.filter((row) => table.predicted[row] === penguins.y[row]).length;
      assert.equal(titleNumbers(confusion, part, HEADER.nouns), `accuracy ${((100 * right) / rows.length).toFixed(1)}\u00a0%`);
    }
  }
});

test('a network without numbers is undecided, and nothing is said of no penguins', () => {
  const confusion = confusionOf([-1, -1, 0], [0, 1, 0], [0, 0, 1], 3);
  assert.equal(titleNumbers(confusion, 'train', HEADER.nouns), '2 undecided: outputs are not numbers');
  assert.equal(titleNumbers(confusionOf([0], [0], [0], 3), 'test', HEADER.nouns), 'no penguins');
  assert.equal(predictionText(HEADER, -1, [NaN, NaN, NaN]), 'undecided');
  assert.equal(predictionText(HEADER, 0, [0.613, 0.3, 0.087]), 'predicted Adelie 61\u00a0%');
});

test('a cell is named by what was taken for what, and shaded by its share of the row', () => {
  const wrong = { part: 'test', truth: 2, guess: 0 };
  assert.equal(cellName(HEADER, wrong), 'Chinstrap taken for Adelie');
  assert.equal(cellName(HEADER, { part: 'test', truth: 1, guess: 1 }), 'Gentoo recognised');
  assert.deepEqual([0, 1].map((k) => learnedText({ learned: [0, null] }, k)), ['epoch 0', '–']);
  assert.equal(learnedText({}, 0), '–');
  assert.equal(chosenText(HEADER, wrong, 1, 7), '1 Chinstrap taken for Adelie (test, epoch 7)');
  assert.equal(chosenText(HEADER, { ...wrong, part: 'train' }, 0, 7), '0 Chinstrap taken for Adelie (training, epoch 7)');
  assert.equal(shadeOf(0, 0), 0);
  assert.equal(shadeOf(0, 5), 0);
  assert.equal(shadeOf(5, 5), 2 * shadeOf(5, 10));
});

test('the steps of an epoch: the next batch is shown, at the end the last one', () => {
  const replay = { epoch: 37, step: 0, batches: Array(15).fill([]) };
  assert.equal(stepTitle(replay), 'Epoch 37 → 38, batch 1 of 15');
  assert.equal(stepTitle({ ...replay, step: 14 }), 'Epoch 37 → 38, batch 15 of 15');
  assert.equal(batchAt({ ...replay, step: 15 }), 14);
  assert.match(stepNote({ ...replay, step: 14 }), /before this batch/);
  assert.match(stepNote({ ...replay, step: 15 }), /epoch 38, after this batch/);
});

test('the species in a batch, and a batch of one species', () => {
  const said = (...counts) => {
    const y = counts.flatMap((count, k) => Array(count).fill(k));
    return taskWords(HEADER).batch(HEADER, [...y.keys()], y);
  };
  assert.equal(said(5, 7, 4), '5 Adelie, 7 Gentoo, 4 Chinstrap');
  assert.equal(said(5, 0, 4), '5 Adelie, 4 Chinstrap');
  assert.equal(said(0, 16, 0), '16 Gentoo: only one species in this batch');
  assert.equal(changeText(0.25), '+0.250');
  assert.equal(changeText(-0.25), '−0.250');
  assert.equal(changeText(NaN), 'NaN');
});

test('no batches follow the last epoch', () => {
  const history = { rows: 3, epochs: [0, 20, 40] };
  assert.equal(batchesRefusal(HEADER, history, 20), '');
  assert.match(batchesRefusal(HEADER, history, 40), /^Epoch 40 is the last/);
  assert.match(batchesRefusal({ ...HEADER, complete: false }, history, 40), /newest so far/);
  assert.match(batchesRefusal({ ...HEADER, complete: false, diverged_at: 40 }, history, 40), /is the last/);
});


test('an edit is named with its value before and after', () => {
  assert.equal(editText(HEADER, 0, -0.42, 1.5), 'w[bill length → hidden 1.1]: −0.420 → 1.50');
});

const RATES = { low: 1e-5, high: 10, text: '0.00001 to 10' };

test('a learning rate is read, or refused with what was typed and what is allowed', () => {
  assert.deepEqual(readRate(' 1e-3 ', RATES), { value: 0.001, refused: '' });
  assert.deepEqual(readRate('10', RATES), { value: 10, refused: '' });
  assert.deepEqual(readRate('0.00001', RATES), { value: 1e-5, refused: '' });
  assert.deepEqual(readRate('0,1', RATES), { value: 0.1, refused: '' });
  for (const text of ['abc', '0', '-1', '10.1', '1e400', '9e-6', 'NaN', 'Infinity']) {
    const { value, refused } = readRate(text, RATES);
    assert.ok(Number.isNaN(value));
    assert.ok(refused.includes(text) && refused.includes('0.00001 to 10'), refused);
  }
  assert.match(readRate('  ', RATES).refused, /nothing is typed/);
});

test('a branch says what it changes', () => {
  const same = { edits: 0, epochs: 3, learningRate: 0.1, optimizer: 'sgd', schedule: 'constant' };
  const start = 'Same penguins, same batch order from epoch 37 on, ';
  assert.equal(branchSentence(HEADER, 37, same), `${start}with nothing changed: it will be this run again.`);
  assert.equal(branchSentence(HEADER, 40, { ...same, epochs: 1 }), 'Same penguins, same batch order from epoch 40 on, with 1 more epoch, to epoch 41.');
  assert.equal(branchSentence(HEADER, 37, { ...same, edits: 2 }), `${start}with 2 edited weights.`);
  assert.equal(branchSentence(HEADER, 37, { ...same, edits: 1, learningRate: 0.5, optimizer: 'adam' }),
    `${start}with 1 edited weight, learning rate 0.5 instead of 0.1 and optimizer Adam instead of SGD.`);
  assert.equal(branchSentence(HEADER, 37, { ...same, schedule: 'cosine' }), `${start}with schedule cosine instead of constant.`);
});

test('more epochs are as many as a run may have', () => {
  for (const text of ['1', ' 60 ', '1960']) assert.deepEqual(readEpochs(text, 1960), { value: Number(text), refused: '' });
  for (const text of ['0', '-3', '2.5', '1961', '']) assert.match(readEpochs(text, 1960).refused, /a whole number from 1 to 1960 is allowed\.$/);
});

test('nothing is trained on from the last epoch that there can be, nor from what is not a number', () => {
  assert.equal(branchRefusal(HEADER, 40, [1, 2]), '');
  assert.match(branchRefusal({ ...HEADER, most_epochs: 40 }, 40, [1, 2]), /^Epoch 40 is the last that a run can have/);
  assert.match(branchRefusal(HEADER, 3, [1, NaN]), /not numbers/);
  assert.match(branchRefusal(HEADER, 3, [1, Infinity]), /not numbers/);
});

test('a finding leads to its place', () => {
  const went = [];
  const note = (name) => (what) => went.push([name, what]);
  const actions = { seek: note('seek'), select: note('select'), showColumns: note('columns') };
  goTo({ epoch: 7, place: ['neuron', 1, 4] }, actions);
  goTo({ epoch: 8, place: ['weight', 0, 1, 2] }, actions);
  goTo({ epoch: 9, place: ['columns', 0, 2] }, actions);
  goTo({ epoch: 3, place: null }, actions);
  assert.deepEqual(went, [
    ['seek', 7], ['select', { kind: 'neuron', layer: 1, index: 4 }], ['seek', 8], ['select', { kind: 'weight', layer: 0, from: 1, to: 2 }],
    ['seek', 9], ['columns', [0, 2]], ['seek', 3],
  ]);
  assert.match(verdict({ ...HEADER, findings: [] }), /^Nothing unusual/);
  assert.match(verdict({ ...HEADER, complete: false, findings: [] }), /when it has ended/);
  assert.match(verdict({ ...HEADER, findings: [{}] }), /^One thing/);
  assert.match(verdict({ ...HEADER, findings: [{}, {}] }), /^2 things/);
  assert.match(verdict({ ...HEADER, findings: [{}, { remark: true }] }), /^One thing/);
  assert.match(verdict({ ...HEADER, findings: [{ remark: true }] }), /^Nothing unusual .*Worth knowing:$/);
});

test('a run keeps its look while others come and go, and no two look alike', () => {
  const looks = createLooks();
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  looks.assign(ids);
  const before = looks.lookOf('c');
  assert.equal(new Set(ids.map((id) => looks.lookOf(id).slot)).size, 8);
  assert.equal(new Set(DASHES.map(String)).size, DASHES.length);
  looks.assign(['c', 'h', 'new']);
  assert.deepEqual(looks.lookOf('c'), before);
  assert.equal(looks.lookOf('new').slot, 0);
  looks.assign(['new', 'c', 'a', 'h']);
  assert.deepEqual(looks.lookOf('c'), before);
  assert.equal(new Set(['new', 'c', 'a', 'h'].map((id) => looks.lookOf(id).slot)).size, 4);
});

test('only runs that are not shown have thin curves, each with its own numbers', () => {
  const loss = { key: 'cross_entropy', label: 'cross-entropy' };
  const shelf = ['a', 'b', 'c', 'd'].map((id) => ({ id, current: id === 'b', label: `run ${id}`, loss }));
  const looks = createLooks();
  looks.assign(shelf.map(({ id }) => id));
  const array = (...values) => ({ data: Float32Array.from(values), shape: [values.length] });
  const arrays = {
    shelf_loss_0: array(3, 2), shelf_epochs_0: array(0, 1),
    shelf_loss_1: array(5, 4), shelf_epochs_1: array(0, 1),
    shelf_loss_2: array(9, NaN), shelf_epochs_2: array(0, 5),
  };
  const series = shelfSeries({ shelf, loss }, arrays, looks, ['red', 'green']);
  assert.deepEqual(series.map(({ y }) => y), [arrays.shelf_loss_0.data, arrays.shelf_loss_2.data]);
  assert.deepEqual(series.map(({ x }) => x), [arrays.shelf_epochs_0.data, arrays.shelf_epochs_2.data]);
  assert.deepEqual(series.map(({ color }) => color), ['red', 'red']);
  assert.notDeepEqual(series[0].dash, series[1].dash);
  assert.deepEqual(shelfSeries({ loss }, {}, looks, ['red']), []);
  assert.equal(incomparableText({ shelf, loss }), '');

  const mse = { key: 'mean_squared_error', label: 'mean squared error' };
  const mixed = shelf.map((run) => (run.id === 'c' ? { ...run, loss: mse } : run));
  assert.deepEqual(shelfSeries({ shelf: mixed, loss }, arrays, looks, ['red']).map(({ y }) => y), [arrays.shelf_loss_0.data]);
  assert.equal(incomparableText({ shelf: mixed, loss }), 'No loss curve of run c ([[mean squared error]]): it cannot be compared with [[cross-entropy]].');
});

test('a branch on the shelf names its parent, if that is still there', () => {
  const parent = { id: 'a', label: 'seed 0' };
  const branch = { id: 'b', label: 'edited', parent: 'a', epoch: 0 };
  assert.equal(chipTitle(parent, [parent, branch]), 'seed 0');
  assert.equal(chipTitle(branch, [parent, branch]), 'edited, trained on from epoch 0 of seed 0');
  assert.equal(chipTitle(branch, [branch]), 'edited, trained on from epoch 0');
});

test('arrow keys stay within the buttons', () => {
  assert.equal(placeAfter('ArrowDown', 4, 9, 3), 7);
  assert.equal(placeAfter('ArrowDown', 7, 9, 3), 7);
  assert.equal(placeAfter('ArrowRight', 2, 9, 3), 3);
  assert.equal(placeAfter('ArrowLeft', 0, 9, 3), 0);
  assert.equal(placeAfter('Home', 5, 9, 3), 0);
  assert.equal(placeAfter('End', 5, 9, 3), 8);
  assert.equal(placeAfter('ArrowRight', 0, 9, 1), null);
  assert.equal(placeAfter('a', 0, 9, 3), null);
});

test('each class has a mark of its own shape', () => {
  assert.equal(new Set(HEADER.markers.map((_, k) => classGlyph(HEADER, k))).size, HEADER.markers.length);
});
