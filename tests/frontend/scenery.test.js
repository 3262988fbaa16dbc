import assert from 'node:assert/strict';
import { test } from 'node:test';

import { edited } from '../../nnviz/frontend/model/edits.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { createSceneries } from '../../nnviz/frontend/network/scenery.js';
import { boundsOf, featurePlane, gridRows } from '../../nnviz/frontend/model/plane.js';
import { factsOf, rowWith } from '../../nnviz/frontend/network/words_row.js';
import { blockOf, fixture, openFilm } from './films.js';

const SCENERY = ['x', 'y', 'test', 'mean', 'std', 'centre', 'spread', 'row_facts', 'pca'];

/** The same block without what has been sent before. */
function later(block) {
  const { scenery, ...header } = block.header;
  const arrays = Object.fromEntries(Object.entries(block.arrays).filter(([name]) => !SCENERY.includes(name)));
  return { header, arrays };
}

test('a scenery is kept by its identity: later blocks have it without bringing it', () => {
  const sceneries = createSceneries();
  const block = blockOf(fixture.penguins);
  const first = sceneries.open(block);
  const next = sceneries.open(later(block));
  assert.equal(next.data, first.data, 'the same rows, as the same object');
  assert.deepEqual(next.header.palette, block.header.scenery.palette);
  assert.deepEqual(next.header.net.sizes, [4, 10, 10, 3]);
  assert.equal(first.data.names(0), 'Adelie 1 (train)');
  assert.equal(sceneries.open(block).data, first.data, 'sent again, it is still the same');
});

test('without its scenery a block cannot be shown: the player asks', () => {
  const sceneries = createSceneries();
  const block = blockOf(fixture.penguins);
  assert.equal(sceneries.open(later(block)), null);
  sceneries.open(block);
  const other = later(block);
  other.header = { ...other.header, scene: 'another' };
  assert.equal(sceneries.open(other), null, 'another split is another scenery');
  assert.ok(sceneries.open(later(block)));
});

test('several sceneries are kept side by side, but not for ever', () => {
  const sceneries = createSceneries();
  const named = (scene) => {
    const block = blockOf(fixture.mass);
    return { ...block, header: { ...block.header, scene } };
  };
  for (const scene of ['a', 'b', 'c', 'd', 'e']) sceneries.open(named(scene));
  assert.deepEqual(['a', 'b', 'e'].map((scene) => sceneries.open(later(named(scene))) !== null), [false, true, true]);
});

test('an edit made in one run is not seen in another', () => {
  const { run } = fixture.penguins.header;
  const other = fixture.other_split.run;
  assert.notEqual(run, other, 'the same network and training on another split');
  assert.notEqual(fixture.penguins.header.scene, fixture.other_split.scene);
  const focus = createFocus(() => {});
  focus.enter(run, true);
  focus.setEdits(3, edited(new Map(), 0, 7));
  focus.enter(other, true);
  assert.equal(focus.editsAt(3).size, 0);
  assert.deepEqual(focus.editedEpochs(), []);
  focus.enter(run, true);
  assert.deepEqual([...focus.editsAt(3)], [[0, 7]]);
});

test('each row has its own facts again; a dataset without any has none', () => {
  assert.deepEqual(openFilm(fixture.raw).header.row_facts, fixture.raw.facts);
  assert.deepEqual(openFilm(fixture.mass).header.row_facts, []);
  const { header } = openFilm(fixture.raw);
  assert.equal(factsOf(header, { row: 1 }), 'Torgersen, female, 2007');
  assert.match(factsOf(header, { row: null }), /^own values/);
  assert.equal(factsOf(openFilm(fixture.mass).header, { row: 1 }), '');
});

test('raw features are shown as they were measured, and held at their means beside the map', () => {
  const { header, data } = openFilm(fixture.raw);
  assert.equal(header.scaled, false);
  for (const row of [0, 200, 341]) {
    const values = fixture.raw.raw[row];
    values.forEach((value, d) => assert.ok(Math.abs(data.x[4 * row + d] - value) < 1e-3));
    assert.equal(rowWith(data, values), row);
  }
  data.centre.forEach((value, d) => assert.ok(Math.abs(value - fixture.raw.means[d]) < 1e-3));
  const plane = featurePlane(header, data, 2, 0);
  const out = new Float32Array(4 * 16);
  gridRows(plane, data.centre, boundsOf(plane, data.x, data.count), 4, out);
  for (let cell = 0; cell < 16; cell += 1) {
    for (const d of [1, 3]) assert.ok(Math.abs(out[4 * cell + d] - fixture.raw.means[d]) < 1e-3);
  }
  const [low] = boundsOf(plane, data.x, data.count).s;
  const least = Math.min(...fixture.raw.raw.map((values) => values[2]));
  assert.ok(low < least && low > least - 10, `the axis begins at ${low} mm`);
  assert.deepEqual([plane.axes[0].toReal(190), plane.axes[0].fromReal(190)], [190, 190]);
});
