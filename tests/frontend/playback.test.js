import assert from 'node:assert/strict';
import { test } from 'node:test';

import { askedOf, cue } from '../../nnviz/frontend/network/player.js';
import { evenPace } from '../../nnviz/frontend/shared/pace.js';
import { Playback } from '../../nnviz/frontend/shared/playback.js';

function film(options) {
  const playback = new Playback(evenPace(20));
  playback.load({ available: 100, complete: true, ...options });
  return playback;
}

test('it plays at the chosen speed and ends', () => {
  const playback = film();
  playback.speed = 2;
  playback.play();
  assert.equal(playback.state, 'playing');
  assert.equal(playback.tick(0.5), true);
  assert.equal(playback.position, 20);
  playback.tick(100);
  assert.equal(playback.position, 100);
  assert.equal(playback.state, 'ended');
  assert.equal(playback.tick(1), false);
});

test('playing again at the end starts over', () => {
  const playback = film();
  playback.toEnd();
  playback.play();
  assert.equal(playback.position, 0);
});

test('it waits for what is not there yet and goes on when it comes', () => {
  const playback = film({ available: 10, complete: false });
  playback.play();
  playback.tick(10);
  assert.equal(playback.state, 'waiting');
  assert.equal(playback.tick(1), false);
  playback.load({ available: 20, complete: false });
  assert.equal(playback.state, 'playing');
  playback.tick(0.1);
  assert.equal(playback.position, 12);
});

test('a loop wraps around only in a complete film, after showing the last index', () => {
  const playback = film();
  playback.loop = true;
  playback.play();
  playback.tick(100);
  assert.equal(playback.position, 100);
  playback.tick(0.01);
  assert.equal(playback.position, 0);
  const loading = film({ complete: false });
  loading.loop = true;
  loading.play();
  loading.tick(100);
  loading.tick(0.01);
  assert.equal(loading.state, 'waiting');
});

test('steps go from the index shown to its neighbour and hold the film', () => {
  const playback = film();
  playback.play();
  playback.seek(12.7);
  playback.step(1);
  assert.equal(playback.position, 13);
  assert.equal(playback.state, 'paused');
  playback.seek(12.7);
  playback.step(-1);
  assert.equal(playback.position, 11);
  playback.play();
  playback.toStart();
  assert.deepEqual([playback.state, playback.position], ['paused', 0]);
  playback.step(-1);
  assert.equal(playback.position, 0);
});

test('with a stride, steps lead to kept indices, also from a last one beside them', () => {
  const playback = film({ available: 10, stride: 4 });
  playback.toEnd();
  playback.step(-1);
  assert.equal(playback.position, 8);
  playback.step(1);
  assert.equal(playback.position, 10);
});

test('held while it plays, it shows a whole index; a film that stands is left where it is', () => {
  const playback = film({ stride: 4 });
  playback.seek(7.5);
  playback.hold();
  assert.equal(playback.position, 7.5);
  playback.play();
  playback.hold();
  assert.deepEqual([playback.position, playback.state], [4, 'paused']);
});

test('how long it still takes follows its pace and its speed, not its positions', () => {
  const playback = new Playback((position, seconds) => Math.sqrt(position ** 2 + 100 * seconds));
  playback.load({ available: 100, complete: true });
  const isNear = (expected) => assert.ok(Math.abs(playback.secondsLeft() - expected) < 0.02, `${playback.secondsLeft()}`);
  isNear(100);
  playback.seek(50);
  isNear(75);
  playback.speed = 0.5;
  assert.ok(Math.abs(playback.secondsLeft() - 150) < 0.04);
  playback.toEnd();
  assert.equal(playback.secondsLeft(), 0);
});

test('a shorter film moves the position back', () => {
  const playback = film();
  playback.toEnd();
  playback.load({ available: 3, complete: false });
  assert.equal(playback.position, 3);
});

const news = { newRun: false, wasAtEnd: false, asked: null, still: false };

test('at mount it plays if the page asks for it, and shows the last epoch if not', () => {
  const asked = film();
  cue(asked, { ...news, newRun: true, asked: 'play' });
  assert.deepEqual([asked.state, asked.position], ['playing', 0]);
  const quiet = film();
  cue(quiet, { ...news, newRun: true });
  assert.deepEqual([quiet.state, quiet.position], ['ended', 100]);
});

test('a branch goes on from where it begins, wherever the film stood', () => {
  const news = { newRun: true, wasAtEnd: false, asked: 'on', begins: 5 };
  const moving = film();
  cue(moving, { ...news, still: false });
  assert.deepEqual([moving.state, moving.position], ['playing', 5]);
  const still = film();
  cue(still, { ...news, still: true });
  assert.deepEqual([still.state, still.position], ['paused', 5]);
});

