// The film of backpropagation: its steps, and the numbers put in, for every entry of every step.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arithmeticOf, checksOf, digitsOf } from '../../nnviz/frontend/backprop/arithmetic.js';
import { equationOf } from '../../nnviz/frontend/backprop/equation.js';
import { readFilm, transposed } from '../../nnviz/frontend/backprop/film.js';
import { layoutDiagram } from '../../nnviz/frontend/backprop/layout_diagram.js';
import { knownAt, linesOf, momentAt, positionOf, scriptOf, scriptPace, secondsOf } from '../../nnviz/frontend/backprop/script.js';
import { entryText, symbol } from '../../nnviz/frontend/backprop/symbols.js';
import { checksTitle, ruleOf, saysOf, titleOf } from '../../nnviz/frontend/backprop/words.js';
import { decode } from '../../nnviz/frontend/shared/block.js';
import { unpowered } from '../../nnviz/frontend/shared/format.js';
import { layoutEquation } from '../../nnviz/frontend/shared/matrix_layout.js';
import { fixture } from './films.js';

const films = Object.entries(fixture.backprop).map(([name, told]) => ({
  name, ...told, film: readFilm(decode(new Uint8Array(Buffer.from(told.block, 'base64')))),
}));
const plain = films.find(({ name }) => name === 'plain').film;
const deep = films.find(({ name }) => name === 'deep').film;
const f = { tanh: Math.tanh, sigmoid: (z) => 1 / (1 + Math.exp(-z)), ReLU: (z) => Math.max(0, z) };

/**
 * What a calculation on the screen comes to, when its last form is typed into a calculator, and how large its terms are:
 * each is written to four digits.
 */
function calculated(text, film) {
  const last = text.split(' = ').at(-1).replaceAll('×', '*').replace(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (power) => `1E${unpowered(power).slice(2)}`);
  const typed = (sign) => new Function('f', `return ${last.replace(/−ln (\([^)]+\)|[\d.E-]+)/, '−Math.log($1)').replaceAll('−', sign)}`)(f[film.activation.label]);
  const terms = last.includes('ln') || last.startsWith('f') ? 1 : Math.abs(typed('+'));
  return { came: typed('-'), terms };
}

test('a film has the loss and the gradient of textbook PyTorch, to the last digits', () => {
  for (const { film, loss, gradient } of films) {
    assert.ok(Math.abs(film.matrix('loss').at(0, 0) - loss) < 1e-14);
    const ours = Array.from({ length: film.depth }, (_, i) => [...film.matrix(`dW${i + 1}`).data, ...film.matrix(`db${i + 1}`).data]).flat();
    ours.forEach((value, i) => assert.ok(Math.abs(value - gradient[i]) < 1e-14));
  }
});

test('a probability with a power of ten stands in parentheses behind ln', () => {
  const [chance, p] = [1.2e-7, plain.matrix('p')];
  const unsure = { ...plain, matrix: (name) => (name === 'p' ? { ...p, at: () => chance } : plain.matrix(name)) };
  const step = scriptOf(plain).find(({ kind }) => kind === 'loss');
  const { right } = arithmeticOf(unsure, step, step.entries.find(({ name }) => name === 'losses'));
  assert.match(right, /= −ln \(1\.2\u00a0×\u00a010⁻⁷\)$/);
  assert.ok(Math.abs(calculated(right, plain).came + Math.log(chance)) < 1e-9);
});

test('the steps go forward, to the loss, back to the first layer, and forward again', () => {
  assert.deepEqual(scriptOf(plain).map(({ result }) => result), [
    'x', 'z1', 'a1', 'z2', 'p', 'loss',
    'delta2', 'dW2', 'db2', 'blame1', 'delta1', 'dW1', 'db1', 'after1', 'after2', 'loss_after',
  ]);
  const back = scriptOf(deep).filter(({ part }) => part === 'Backward').map(({ result }) => result);
  assert.deepEqual(back.slice(0, 4), ['delta4', 'dW4', 'db4', 'blame3']);
  assert.equal(back.at(-1), 'db1');
});

for (const { name, film } of films) {
  test(`${name}: the numbers put in come to the result, at every entry of every step`, () => {
    for (const step of scriptOf(film)) {
      for (const entry of step.entries) {
        const { right, result, marks } = arithmeticOf(film, step, entry);
        const value = film.matrix(entry.name).at(entry.row, entry.column);
        const { came, terms } = calculated(right, film);
        assert.ok(Math.abs(came - value) <= 1e-3 * terms, `${step.result}: ${right} = ${came}, not ${value}`);
        assert.ok(Math.abs(Number(unpowered(result)) - value) <= 6e-4 * Math.abs(value), result);
        assert.deepEqual(marks[entry.name].active, [entry.row, entry.column]);
      }
    }
  });

  test(`${name}: what is lit are entries that there are, of matrices on the screen`, () => {
    for (const step of scriptOf(film)) {
      const parts = new Map(equationOf(film, step).map((part) => [part.key, part]));
      for (const entry of step.entries) {
        const { marks, focus } = arithmeticOf(film, step, entry);
        for (const [key, { rows = [], columns = [], entries = [], active = null }] of Object.entries(marks)) {
          const part = parts.get(key) ?? assert.ok(key === 'y', `${key} is not shown at ${step.result}`);
          if (!part) continue;
          for (const row of rows) assert.ok(row < part.rows);
          for (const column of columns) assert.ok(column < part.columns);
          for (const [row, column] of [...entries, ...(active ? [active] : [])]) assert.ok(row < part.rows && column < part.columns);
        }
        for (const { layer, index } of focus.neurons) assert.ok(index < film.sizes[layer]);
        for (const { layer, from, to } of focus.lines) assert.ok(from < film.sizes[layer - 1] && to < film.sizes[layer]);
      }
    }
  });

  test(`${name}: every equation fits every screen`, () => {
    const measure = (text, size) => 0.6 * size * String(text).length;
    for (const width of [330, 640, 1040]) {
      for (const step of scriptOf(film)) assert.ok(layoutEquation(equationOf(film, step), width, measure).width <= width);
    }
  });

  test(`${name}: every step has a name, a rule and a sentence`, () => {
    for (const step of scriptOf(film)) {
      for (const text of [titleOf(step), ruleOf(film, step), saysOf(film, step)]) assert.match(text, /^(?!.*(undefined|NaN)).+$/);
    }
  });
}

