import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linesText } from '../../nnviz/frontend/network/captions.js';
import { inputText, measuredName, measuredNote, rawText, readAs } from '../../nnviz/frontend/network/words_inputs.js';
import { fixture, openFilm } from './films.js';

const { header, data } = openFilm(fixture.penguins);

test('an input has the number that was measured and the one that is read', () => {
  fixture.penguins.raw.slice(0, 50).forEach((raw, row) => {
    raw.forEach((value, d) => {
      const x = data.x[4 * row + d];
      const { name, unit } = header.features[d];
      const standardised = fixture.penguins.x[row][d].toFixed(2).replace('-', '−').replace('−0.00', '0.00');
      assert.equal(rawText(header, data, d, x), `${value}\u00a0${unit}`);
      assert.equal(measuredName(header, data, d, x), `${name} ${value}\u00a0${unit}\u00a0→`);
      assert.equal(inputText(header, data, d, x), `${value}\u00a0${unit} → x = ${standardised}`);
      assert.equal(readAs(data, d, x), `→ ${standardised}`);
      assert.equal(measuredNote(header, data, d, x), ` (this penguin: ${value}\u00a0${unit})`);
    });
  });
});

test('where what was measured is read as it is, it is said once', () => {
  const raw = { mean: [0, 0], std: [1, 1] };
  assert.equal(measuredName(header, raw, 0, 39.1), 'bill length');
  assert.equal(inputText(header, raw, 0, 39.1), 'x = 39.1\u00a0mm');
  assert.equal(readAs(raw, 0, 39.1) + measuredNote(header, raw, 0, 39.1), '');
});

test('the lines of a comparison say where there is no difference yet', () => {
  assert.deepEqual(linesText({ isDifference: false, isSame: false }).words, ['negative', 'positive [[weight]]']);
  assert.deepEqual(linesText({ isDifference: true, isSame: true }), { words: [], sized: 'no difference yet to the other run' });
  assert.equal(linesText({ isDifference: true, isSame: false }).sized, '');
});
