import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeCard, readingOf } from '../../nnviz/frontend/page/term_card.js';
import { axisSpots } from '../../nnviz/frontend/shared/terms.js';
import { headingSpots, layoutDiagram } from '../../nnviz/frontend/network/layout_diagram.js';
import { headerOf } from './films.js';

const WINDOW = { width: 390, height: 844 };
const CARD = { width: 352, height: 150 };

test('a term has the number that it is the name of, and none that it is the unit of', () => {
  const reading = { querySelector: () => ({ textContent: '0.0432' }) };
  const within = (boxes) => ({ closest: (selector) => boxes[selector] ?? null });
  const name = within({ '.reading-name': within({ '.reading': reading }), '.reading': reading });
  assert.equal(readingOf(name), '0.0432');
  assert.equal(readingOf(within({ '.unit': {}, '.reading': reading })), '');
  assert.equal(readingOf(within({ '.reading-name': within({}) })), '');
  assert.equal(readingOf(within({})), '');
});

test('a card stands below its term, above where there is no room below, and always within the window', () => {
  const at = (left, top) => placeCard({ left, top, bottom: top + 20 }, CARD, WINDOW);
  assert.deepEqual(at(20, 100), { left: 20, top: 126 });
  assert.deepEqual(at(360, 100), { left: 390 - 352 - 8, top: 126 });
  assert.deepEqual(at(-30, 100), { left: 8, top: 126 });
  assert.deepEqual(at(20, 800), { left: 20, top: 800 - 6 - 150 });
  const low = placeCard({ left: 20, top: 60, bottom: 80 }, CARD, { width: 390, height: 200 });
  assert.ok(low.top >= 8 && low.top + CARD.height <= 200 - 8);
});

test('the names of the axes are terms where they are written', () => {
  const measure = (text) => 6 * text.length;
  const plot = { left: 50, right: 350, top: 20, bottom: 150 };
  const [up, across] = axisSpots({ left: 10, top: 0, plot, xLabel: 'learning rate η (logarithmic)', yLabel: 'loss: cross-entropy (nats)' }, measure);
  assert.deepEqual([up.form, up.left, up.width], ['loss', 12, 24]);
  assert.deepEqual([across.form, across.width], ['learning rate η', 90]);
  assert.equal(across.left, 200 - measure('learning rate η (logarithmic)') / 2); // the name is written in the middle
  assert.equal(axisSpots({ left: 0, top: 0, plot, xLabel: 'epoch', yLabel: 'loss after epoch 3', terms: { y: 'loss' } }, measure)[0].form, 'loss');
});

test('the headings of the diagram are terms, each over its layer', () => {
  const { net } = headerOf([4, 6, 5, 3], {});
  const measure = (text) => 6 * text.length;
  const features = Array.from({ length: 4 }, (_, i) => ({ name: `feature ${i}`, unit: 'mm' }));
  const layout = layoutDiagram({ width: 420, height: 330, net, features, outputs: ['a', 'b', 'c'], reading: '> 99.9 %', measure });
  const spots = headingSpots(layout, measure);
  assert.deepEqual(spots.map(({ form }) => form), ['input', 'hidden layer', 'hidden layer', 'output']);
  spots.slice(1, -1).forEach(({ left, width }, i) => assert.equal(left + width / 2, layout.columns[i + 1].x));
  for (const { left, width } of spots) assert.ok(left >= 0 && left + width <= 420);
});
