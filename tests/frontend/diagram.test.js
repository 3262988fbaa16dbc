import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawDiagram } from '../../nnviz/frontend/network/draw_diagram.js';
import { createFocus } from '../../nnviz/frontend/network/focus.js';
import { layoutDiagram } from '../../nnviz/frontend/network/layout_diagram.js';
import { createMoments } from '../../nnviz/frontend/network/moment.js';
import { outputName, taskWords } from '../../nnviz/frontend/network/words_task.js';
import { fixture, openFilm } from './films.js';

const { penguins } = fixture;
const { header, data } = openFilm(penguins);
const history = {
  run: 'a', rows: 1, parameters: header.net.count, epochs: Float32Array.of(0), params: Float32Array.from(penguins.params[2]),
};
const theme = { background: '#ffffff', text: '#000000', muted: '#777777', font: 'sans-serif', palette: header.palette.light };
const measure = (text) => 4.8 * text.length; // about what 11 px take
const HALF_LINE = 6;
const nothing = () => {};

/** A context that notes what it draws: the boxes of texts, and those of discs and squares with their lines. */
function noting() {
  const texts = [];
  const outlines = [];
  let path = null;
  const drawn = {
    measureText: (text) => ({ width: measure(text) }),
    beginPath: () => { path = null; },
    arc: (x, y, r) => { path = [x - r, y - r, x + r, y + r]; },
    rect: (x, y, width, height) => { path = [x, y, x + width, y + height]; },
    stroke() {
      const half = this.lineWidth / 2;
      if (path) outlines.push(path.map((at, i) => at + (i < 2 ? -half : half)));
    },
    fillText(text, x, y) {
      const left = { left: x, right: x - measure(text), center: x - measure(text) / 2 }[this.textAlign];
      texts.push([left, y - HALF_LINE, left + measure(text), y + HALF_LINE, text]);
    },
  };
  return { texts, outlines, ctx: new Proxy(drawn, { get: (target, name) => target[name] ?? nothing }) };
}

const focus = createFocus(nothing);
const momentOf = createMoments(header, data);
const layout = (width) => layoutDiagram({
  width, height: 340, net: header.net, features: header.features, measure,
  outputs: header.net.task.outputs.map((_, k) => outputName(header, k)), reading: taskWords(header).widest(header),
});

function draw(width, mode, selection) {
  focus.pin(selection);
  const { ctx, ...noted } = noting();
  const moment = momentOf({ history, row: 0, focus, replay: null, other: null, otherEpoch: null, playing: false, time: 0 });
  drawDiagram(ctx, layout(width), moment, mode, nothing, theme);
  return noted;
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

test('the ring of a chosen neuron covers no letter, whatever the neurons show', () => {
  for (const width of [430, 640]) {
    for (const mode of ['response', 'swarm', 'row', 'bias']) {
      const plain = draw(width, mode, null);
      for (const { neurons } of layout(width).columns) {
        const { layer, index, x, y } = neurons.at(-1);
        const { texts, outlines } = draw(width, mode, { kind: 'neuron', layer, index });
        const rings = outlines.filter((outline) => !plain.outlines.some((other) => other.join() === outline.join()));
        assert.equal(rings.length, 2, 'a ring on a ground of its own');
        const labels = texts.filter(([left, top, right, bottom]) => top < y + 10 && bottom > y - 10 && (left > x || right < x));
        assert.deepEqual(labels.filter((label) => rings.some((ring) => overlap(ring, label))), [], `${mode}, layer ${layer}, ${width} wide`);
      }
    }
  }
});

test('the numbers beside the neurons end before the next layer; where there is no room they stand within', () => {
  for (const width of [310, 358, 430, 640, 900]) {
    const { texts, outlines } = draw(width, 'row', null);
    const numbers = texts.filter(([, , , , text]) => /^[zax] /.test(text));
    assert.deepEqual(numbers.filter((text) => outlines.some((disc) => overlap(disc, text))), [], `${width} wide`);
    const within = texts.filter(([left, top, right, bottom, text]) => /^−?\d+\.\d$/.test(text)
      && outlines.some((disc) => disc[0] <= left && disc[1] <= top && disc[2] >= right && disc[3] >= bottom));
    assert.ok(numbers.length > header.classes.length || within.length > 8, `${width} wide`);
  }
});
