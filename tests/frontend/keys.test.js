// The keys of playback while nothing has the focus. Two copies of the module stand for two films on a page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const copies = await Promise.all(['first', 'second'].map((name) => import(`../../nnviz/frontend/shared/keys.js?${name}`)));

/** As much of a page as keys need: its window is 1000 by 1000 pixels. On their way down they are heard before all on their way back. */
const body = { contains: () => false };
let presented = false;
const [down, back] = [new EventTarget(), new EventTarget()];
globalThis.document = {
  body,
  documentElement: { clientWidth: 1000, clientHeight: 1000, hasAttribute: () => presented },
  addEventListener: (name, act, capture) => (capture ? down : back).addEventListener(name, act),
  removeEventListener: (name, act, capture) => (capture ? down : back).removeEventListener(name, act),
};
globalThis.KeyboardEvent = class extends Event {
  constructor(type, { key, ...options }) {
    super(type, options);
    this.key = key;
  }
};

/** A film whose upper edge is so far below that of the window, which makes use of some keys. */
function filmAt(top, keys, height = 400) {
  const heard = [];
  const film = Object.assign(new EventTarget(), {
    heard,
    getBoundingClientRect: () => ({ left: 0, right: 800, top, bottom: top + height }),
    getRootNode: () => ({ host: film }),
  });
  film.addEventListener('keydown', (event) => {
    if (!keys.includes(event.key)) return;
    heard.push(event.key);
    event.preventDefault();
  });
  return film;
}

function press(key, { at = body, ...modifiers } = {}) {
  const event = Object.assign(new KeyboardEvent('keydown', { key, cancelable: true }), modifiers);
  event.composedPath = () => [at];
  down.dispatchEvent(event);
  back.dispatchEvent(event);
  return event.defaultPrevented;
}

test('a key is for the film most in view that makes use of it', () => {
  const [upper, lower] = [filmAt(-200, [' ', 'Home']), filmAt(500, [' '])];
  const stops = [copies[0].hearKeys(upper), copies[1].hearKeys(lower)];
  assert.ok(press(' '));
  assert.deepEqual([upper.heard, lower.heard], [[], [' ']]);
  assert.ok(press('Home'));
  assert.deepEqual([upper.heard, lower.heard], [['Home'], [' ']]);
  assert.ok(!press('End'), 'what no film makes use of is the page’s');
  for (const stop of stops) stop();
  assert.ok(!press(' '));
});

test('a key is the page’s where something has the focus, with another key, and where no film is in view', () => {
  const film = filmAt(0, [' ', 'x']);
  const stop = copies[0].hearKeys(film);
  assert.ok(!press(' ', { at: { contains: () => false } }));
  assert.ok(!press(' ', { shiftKey: true }));
  assert.ok(!press('x'));
  assert.deepEqual(film.heard, []);
  assert.ok(press(' ', { at: { contains: (node) => node === film } }), 'what scrolls with the film in it has the focus');
  assert.ok(press(' ', { at: { localName: 'h3', contains: () => false } }), 'a heading has no keys of its own');
  stop();
});

test('a film has the keys only with half of it in view, or half of the window full of it', () => {
  for (const [top, height, isHeard] of [[-201, 400, false], [-200, 400, true], [801, 400, false], [800, 400, true], [1001, 400, false],
    [-300, 4000, true], [300, 4000, true], [400, 4000, false], [0, 0, false]]) {
    const film = filmAt(top, [' '], height);
    const stop = copies[0].hearKeys(film);
    assert.equal(press(' '), isHeard, `${height} high from ${top} on`);
    stop();
  }
});

test('before a class the film has the keys of a remote control, and Escape if it has something to close', () => {
  const film = filmAt(0, ['PageDown', 'Escape']);
  const stop = copies[0].hearKeys(film);
  assert.ok(!press('PageDown'), 'else a page is scrolled by it');
  presented = true;
  assert.ok(press('PageDown'));
  assert.ok(!press('PageUp'), 'what no film makes use of is the page’s');
  assert.ok(press('Escape'));
  presented = false;
  assert.ok(!press('Escape'));
  assert.deepEqual(film.heard, ['PageDown', 'Escape']);
  stop();
});
