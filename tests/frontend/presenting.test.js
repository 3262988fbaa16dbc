// Before a class: from event to event, and the link in which controls are hidden.

import assert from 'node:assert/strict';
import test from 'node:test';

import { classAddress } from '../../nnviz/frontend/page/class_link.js';
import { Playback } from '../../nnviz/frontend/shared/playback.js';
import { pointIn, placeOf } from '../../nnviz/frontend/shared/surface.js';

test('a remote control goes from event to event, and past the last one to the end', () => {
  const playback = new Playback();
  playback.load({ available: 100, complete: true });
  playback.play();
  const events = [3, 12, 25];
  const forward = [1, 2, 3, 4].map(() => {
    playback.stepTo(events, 1);
    return playback.position;
  });
  assert.deepEqual(forward, [3, 12, 25, 100]);
  assert.equal(playback.playing, false);
  const back = [1, 2, 3, 4].map(() => {
    playback.stepTo(events, -1);
    return playback.position;
  });
  assert.deepEqual(back, [25, 12, 3, 0]);
  playback.seek(12.5);
  playback.stepTo(events, -1);
  assert.equal(playback.position, 12);
});

test('a link for the class keeps the rest of the address as it is written', () => {
  const address = 'http://a/train?hidden=8,8&optimizer=adam&hide=seed&film=epoch:40;tab:map&present=1';
  assert.equal(classAddress(address, ['optimizer', 'schedule'], false), 'http://a/train?hidden=8,8&optimizer=adam&film=epoch:40;tab:map&hide=optimizer,schedule');
  assert.equal(classAddress(address, [], true), 'http://a/train?hidden=8,8&optimizer=adam&film=epoch:40;tab:map&present=1');
  assert.equal(classAddress('http://a/', [], false), 'http://a/');
});

test('a pointer is where it points, however much the page is magnified', () => {
  const element = { currentCSSZoom: 1.6, getBoundingClientRect: () => ({ left: 32, top: 16 }) };
  assert.deepEqual(pointIn(element, { clientX: 192, clientY: 96 }).map((one) => Math.round(one * 1e9) / 1e9), [100, 50]);
  assert.deepEqual(placeOf(element, { x: 100, y: 50 }), { x: 192, y: 96 });
});
