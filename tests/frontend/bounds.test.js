// What a number box says when it does not take what is typed.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refusal } from '../../nnviz/frontend/page/bounds.js';

const EPOCHS = { min: '1', max: '2000', step: '1' };
const RATE = { min: '0.00001', max: '10', step: '0.00001' };

test('a number beyond the bounds is answered with what is allowed', () => {
  assert.equal(refusal({ ...EPOCHS, value: '99999' }), 'Not 99999: whole numbers from 1 to 2000.');
  assert.equal(refusal({ ...EPOCHS, value: '-3' }), 'Not −3: whole numbers from 1 to 2000.');
  assert.equal(refusal({ ...RATE, value: '11' }), 'Not 11: numbers from 0.00001 to 10.');
});

test('a fraction is told where whole numbers are asked for', () => {
  assert.equal(refusal({ ...EPOCHS, value: '2.5' }), 'Not 2.5: whole numbers from 1 to 2000.');
  assert.equal(refusal({ ...RATE, value: '2.5' }), '');
});

test('nothing is said of a number that is taken, nor of an empty box', () => {
  for (const value of ['1', '2000', '7', '']) assert.equal(refusal({ ...EPOCHS, value }), '');
  assert.equal(refusal({ ...RATE, value: '0.00001' }), '');
});
