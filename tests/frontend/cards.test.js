import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { blame, finiteDifference } from '../../nnviz/frontend/model/backward.js';
import { layoutRibbon, namePlace, ribbonColumns } from '../../nnviz/frontend/network/layout_ribbon.js';
import { weightAt } from '../../nnviz/frontend/model/parts.js';
import { neuronTerms } from '../../nnviz/frontend/model/neuron_terms.js';
import { createFlow, flowRow } from '../../nnviz/frontend/model/rows.js';
import { significant, unpowered } from '../../nnviz/frontend/shared/format.js';
import { createThrottle } from '../../nnviz/frontend/shared/throttle.js';
import { activationText, inputLines, reach, readParameter, sumLines, termLines, titleOf } from '../../nnviz/frontend/network/words_neuron.js';
import { compact, exact, parseTyped, six, typed } from '../../nnviz/frontend/network/words_numbers.js';
import { limitsOf, readMeasurement, rowWith } from '../../nnviz/frontend/network/words_row.js';
import { taskWords, verdict } from '../../nnviz/frontend/network/words_task.js';
import { blameLines, blameSentence, checkText, commonDigits, moveSentence, noStep, stepLines } from '../../nnviz/frontend/network/words_weight.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { header, data } = openFilm(penguins);
const { net } = header;
const words = taskWords(header);
const params = Float32Array.from(penguins.params[2]);
const bird = flowRow(net, params, data.x, penguins.followed, createFlow(net));
/** The number that a text stands for. */
const read = (text) => Number(unpowered(text).replace('\u00a0%', ''));

test('a number in full reads back as the same float32, in as few digits as that takes', () => {
  for (const value of [...params, 0.1, -1e-30, 16777217, 1e20].map(Math.fround)) {
    assert.equal(Math.fround(read(exact(value))), value);
    assert.equal(Math.fround(Number(typed(value))), value);
  }
  assert.deepEqual([Math.fround(0.1), 37, -0, Math.fround(-1.2e-7), NaN, -Infinity].map(exact), ['0.1', '37', '0', '−1.2\u00a0×\u00a010⁻⁷', 'NaN', '−∞']);
  assert.equal(exact(1 / 3), '0.333333333');
});

test('numbers of columns are written in ten characters, but for their power of ten, and keep four digits', () => {
  for (const value of [-1.128834, 0.0045504, -0.00012345, 5.66696e-12, 123.4567, -98765.43, 1234567.8, 0]) {
    const text = compact(value);
    assert.ok(text.split('\u00a0')[0].length <= 10, text);
    assert.ok(Math.abs(read(text) - value) <= 5e-4 * Math.abs(value), `${text} for ${value}`);
  }
  assert.equal(compact(NaN), 'NaN');
});

test('what is typed is a number, or the reason why not', () => {
  for (const [text, value] of [['0.5', 0.5], [' -2 ', -2], ['−0,25', -0.25], ['1e-3', 0.001], ['.5', 0.5], ['3.', 3], ['−1.2\u00a0×\u00a010⁻⁷', -1.2e-7], ['10⁻⁵', 1e-5], ['10', 10]]) {
    assert.deepEqual(parseTyped(text), { value, error: '' });
  }
  for (const text of ['', '  ', 'abc', '1e400', '1e39', 'NaN', 'Infinity', '0x10', '1 2', '-', '1,2,3']) {
    const { value, error } = parseTyped(text);
    assert.equal(value, null, text);
    assert.ok(error.includes(text.trim()));
  }
  assert.match(readParameter('abc').error, /^“abc” is not a number: .*\.$/);
  assert.match(readParameter('').error, /^Nothing is typed: /);
  assert.equal(readParameter('7').value, 7);
});

test('the slider of a parameter holds its value', () => {
  assert.deepEqual([0, 3, -3.1, 7, 100, NaN].map((value) => reach(value)), [3, 3, 6, 12, 192, 3]);
});