test('every step has the lines that make it, some of them lit', () => {
  for (const { film } of films) {
    for (const step of scriptOf(film)) {
      const listings = linesOf(film, step);
      assert.ok(listings.length > 0, step.result);
      for (const { lines, lit } of listings) assert.ok(lit.length > 0 && lit.every((index) => index < lines.length));
    }
  }
  const first = linesOf(plain, scriptOf(plain).find(({ result }) => result === 'dW1'))[0];
  assert.match(first.lines[first.lit[0]], /gradients\[self\.frozen\]/);
});

test('the last sentence tells whether the loss has fallen', () => {
  const [before, after] = ['loss', 'loss_after'].map((name) => plain.matrix(name).at(0, 0));
  assert.ok(after < before);
  assert.match(saysOf(plain, scriptOf(plain).at(-1)), /has fallen from/);
  const worse = { ...plain, matrix: (name) => plain.matrix({ loss: 'loss_after', loss_after: 'loss' }[name] ?? name) };
  assert.match(saysOf(worse, scriptOf(plain).at(-1)), /has risen from .* too long/);
});

test('a position is a step and one of its entries, and back', () => {
  const script = scriptOf(plain);
  script.forEach((step, index) => {
    assert.equal(momentAt(script, index).step, step);
    for (let at = 0; at < step.entries.length; at += 1) {
      const moment = momentAt(script, positionOf(script, index, at));
      assert.deepEqual([moment.index, moment.at], [index, at]);
      assert.equal(moment.entry, step.entries[at]);
    }
  });
  assert.equal(momentAt(script, script.length).index, script.length - 1, 'the end shows the last step');
  assert.equal(momentAt(script, 0).entry, null, 'what goes in is given');
});

test('at its pace every step has its time, and the film ends', () => {
  const script = scriptOf(plain);
  const pace = scriptPace(script);
  const all = script.reduce((seconds, step) => seconds + secondsOf(step), 0);
  assert.ok(Math.abs(pace(0, secondsOf(script[0])) - 1) < 1e-9);
  assert.ok(pace(3.5, 0.1) > 3.5);
  assert.equal(pace(0, all + 1), script.length);
  let position = 0;
  for (let tick = 0; tick < 10; tick += 1) position = pace(position, all / 10);
  assert.ok(Math.abs(position - script.length) < 1e-6);
});

test('what is known grows from step to step', () => {
  const script = scriptOf(plain);
  assert.ok(!knownAt(script, 5).has('delta2'));
  assert.ok(knownAt(script, 6).has('delta2') && knownAt(script, 6).has('losses'));
  assert.ok(!knownAt(script, 10).has('after1'));
});

test('others compute the same: the digits that differ stand apart', () => {
  const script = scriptOf(plain);
  const step = script.find(({ result }) => result === 'dW2');
  const [ours, autograd, difference] = checksOf(plain, step.entries[0]);
  assert.deepEqual([ours.who, autograd.who, difference.who], ['ours', 'autograd', 'finite difference']);
  assert.equal(ours.digits, null);
  assert.ok(autograd.digits >= 13 && difference.digits >= 7);
  assert.ok(difference.same.length >= 7 && ours.same.startsWith(difference.same));
  assert.deepEqual(checksOf(plain, null), []);
  const update = script.find(({ kind }) => kind === 'update');
  assert.equal(checksOf(plain, update.entries[0])[1].who, 'torch.optim');
  assert.deepEqual([-1, 1, 2].map(checksTitle), ['', 'The same number, computed in another way:', 'The same number, computed in other ways:']);
  assert.equal(digitsOf(1, 1.0001), 4);
  assert.equal(digitsOf(0, 0), 16);
  assert.equal(digitsOf(0, 1e-9), 0);
});

test('matrices, their symbols and their numbers', () => {
  const W = plain.matrix('W1');
  assert.equal(transposed(W).at(2, 3), W.at(3, 2));
  assert.equal(transposed(W).data[2 * W.rows + 3], W.at(3, 2));
  assert.deepEqual(['dW2', 'blame1', 'loss', 'delta12', 'after1'].map(symbol), ['∂L/∂W₂', '∂L/∂a₁', 'L', 'δ₁₂', 'new W₁, b₁']);
  assert.deepEqual([0.12345, -0.0041, 0, -12.3].map(entryText), ['0.123', '−0.0041', '0', '−12.300']);
});

test('the neurons of the diagram lie inside it, one below the other', () => {
  const { radius, layers } = layoutDiagram(deep, 340, 240, (text) => 6 * text.length);
  for (const { neurons } of layers) {
    neurons.forEach(({ x, y }, index) => {
      assert.ok(x - radius > 0 && x + radius < 340 && y - radius > 12 && y + radius < 240);
      if (index > 0) assert.ok(y - neurons[index - 1].y > 2 * radius + 8, 'there is room for δ');
    });
  }
});
