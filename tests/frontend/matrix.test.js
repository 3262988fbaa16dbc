import assert from 'node:assert/strict';
import { test } from 'node:test';

import { brokenName, cellsBox, entryAt, heightsAmong, layoutEquation } from '../../nnviz/frontend/shared/matrix_layout.js';

const measure = (text, size) => 0.6 * size * text.length;
const matrix = (key, rows, columns, more = {}) => ({ key, rows, columns, texts: Array(rows * columns).fill('−0.42'), ...more });
const INPUTS = ['bill length', 'bill depth', 'flipper length', 'body mass'];

const equation = (birds, inputs, neurons) => [
  matrix('x', birds, inputs, { title: `x  ${birds} × ${inputs}`, columnNames: INPUTS.slice(0, inputs) }),
  matrix('W', inputs, neurons, { operator: '·', rowNames: INPUTS.slice(0, inputs), title: 'W' }),
  matrix('b', 1, neurons, { operator: '+', title: 'b' }),
  matrix('z', birds, neurons, { operator: '=', title: 'z' }),
  matrix('a', birds, neurons, { operator: '→', note: 'ReLU', title: 'a' }),
];

/** All that a part occupies. */
const boxOf = ({ x, y, above, below, axis, rows, columns, cellWidth, cellHeight, before, gutter, width }) => ({
  left: x - 6 - gutter - before, right: x - 6 - gutter - before + width, top: axis - above, bottom: axis + below,
  cells: { right: x + columns * cellWidth, bottom: y + rows * cellHeight },
});

for (const width of [350, 700, 1300]) {
  for (const shape of [[1, 2, 3], [1, 4, 3], [4, 4, 6], [1, 6, 6]]) {
    test(`an equation of ${shape} fits ${width} pixels, and nothing lies over anything else`, () => {
      const layout = layoutEquation(equation(...shape), width, measure);
      assert.ok(layout.width <= width);
      const boxes = layout.parts.map(boxOf);
      for (const [i, box] of boxes.entries()) {
        assert.ok(box.left >= 0 && box.right <= width + 0.01 && box.top >= 0 && box.bottom <= layout.height + 0.01);
        assert.ok(box.cells.right <= box.right && box.cells.bottom <= box.bottom);
        for (const other of boxes.slice(i + 1)) {
          assert.ok(box.right <= other.left || box.bottom <= other.top, `part ${i}`);
        }
      }
    });
  }
}

test('every number fits its cell, at a size that can be read', () => {
  for (const width of [350, 700, 1300]) {
    for (const part of layoutEquation(equation(4, 4, 6), width, measure).parts) {
      assert.ok(part.size >= 9);
      for (const text of part.texts) assert.ok(measure(text, part.size) <= part.cellWidth);
    }
  }
});

test('what stands on one line is centred on one axis; a narrow page breaks it before an operator', () => {
  const wide = layoutEquation(equation(1, 4, 3), 1300, measure).parts;
  const middles = wide.map((part) => part.y + (part.rows * part.cellHeight) / 2);
  assert.equal(new Set(middles).size, 1);
  const narrow = layoutEquation(equation(1, 4, 3), 350, measure).parts;
  assert.ok(new Set(narrow.map(({ axis }) => axis)).size > 1);
  assert.ok(narrow.every(({ size }) => size === narrow[0].size));
});

test('few lines come before numbers larger than comfortable ones', () => {
  const lines = (width) => new Set(layoutEquation(equation(1, 4, 3), width, measure).parts.map(({ axis }) => axis)).size;
  const widths = [350, 500, 650, 800, 950, 1300].map(lines);
  widths.slice(1).forEach((count, i) => assert.ok(count <= widths[i], `${widths}`));
  assert.equal(widths.at(-1), 1);
  const [first] = layoutEquation(equation(1, 4, 3), 650, measure).parts;
  assert.ok(first.size >= 12);
  assert.equal(lines(650), 2);
});

test('a point is in the entry whose rectangle it is in', () => {
  const layout = layoutEquation(equation(2, 4, 3), 700, measure);
  for (const part of layout.parts) {
    const { x, y, width, height } = cellsBox(part, part.rows - 1, 1);
    assert.deepEqual(entryAt(layout, x + width / 2, y + height / 2), { key: part.key, row: part.rows - 1, column: 1 });
    assert.equal(entryAt(layout, part.x - 3, y), null);
  }
});

test('a name of several words is broken where that makes it narrowest', () => {
  assert.deepEqual(brokenName('bill length'), ['bill', 'length']);
  assert.deepEqual(brokenName('a bill length'), ['a bill', 'length']);
  assert.deepEqual(brokenName('Gentoo'), ['Gentoo']);
});

test('equations that take each other\'s place are equally high, but on a telephone', () => {
  assert.deepEqual(heightsAmong([80, 120, 100], 700), [120, 120, 120]);
  assert.deepEqual(heightsAmong([80, 120, 100], 360), [80, 120, 100]);
});