test('measurements may leave the data by a fifth of their span', () => {
  const limits = limitsOf(data, 4);
  limits.forEach(({ low, high, step }, d) => {
    const values = penguins.raw.map((row) => row[d]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const room = 0.2 * (most - least);
    assert.ok(low <= least - room + 1e-3 && low > least - room - 1.01 * step, `${low} for ${least}`);
    assert.ok(high >= most + room - 1e-3 && high < most + room + 1.01 * step, `${high} for ${most}`);
  });
  assert.deepEqual(limits.map(({ step }) => step), [0.1, 0.1, 0.1, 1]);
  const feature = header.features[0];
  assert.deepEqual(readMeasurement('37,3', feature, limits[0]), { value: 37.3, error: '' });
  const { low, high } = limits[0];
  assert.equal(readMeasurement('99', feature, limits[0]).error, `99\u00a0mm is outside: bill length can be ${low} to ${high}\u00a0mm.`);
  assert.match(readMeasurement('x', feature, limits[0]).error, /^“x” is not a number: bill length can be /);
});

test('the example bird is a row of the data, found by its measurements', () => {
  const [{ name, values }] = header.examples;
  assert.deepEqual([name, values], ['An example bird', [37.3, 16.8, 192, 3000]]);
  const row = rowWith(data, values);
  assert.deepEqual(penguins.raw[row], values);
  assert.equal(rowWith(data, [1, 2, 3, 4]), null);
});

test('every row of the data is found by its own measurements', () => {
  penguins.raw.forEach((values) => assert.deepEqual(penguins.raw[rowWith(data, values)], values));
});

test('the bars and the verdict', () => {
  const truth = penguins.y[penguins.followed];
  penguins.chances[2].forEach((chance, k) => {
    assert.ok(Math.abs(read(words.write(header, k, bird.readings[k])) / 100 - chance) < 6e-4);
    assert.equal(words.note(header, k, truth) !== '', k === truth);
  });
  const [first, second] = header.classes;
  assert.equal(verdict(header, 1, 1, false), `Predicted ${second}: right.`);
  assert.equal(verdict(header, 1, 0, false), `Predicted ${second}: wrong, it is ${first}.`);
  assert.equal(verdict(header, 1, null, false), `Predicted ${second}.`);
  assert.equal(verdict(header, 1, 1, true), `Not trained yet, it guesses ${second}: just luck.`);
  assert.equal(verdict(header, 1, 0, true), `Not trained yet, it guesses ${second}: it is ${first}.`);
  assert.equal(verdict(header, 1, null, true), `Not trained yet, it guesses ${second}.`);
  for (const untrained of [false, true]) assert.equal(verdict(header, -1, 1, untrained), 'The outputs are not numbers: no prediction.');
  assert.equal(words.write(header, 0, NaN), 'NaN');
});

test('a value is told in its own unit', () => {
  const { header: mass } = openFilm(fixture.mass);
  const { task } = mass.net;
  const close = (text) => Math.round(read(text.replace('\u00a0g', '')));
  assert.equal(close(taskWords(mass).write(mass, 0, 4207.4)), 4207);
  const both = `body mass ${taskWords(mass).write(mass, 0, task.mean)}, it is ${taskWords(mass).write(mass, 0, task.mean + task.std)}.`;
  assert.equal(verdict(mass, 0, 1, false), `Predicted ${both}`);
  assert.equal(verdict(mass, 0, 1, true), `Not trained yet, it guesses ${both}`);
  assert.match(verdict(mass, NaN, 1, false), /not numbers/);
});

test('the lines of a neuron add up to its z', () => {
  for (const [layer, index] of [[1, 3], [2, 7], [3, 2]]) {
    const sum = neuronTerms(net, params, bird, layer, index);
    const lines = termLines(header, layer, sum, exact);
    const total = lines.reduce((so_far, { input, weight, product }) => {
      assert.ok(Math.abs(read(input) * read(weight) - read(product)) < 1e-7);
      return so_far + read(product);
    }, 0);
    const [[, products], [, bias], [, z]] = sumLines(sum, exact);
    assert.ok(Math.abs(total - read(products)) < 1e-6);
    assert.ok(Math.abs(read(products) + read(bias) - read(z)) < 1e-6);
    assert.ok(Math.abs(read(z) - bird.z[layer][index]) < 1e-6);
  }
  assert.deepEqual(termLines(header, 1, neuronTerms(net, params, bird, 1, 0), exact).map(({ name }) => name), header.features.map(({ name }) => name));
});

test('an activation is written out with the formula that it came with', () => {
  assert.equal(activationText(header.activation, 0, six).line, 'a = ReLU(z) = max(0, z) = 0');
  assert.equal(activationText({ label: 'tanh', plain: 'tanh z', words: '' }, 0.5, exact).line, 'a = tanh z = 0.5');
  assert.equal(activationText({ label: 'none (linear)', plain: 'z', words: 'z passes as it is' }, -1, exact).line, 'a = z = −1');
});

test('softmax is written out, also of logits too large to raise', () => {
  const linesOf = (outputs, index, chance) => words.lines(header, { outputs, readings: { [index]: chance } }, index);
  const [, , last] = linesOf(bird.outputs, 1, bird.readings[1]);
  assert.ok(Math.abs(read(last.split('= ').at(-1)) / 100 - penguins.chances[2][1]) < 6e-5);
  const [head, powers, far] = linesOf([1000, 999, 0], 1, 1 / (1 + Math.E));
  assert.match(head, /largest z/);
  assert.match(powers, /= 0\.3679; sum 1\.000 \+ 0\.3679 \+ 0 = 1\.368$/);
  assert.match(far, /26\.89\u00a0%$/);
  assert.equal(linesOf([NaN, 0, 0], 0, NaN).length, 1);
});

test('an input tells how it was standardised, or that it was not', () => {
  const facts = { raw: 3000, mean: 4200, std: 800, value: -1.5, scaled: true };
  const lines = inputLines(header.features[3], facts, exact);
  const raw = inputLines(header.features[3], { ...facts, mean: 0, std: 1, value: 3000, scaled: false }, exact);
  assert.deepEqual(raw.map(([, text]) => text), ['3000\u00a0g', '3000']);
  assert.deepEqual(lines.map(([, text]) => text), ['3000\u00a0g', '4200\u00a0g', '800\u00a0g', '−1.5']);
  assert.deepEqual([0, 1, 3].map((layer) => titleOf(header, layer, 1)), ['bill depth (input)', 'hidden 1.2', `${header.classes[1]} (output)`]);
});

test('the blame of a weight: a product for one penguin, a mean of products for many', () => {
  const selection = { kind: 'weight', layer: 1, from: 3, to: 2 };
  const rows = penguins.test.flatMap((isTest, row) => (isTest ? [] : [row]));
  const columns = [[penguins.followed], rows].map((some) => blame(net, params, data, some, 1, 3, 2));
  const [delta, activation, gradient] = blameLines(header, selection, columns, exact);
  assert.deepEqual([delta.name, activation.name, gradient.name], ['[[δ]] at hidden 2.3', '[[a]] at hidden 1.4', '[[gradient]] δ·a']);
  assert.ok(Math.abs(read(delta.values[0].text) * read(activation.values[0].text) - read(gradient.values[0].text)) < 1e-8);
  const offset = weightAt(net, 1, 3, 2);
  const nudged = Float64Array.from(params);
  const meanLoss = (w) => {
    nudged[offset] = w;
    const losses = rows.map((row) => -Math.log(flowRow(net, nudged, data.x, row, createFlow(net)).readings[data.y[row]]));
    return losses.reduce((total, loss) => total + loss, 0) / rows.length;
  };
  const slope = (meanLoss(params[offset] + 1e-5) - meanLoss(params[offset] - 1e-5)) / 2e-5;
  assert.ok(Math.abs(read(gradient.values[1].text) - slope) < 1e-6);
  const difference = finiteDifference(net, params, offset, data.x, data.y, rows);
  assert.match(checkText(difference, columns[1].gradient, six, 6).mark, /^✓ agrees/);
  assert.equal(checkText(difference, columns[1].gradient + 0.1, six, 6).mark, '✗ differs');
  const own = blame(net, params, data, rows, 1, 2, 4).gradient;
  const near = finiteDifference(net, params, weightAt(net, 1, 2, 4), data.x, data.y, rows);
  const { text, mark } = checkText(near, own, six, 6);
  const [, digits] = mark.match(/^✓ agrees to (\d) digits$/);
  assert.ok(digits >= 4);
  assert.equal(text, significant(own, Number(digits)), 'what agrees is the same on the screen');
  assert.deepEqual(blameLines(header, selection, [null, columns[1]], exact)[0].values[0], { text: '–', title: '' });
});

test('what the blame means in words', () => {
  const selection = { layer: 0, from: 1, to: 2 };
  const of = (delta, activation) => blameSentence(header, selection, { delta, activation, gradient: delta * activation });
  assert.match(of(0.5, 2), /a smaller weight means a smaller loss/);
  assert.match(of(0.5, -2), /a larger weight means a smaller loss/);
  assert.match(of(0, 2), /nothing flows back through hidden 1\.3/);
  assert.match(of(0.5, 0), /^bill depth is 0/);
  assert.match(of(NaN, 1), /no gradient/);
  assert.match(blameSentence(header, selection, null), /no true/);
  assert.match(of(0.5, -2), /: the gradient is −1\.00\.$/);
  const check = (value, gradient, kink = false) => {
    const { text, mark } = checkText({ value, h: 1e-5, kink }, gradient, six, 6);
    return [text, mark];
  };
  assert.deepEqual(check(NaN, 1), ['NaN', 'no slope']);
  assert.deepEqual(check(1, 2, true), ['1.00000', '✗ a kink here']);
  assert.deepEqual(check(0, 0), ['0', '✓ agrees']);
  assert.deepEqual(check(0.1234567, 0.1234561), ['0.12346', '✓ agrees to 5 digits']);
  assert.deepEqual(check(3e-10, 9e-9), ['0 ± 10⁻⁸', '✓ agrees']);
  assert.deepEqual([commonDigits(1.25, 1.25, 9), commonDigits(0.09999964, 0.1, 6), commonDigits(1, 2, 6)], [9, 5, 0]);
});

test('the optimizer\'s step for one weight', () => {
  const quantities = { 'gradient g': [9, 0.5], 'squares v': [9, 0.25], 'change Δw': [9, -0.0031] };
  const roles = { gradient: 'gradient g', momentum: 'momentum m', squares: 'squares v', direction: 'direction d' };
  const replay = { epoch: 37, step: 0, learningRate: 0.01, quantities, change: 'change Δw', roles, optimizer: 'RMSprop' };
  assert.deepEqual(stepLines(replay, 1, exact).map(({ name, text }) => [name, text]), [
    ['gradient g', '0.5'], ['squares v', '0.25'], ['learning rate η', '0.01'], ['change Δw', '−0.0031'],
  ]);
  const told = (optimizer, values) => {
    const some = Object.entries({ ...roles, change: 'change Δw' }).filter(([role]) => role in values);
    return moveSentence({ ...replay, optimizer, quantities: Object.fromEntries(some.map(([role, name]) => [name, [0, values[role]]])) }, 1);
  };
  assert.equal(moveSentence(replay, 1),
    'In batch 1 after epoch 37 it falls by 0.00310: η 0.01 × this batch’s gradient +0.500, divided by √v = 0.500.');
  assert.match(moveSentence({ ...replay, step: 3 }, 1), /^In batch 4 after epoch 37/);
  assert.match(told('SGD', { gradient: -2, direction: -2, change: 0.02 }), /it rises by 0\.0200: η 0\.01 × this batch’s gradient −2\.00\.$/);
  const adam = (gradient, momentum) => told('Adam', { gradient, momentum, squares: 1, direction: momentum, change: -0.01 * momentum });
  assert.equal(adam(0, 9.3e-5), 'In batch 1 after epoch 37 it falls by 9.30\u00a0×\u00a010⁻⁷: Adam’s momentum +9.30\u00a0×\u00a010⁻⁵ outweighs this batch’s gradient 0.');
  assert.match(adam(-1, 2), /Adam’s momentum \+2\.00 outweighs this batch’s gradient −1\.00\.$/);
  assert.match(adam(-1, -2), /rises by 0\.0200: Adam’s momentum −2\.00 and this batch’s gradient −1\.00 ask for the same\.$/);
  assert.match(told('Nesterov momentum', { gradient: 5, momentum: -1, direction: 4.1, change: -0.041 }),
    /this batch’s gradient \+5\.00 outweighs the momentum −1\.00\.$/);
  assert.match(told('AdamW', { gradient: 0, momentum: 0, squares: 0, direction: 0.003, change: -3e-5 }), /weight decay, which pulls it towards 0, outweighs/);
  assert.match(told('SGD', { gradient: 0, direction: 0, change: 0 }), /it stays where it is: this batch’s gradient is 0\.$/);
  assert.match(told('Adam', { gradient: 0, momentum: 0, direction: 0, change: 0 }), /gradient is 0, and so is Adam’s momentum\.$/);
  assert.match(told('Adam', { gradient: 1e-30, momentum: 1e-30, direction: 1, change: 0 }), /too small/);
  assert.match(told('SGD', { gradient: NaN, direction: NaN, change: NaN }), /leave the range/);
});

test('the optimizer\'s step is only to be had where one follows', () => {
  const moment = { header: { complete: true }, history: { rows: 5 }, row: 3, epoch: 3, playing: false };
  assert.equal(noStep(moment), '');
  assert.match(noStep({ ...moment, playing: true }), /^Hold the film/);
  assert.match(noStep({ ...moment, row: 4, epoch: 4 }), /last/);
  assert.match(noStep({ ...moment, row: 4, header: { complete: false } }), /not been trained yet/);
});

const ribbon = { rows: 3, K: 3, readings: Float32Array.from([0.2, 0.3, 0.5, 0.9, 0.05, 0.05, NaN, NaN, NaN]) };

test('a ribbon stacks the probabilities of the epoch under each column of pixels', () => {
  const layout = layoutRibbon({ width: 112, height: 124, axis: { end: 4, log: false } });
  const { plot } = layout;
  for (const epoch of [0, 1, 2, 3, 4]) assert.equal(layout.epochAt(layout.x(epoch)), epoch);
  assert.deepEqual([layout.epochAt(-50), layout.epochAt(500)], [0, 4]);
  assert.ok(layout.x(0) > plot.left && layout.x(4) < plot.right);
  const { K, count, edges } = ribbonColumns(layout, ribbon, [0, 1, 2]);
  assert.equal(count, 60); // two of five epochs are still to come
  const height = plot.bottom - plot.top;
  const edgesAt = (epoch) => {
    const column = Math.floor(layout.x(epoch)) - plot.left;
    return [...edges.subarray(column * (K + 1), (column + 1) * (K + 1))].map((y) => (y - plot.top) / height);
  };
  [0, 0.2, 0.5, 1].forEach((y, k) => assert.ok(Math.abs(edgesAt(0)[k] - y) < 1e-6));
  [0, 0.9, 0.95, 1].forEach((y, k) => assert.ok(Math.abs(edgesAt(1)[k] - y) < 1e-6));
  assert.ok(edgesAt(2).slice(1).every(Number.isNaN));
  assert.equal(ribbonColumns(layout, ribbon, [0, 2, 4]).count, plot.right - plot.left);
  assert.equal(ribbonColumns(layout, { ...ribbon, rows: 0 }, []).count, 0);
});

test('a class\'s name lies within its band for all of its width, or nowhere', () => {
  const layout = layoutRibbon({ width: 112, height: 124, axis: { end: 4, log: false } });
  const columns = ribbonColumns(layout, ribbon, [0, 1, 3]);
  for (const [k, fits] of [[0, true], [1, true], [2, true]]) {
    const place = namePlace(columns, k, 20, 14);
    assert.equal(place !== null, fits);
    for (let column = place.column - 10; column < place.column + 10; column += 1) {
      const [top, bottom] = columns.edges.subarray(column * 4 + k, column * 4 + k + 2);
      assert.ok(place.y - 7 >= top && place.y + 7 <= bottom);
    }
  }
  assert.equal(namePlace(columns, 2, 40, 14), null);
  assert.equal(namePlace(columns, 0, 500, 14), null);
});

test('a throttle writes the first call at once, the last one late, an urgent one always', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const written = [];
  const write = createThrottle((value) => written.push(value), 10);
  write(false, 1);
  write(false, 2);
  write(false, 3);
  assert.deepEqual(written, [1]);
  mock.timers.tick(99);
  assert.deepEqual(written, [1]);
  mock.timers.tick(1);
  assert.deepEqual(written, [1, 3]);
  write(false, 4);
  write(true, 5);
  assert.deepEqual(written, [1, 3, 5]);
  mock.timers.tick(1000);
  assert.deepEqual(written, [1, 3, 5]);
  mock.timers.reset();
});
