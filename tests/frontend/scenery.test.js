import assert from 'node:assert/strict';
import { test } from 'node:test';

import { edited } from '../../nnviz/frontend/model/edits.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { createSceneries } from '../../nnviz/frontend/network/scenery.js';
import { blockOf, fixture } from './films.js';

const SCENERY = ['x', 'y', 'test', 'mean', 'std', 'pca'];

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
