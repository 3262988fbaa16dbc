// A player and its place on the page, which Streamlit may take down and put up again.

import assert from 'node:assert/strict';
import test, { mock } from 'node:test';

import { mountOnce } from '../../nnviz/frontend/shared/mount.js';

globalThis.document = Object.assign(new EventTarget(), { documentElement: { hasAttribute: () => false } });

/** As much of an element as a mount needs. */
function place(key) {
  return {
    isConnected: true,
    held: [],
    append(node) { this.held.push(node); },
    closest: () => ({ classList: ['stElementContainer', `st-key-${key}`] }),
  };
}

function mounted() {
  const made = [];
  const mount = mountOnce((parentElement) => {
    const player = { section: { querySelector: () => null, toggleAttribute() {} }, updates: 0, gone: false, update() { this.updates += 1; }, destroy() { this.gone = true; } };
    parentElement.append(player.section);
    made.push(player);
    return player;
  });
  return { made, mount };
}

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

test('every call of a place is for the same player', () => {
  const { made, mount } = mounted();
  const parentElement = place('studio');
  const first = mount({ parentElement });
  mount({ parentElement });
  first(); // the cleanup of a call that another one has followed
  mock.timers.tick(10_000);
  assert.equal(made.length, 1);
  assert.equal(made[0].updates, 2);
  assert.equal(made[0].gone, false);
});

test('a player that is put up anew moves to its new place', () => {
  const { made, mount } = mounted();
  const before = place('studio');
  const after = place('studio');
  const leave = mount({ parentElement: before });
  before.isConnected = false;
  leave();
  mount({ parentElement: after });
  mock.timers.tick(10_000);
  assert.equal(made.length, 1);
  assert.deepEqual(after.held, [made[0].section]);
  assert.equal(made[0].gone, false);
});

test('it moves also while its old place is still on the page', () => {
  const { made, mount } = mounted();
  const before = place('studio');
  const after = place('studio');
  const leave = mount({ parentElement: before });
  mount({ parentElement: after });
  mount({ parentElement: before }); // a last call of a place that is about to go
  assert.equal(before.held.length, 1);
  before.isConnected = false;
  leave();
  mock.timers.tick(10_000);
  assert.equal(made.length, 1);
  assert.equal(made[0].updates, 3);
  assert.deepEqual(after.held, [made[0].section]);
  assert.equal(made[0].gone, false);
});

test('one that finds no place is gone, and the next one begins anew', () => {
  const { made, mount } = mounted();
  const before = place('studio');
  const leave = mount({ parentElement: before });
  before.isConnected = false;
  leave();
  mock.timers.tick(10_000);
  assert.equal(made[0].gone, true);
  mount({ parentElement: place('studio') });
  assert.equal(made.length, 2);
});

test('players of two keys live side by side', () => {
  const { made, mount } = mounted();
  const leave = mount({ parentElement: place('map') });
  const run = place('run');
  mount({ parentElement: run });
  leave();
  mock.timers.tick(10_000);
  assert.equal(made.length, 2);
  assert.deepEqual(run.held, [made[1].section]);
  assert.deepEqual(made.map(({ gone }) => gone), [false, false]);
});
