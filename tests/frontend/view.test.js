// What a film shows, as text in the address and back; and links that are not too long.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editsOf, editsText, selectionOf, selectionText } from '../../nnviz/frontend/network/view.js';
import { MOST_CHARACTERS, copiedText, shortened } from '../../nnviz/frontend/page/shorten.js';
import { Playback } from '../../nnviz/frontend/shared/playback.js';
import { playbackView } from '../../nnviz/frontend/shared/playback_view.js';
import { DONE, LATER, REFUSED, parseView, viewText } from '../../nnviz/frontend/shared/view.js';
import { netOf } from './films.js';

const NET = netOf([4, 10, 3]);

test('a view is read as it was written', () => {
  const view = new Map([['epoch', '40'], ['edits', '40@12=1.5,13=-2~41@0=0'], ['who', '39.1,18.7']]);
  assert.deepEqual(parseView(viewText(view)), view);
  assert.deepEqual(parseView(''), new Map());
});

test('a neuron and a weight are read as they were written; what the network lacks is not', () => {
  for (const chosen of [null, { kind: 'neuron', layer: 1, index: 9 }, { kind: 'weight', layer: 1, from: 9, to: 2 }]) {
    assert.deepEqual(selectionOf(selectionText(chosen), NET), chosen);
  }
  for (const text of ['n1.10', 'n3.0', 'w1.9.3', 'w2.0.0', 'n1', 'x1.1', 'n1.-1', 'n1.0.5']) {
    assert.equal(selectionOf(text, NET), undefined, text);
  }
});

test('edits by hand are read as they were written; of another network they are not', () => {
  const edits = new Map([[5, new Map([[12, 1.5], [0, -0.1]])], [40, new Map([[82, 0]])]]);
  const text = editsText([...edits.keys()], (epoch) => edits.get(epoch));
  assert.deepEqual(editsOf(text, NET), edits);
  assert.deepEqual(editsOf('', NET), new Map());
  for (const wrong of ['5@83=1', '5@-1=1', '5', '5@1=x', 'a@1=2']) assert.equal(editsOf(wrong, NET), null, wrong);
});

test('a position waits until the film has come so far, and is refused beyond its end', () => {
  const playback = new Playback();
  playback.load({ available: 10, complete: false });
  playback.opened = 0;
  const { epoch, speed } = playbackView(playback, { unit: 'epoch', last: () => 100, redraw() {} });
  assert.equal(epoch.read(), '', 'nobody has moved it');
  assert.equal(epoch.write('40'), LATER);
  playback.load({ available: 50, complete: false });
  assert.equal(epoch.write('40'), DONE);
  assert.equal(epoch.read(), '40');
  assert.equal(epoch.write('101'), REFUSED);
  assert.equal(epoch.write('x'), REFUSED);
  assert.equal(speed.write('0.25'), DONE);
  assert.equal(playback.speed, 0.25);
  assert.equal(speed.write('3'), REFUSED);
});

test('between two epochs the same moment is shown again', () => {
  const playback = new Playback();
  playback.load({ available: 10, complete: true });
  playback.seek(7 + 4 / 15);
  const { epoch } = playbackView(playback, { unit: 'epoch', last: () => 10, redraw() {} });
  const text = epoch.read();
  epoch.write(text);
  assert.equal(Math.floor(15 * (playback.position - 7)), 4);
});

test('a link that is too long leaves out what is missed least, and says so', () => {
  const short = 'http://a/train?seed=1&film=epoch:3;edits:3@1=2';
  assert.deepEqual(shortened(short), { address: short, left: [] });
  const edits = Array.from({ length: 150 }, (_, i) => `${i}=-0.123456789`).join(',');
  const long = `http://a/train?seed=1&beside=100!learning_rate:0.1&film=epoch:3;edits:3@${edits};tab:weight`;
  const cut = shortened(long);
  assert.ok(cut.address.length <= MOST_CHARACTERS);
  assert.deepEqual(cut.left, ['the run that it is compared with', 'the weights changed by hand']);
  const query = new URL(cut.address).searchParams;
  assert.deepEqual([query.get('seed'), query.get('beside'), query.get('film')], ['1', null, 'epoch:3;tab:weight']);
  assert.match(copiedText(cut), /leaves out the run that it is compared with, the weights changed by hand\./);
  assert.doesNotMatch(copiedText(shortened(short)), /leaves out/);
});