test('a new run opens where the page says, and more of it changes nothing', () => {
  const playback = film();
  cue(playback, { ...news, newRun: true, wasAtEnd: true }, 40);
  assert.deepEqual([playback.state, playback.position, playback.opened], ['paused', 40, 40]);
  playback.seek(7);
  cue(playback, news, 40);
  assert.deepEqual([playback.state, playback.position], ['paused', 7]);
});

test('one epoch more of a film that is all there goes on from where it stands', () => {
  const playback = film();
  playback.seek(7);
  cue(playback, { ...news, asked: 'epoch' });
  assert.deepEqual([playback.state, playback.position], ['paused', 8]);
  playback.toEnd();
  cue(playback, { ...news, asked: 'epoch', wasAtEnd: true });
  assert.deepEqual([playback.state, playback.position], ['ended', 100]);
});

test('another run that is untrained stands at epoch 0', () => {
  const playback = film();
  playback.toEnd();
  playback.load({ available: 0, complete: false });
  cue(playback, { ...news, newRun: true });
  assert.deepEqual([playback.state, playback.position], ['paused', 0]);
});

test('a single step shows its epoch and stays there', () => {
  const playback = film({ available: 4, complete: false });
  playback.play();
  cue(playback, { ...news, asked: 'end' });
  assert.deepEqual([playback.state, playback.position], ['paused', 4]);
});

test('a film that waits stands at its beginning; for who wants no motion, at its end', () => {
  for (const still of [false, true]) {
    const playback = film();
    cue(playback, { ...news, newRun: true, asked: 'wait', still });
    assert.equal(playback.position, still ? 100 : 0);
    assert.equal(playback.playing, false);
  }
});

test('who stands at the last epoch follows it; who looks back is left alone', () => {
  const playback = film({ available: 20, complete: false });
  cue(playback, { ...news, wasAtEnd: true });
  assert.deepEqual([playback.state, playback.position], ['paused', 20]);
  playback.seek(5);
  cue(playback, news);
  assert.equal(playback.position, 5);
});

test('without motion nothing plays: it opens at the last epoch and follows it', () => {
  const playback = film({ available: 10, complete: false });
  cue(playback, { ...news, newRun: true, asked: 'play', still: true });
  assert.deepEqual([playback.state, playback.position], ['paused', 10]);
  playback.load({ available: 20, complete: false });
  cue(playback, { ...news, wasAtEnd: true, asked: 'play', still: true });
  assert.deepEqual([playback.state, playback.position], ['paused', 20]);
});

test('another run of a comparison keeps the epoch, or the end if that was shown', () => {
  const playback = film();
  playback.seek(40);
  cue(playback, { ...news, newRun: true, asked: 'keep' });
  assert.deepEqual([playback.state, playback.position], ['paused', 40]);
  playback.load({ available: 30, complete: true });
  cue(playback, { ...news, newRun: true, asked: 'keep' });
  assert.equal(playback.position, 30);
  playback.load({ available: 100, complete: true });
  cue(playback, { ...news, newRun: true, wasAtEnd: true, asked: 'keep' });
  assert.equal(playback.position, 100);
});

test('where a film stands that would open elsewhere is no place to leave out of the address', () => {
  for (const [asked, opened] of [['keep', null], ['doctor', null], ['epoch', null], ['batch', null], ['on', null], ['end', 100], ['wait', 0]]) {
    const playback = film();
    playback.seek(40);
    cue(playback, { ...news, asked, still: asked === 'on', begins: 5 });
    assert.equal(playback.opened, opened, asked);
  }
});

test('nothing but what a page opens with is asked of a film that is put up anew', () => {
  const before = { run: 'a', play: 3 };
  for (const asked of ['keep', 'doctor', 'epoch', 'batch', 'on']) {
    assert.equal(askedOf({ run: 'a', play: 3, cue: asked }, null), null, asked);
    assert.equal(askedOf({ run: 'a', play: 4, cue: asked }, before), asked);
    assert.equal(askedOf({ run: 'a', play: 3, cue: asked }, before), null);
    assert.equal(askedOf({ run: 'b', play: 3, cue: asked }, before), asked);
  }
  for (const asked of ['play', 'wait', 'end']) assert.equal(askedOf({ run: 'a', play: 3, cue: asked }, null), asked);
  assert.equal(askedOf({ run: 'a', play: 0, cue: 'play' }, null), null);
});
