// Pointing at the diagram: a click chooses, a second one lets go.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { listenToPointing } from '../../nnviz/frontend/network/pointing.js';
import { moveNeuron } from '../../nnviz/frontend/network/selection.js';
import { netOf } from './films.js';

const canvas = () => Object.assign(new EventTarget(), { getBoundingClientRect: () => ({ left: 0, top: 0 }) });
const event = (type, values) => Object.assign(new Event(type), values);

function pointed() {
  const net = netOf([2, 3, 2]);
  const stage = { section: { focus() {} }, diagram: canvas(), matrices: canvas() };
  const focus = createFocus(() => {});
  listenToPointing(stage, () => ({ diagram: { layout: null, move: moveNeuron }, matrices: { layout: null } }), () => net, focus, focus.pin);
  const press = (key) => stage.diagram.dispatchEvent(event('keydown', { key }));
  return { focus, press };
}

test('what is chosen once more is let go, and another thing takes its place', () => {
  const { focus, press } = pointed();
  const first = { kind: 'neuron', layer: 0, index: 0 };
  focus.hover(first);
  press('Enter');
  assert.deepEqual(focus.pinned, first);
  press('ArrowDown');
  press('Enter');
  assert.deepEqual(focus.pinned, { kind: 'neuron', layer: 0, index: 1 });
  press('Enter');
  assert.equal(focus.pinned, null);
  press('Enter');
  press('Escape');
  assert.equal(focus.pinned, null);
});
