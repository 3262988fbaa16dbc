// Pictures to take away: a context that writes SVG, the texts around the canvases, a film's length, names of files.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

import { fileName, sizeText } from '../../nnviz/frontend/shared/files.js';
import { recordable } from '../../nnviz/frontend/shared/film_recorder.js';
import { roundedBox, stopsOf } from '../../nnviz/frontend/shared/frame_items.js';
import { paintFrame } from '../../nnviz/frontend/shared/paint_frame.js';
import { footed, linesOf } from '../../nnviz/frontend/shared/picture_foot.js';
import { closedUp, emptyRows, withoutControls } from '../../nnviz/frontend/shared/picture_rows.js';
import { SvgContext, svgColor } from '../../nnviz/frontend/shared/svg_context.js';
import { pixelPaths } from '../../nnviz/frontend/shared/svg_pixels.js';
import { withDuration } from '../../nnviz/frontend/shared/webm.js';

const FRONTEND = fileURLToPath(new URL('../../nnviz/frontend', import.meta.url));

/** Letters are 6 wide; above the base line there are 9 pixels, and above the middle 4. */
const ruler = {
  measureText(text) {
    return { width: 6 * text.length, fontBoundingBoxAscent: this.textBaseline === 'middle' ? 4 : 9, fontBoundingBoxDescent: 3 };
  },
};

const context = (width = 100, height = 50) => new SvgContext({ width, height }, ruler);

test('what is drawn becomes shapes, in its order and with its look', () => {
  const ctx = context();
  ctx.fillStyle = 'rgb(1, 2, 255)';
  ctx.fillRect(1, 2, 3.004, 4);
  ctx.strokeStyle = '#abc';
  ctx.lineWidth = 2.5;
  ctx.lineCap = 'round';
  ctx.setLineDash([3, 4]);
  ctx.globalAlpha = 0.5;
  ctx.beginPath();
  ctx.lineTo(0, 0); // the first point of a path, however one goes there
  ctx.lineTo(10, 1 / 3);
  ctx.lineTo(Number.NaN, 3);
  ctx.closePath();
  ctx.stroke();
  assert.equal(ctx.content(), '<path d="M1 2h3v4h-3Z" fill="#0102ff"/>\n'
    + '<path d="M0 0L10 0.33Z" fill="none" stroke="#abc" stroke-opacity="0.5" stroke-width="2.5" stroke-linecap="round" stroke-dasharray="3 4"/>');
});

test('a whole turn and a part of one are arcs that end where a canvas ends them', () => {
  const ctx = context();
  const endOf = (...arc) => {
    ctx.beginPath();
    ctx.arc(...arc);
    return ctx.path.split(' ').slice(-2).map((text) => Number(text.replace('Z', '')));
  };
  assert.deepEqual(endOf(5, 5, 2, 0, 2 * Math.PI), [7, 5]);
  assert.deepEqual(endOf(5, 5, 2, 0, Math.PI / 2), [5, 7]);
  assert.deepEqual(endOf(5, 5, 2, 0, Math.PI / 2, true), [5, 7]);
  assert.match(ctx.path, /0 0 0 /); // that one goes the other way round
});

test('text stands on its base line, as wide as here, and is no markup', () => {
  const ctx = context();
  ctx.font = 'italic 600 13px "Times", serif';
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillText('<b>&\u0000"', 20, 30);
  assert.equal(ctx.content(), '<text x="20" y="35" xml:space="preserve" text-anchor="end" textLength="36" lengthAdjust="spacingAndGlyphs"'
    + ' font-family="&quot;Times&quot;, serif" font-size="13" font-weight="600" font-style="italic" fill="#000">&lt;b&gt;&amp;&quot;</text>');
});

test('texts that follow one another on a line are one text, in whatever font', () => {
  const ctx = context();
  ctx.font = '10px serif';
  ctx.fillText('one ', 0, 20);
  ctx.font = '700 10px serif';
  ctx.fillText('two', 24, 20);
  ctx.fillText('three', 24 + 18 + 5, 20.2);
  ctx.fillText('far', 200, 20);
  ctx.fillText('below', 218, 40);
  ctx.fillRect(0, 0, 1, 1);
  ctx.fillText('between them', 248, 40);
  const texts = [...ctx.content().matchAll(/<text x="([^"]*)" y="([^"]*)"[^>]*>(.*)<\/text>/g)].map(([, x, y, inside]) => [x, y, inside.replace(/ (textL|font|lengthA|fill)[^ ]*="[^"]*"/g, '')]);
  assert.deepEqual(texts, [
    ['0', '20', '<tspan>one </tspan><tspan>two</tspan><tspan dx="5">three</tspan>'],
    ['200', '20', 'far'], ['218', '40', 'below'], ['248', '40', 'between them'],
  ]);
  assert.match(ctx.content(), /<tspan textLength="24" [^>]*>one /);
  assert.match(ctx.content(), /font-weight="700"[^>]*>two/);
});

test('each font is named once, and last comes a kind of fonts', () => {
  const named = (font) => {
    const ctx = context();
    ctx.font = `13px ${font}`;
    ctx.fillText('a', 0, 0);
    return ctx.content().match(/font-family="([^"]*)"/)[1].replaceAll('&quot;', '"');
  };
  assert.equal(named('"Gill Sans", sans-serif, "Gill Sans", sans-serif'), '"Gill Sans", sans-serif');
  assert.match(named('"Source Sans", sans-serif'), /^"Source Sans", "Source Sans 3", .*Calibri, .*sans-serif$/, 'as narrow where it is not known');
  assert.equal(named("Inter, 'Inter'"), 'Inter, "Inter", sans-serif');
  assert.equal(named('monospace, Courier'), 'Courier, monospace');
});

test('what is clipped and moved is so until the state is restored', () => {
  const ctx = context();
  ctx.save();
  ctx.rect(0, 0, 5, 5);
  ctx.clip();
  ctx.translate(2, 3);
  ctx.fillRect(0, 0, 1, 1);
  ctx.restore();
  ctx.fillRect(0, 0, 1, 1);
  assert.equal(ctx.content(), '<g clip-path="url(#d1)">\n<path d="M0 0h1v1h-1Z" fill="#000" transform="matrix(1 0 0 1 2 3)"/>\n</g>\n<path d="M0 0h1v1h-1Z" fill="#000"/>');
  assert.match(String(ctx), /<defs><clipPath id="d1"><path d="M0 0h5v5h-5Z"\/><\/clipPath><\/defs>/);
});

test('a sheet is copied to its place, and one that has been cleared is empty', () => {
  const ctx = context();
  const sheet = ctx.createSheet({ width: 10, height: 10 });
  sheet.fillRect(0, 0, 10, 10);
  sheet.clearRect(0, 0, 10, 10);
  ctx.drawImage(sheet, 0, 0, 10, 10);
  assert.equal(ctx.content(), '');
  sheet.fillRect(0, 0, 10, 10);
  ctx.drawImage(sheet, 5, 5, 20, 20);
  assert.match(ctx.content(), /^<g clip-path="url\(#d1\)">\n<g transform="matrix\(2 0 0 2 5 5\)"><path d="M0 0h10v10h-10Z" fill="#000"\/><\/g>\n<\/g>$/);
});

test('pixels of one colour are one path of rectangles, which cover what they covered', () => {
  const [R, G, none] = [0xff0000ff, 0x8000ff00, 0];
  const pixels = Uint32Array.from([R, R, G, none, R, R, G, G, R, none, none, G]);
  const paths = pixelPaths(pixels, 4, 3);
  assert.deepEqual(paths.map(({ color }) => color).sort(), ['#00ff00', '#ff0000']);
  const painted = new Uint32Array(12);
  for (const { d, color, opacity } of paths) {
    for (const [, x, y, width, height] of d.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)H\d+z/g)) {
      for (let i = 0; i < width * height; i += 1) {
        const at = (Number(y) + Math.floor(i / width)) * 4 + Number(x) + (i % width);
        assert.equal(painted[at], 0);
        painted[at] = color === '#ff0000' ? R : G;
        assert.equal(opacity, color === '#ff0000' ? 1 : 128 / 255);
      }
    }
  }
  assert.deepEqual(painted, pixels);
  assert.match(paths.find(({ color }) => color === '#ff0000').d, /^M0 0h2v2H0z/); // two rows of two are one rectangle
});

test('whatever the films ask of a canvas, the context that writes SVG can do', () => {
  const drawing = readdirSync(FRONTEND, { recursive: true }).filter((name) => /(draw|chart|strokes|markers|matrix|curve|timeline|lens|layers)[^/]*\.js$/.test(name) && !/layout/.test(name));
  const ctx = context();
  for (const name of drawing) {
    for (const [, asked] of readFileSync(join(FRONTEND, name), 'utf8').matchAll(/\b(?:ctx|own|still)\.([a-zA-Z]+)/g)) {
      if (!['canvas', 'createSheet', 'imageSmoothingQuality'].includes(asked)) assert.ok(asked in ctx, `${name}: ${asked}`);
    }
  }
  assert.ok(drawing.length > 20);
});

test('colours of CSS are such that every program reads', () => {
  assert.deepEqual(svgColor('rgba(255, 0, 16, 0.25)'), { color: '#ff0010', opacity: 0.25 });
  assert.deepEqual(svgColor('color(srgb 1 0.5 0 / 0.5)'), { color: '#ff8000', opacity: 0.5 });
  assert.deepEqual(svgColor('#123'), { color: '#123', opacity: 1 });
});

test('the stops of a gradient are where CSS puts them', () => {
  assert.deepEqual(stopsOf('linear-gradient(to right, rgb(1, 2, 3), rgb(4, 5, 6), rgb(7, 8, 9))', 80).map(({ at }) => at), [0, 0.5, 1]);
  assert.deepEqual(stopsOf('linear-gradient(to right, rgb(1, 2, 3) 30%, rgba(0, 0, 0, 0) calc(50% - 4px))', 80),
    [{ color: 'rgb(1, 2, 3)', at: 0.3 }, { color: 'rgba(0, 0, 0, 0)', at: 0.45 }]);
  assert.equal(stopsOf('none', 80), null);
});

test('a frame is painted on its background: boxes, lines of text, canvases', () => {
  const none = { width: 0, color: 'rgb(0, 0, 0)' };
  const root = context();
  const sheet = root.createSheet({ width: 10, height: 10 });
  sheet.fillRect(0, 0, 10, 10);
  paintFrame(root, {
    width: 100, height: 50, background: '#fff', items: [
      { kind: 'box', x: 1, y: 1, width: 8, height: 4, radius: 0, fill: 'rgb(0, 0, 255)', gradient: null, borders: [none, none, { width: 2, color: 'rgb(255, 0, 0)' }, none], opacity: 1 },
      { kind: 'clip', x: 0, y: 0, width: 50, height: 50 },
      { kind: 'text', text: 'epoch 40', x: 10, y: 10, width: 40, height: 16, font: '400 13px sans-serif', color: 'rgb(0, 0, 0)', opacity: 0.5 },
      { kind: 'unclip', y: 0 },
      { kind: 'canvas', canvas: 'the map', x: 60, y: 0, width: 10, height: 10, opacity: 1 },
    ],
  }, () => sheet);
  const lines = root.content().split('\n');
  assert.match(lines[0], /M0 0h100v50h-100Z" fill="#fff"/);
  assert.match(lines[1], /M1 1h8v4h-8Z" fill="#0000ff"/);
  assert.match(lines[2], /M1 4L9 4" fill="none" stroke="#ff0000"/);
  assert.match(lines[4], /x="10" y="21".*fill-opacity="0.5">epoch 40<\/text>/);
  assert.match(root.content(), /matrix\(1 0 0 1 60 0\)/);
  assert.match(roundedBox(0, 0, 10, 10, 99), /^M5 0h0a5 5/); // no rounder than it is large
});

test('rows in which nothing is drawn take little room, and nothing drawn is stretched or cut', () => {
  const text = (y, height = 16) => ({ kind: 'text', y, height, rows: [y, y + height] });
  const card = { kind: 'box', y: 200, height: 200, radius: 4, holds: true, rows: [200, 400] };
  const mark = { kind: 'shape', matrix: [1, 0, 0, 1, 0, 500], rows: [490, 510] };
  const frame = {
    height: 600, controls: [[40, 60], [55, 90], [420, 440]],
    items: [text(12), { kind: 'canvas', y: 100, height: 60, rows: [110, 150] }, card, text(210), text(360), mark, { kind: 'unclip' }],
  };
  assert.deepEqual(emptyRows(frame.items), [[28, 110], [150, 200], [208, 210], [226, 360], [376, 392], [400, 490]]);
  const { height, items: [first, canvas, box, inside, last, shape, end] } = closedUp(frame);
  assert.equal(first.y, 12);
  assert.deepEqual([canvas.y, canvas.height], [100 - 58, 60], 'its first row that is drawn is 24 below the text');
  assert.deepEqual([box.y, box.height], [200 - 58 - 26, 200 - 110], 'as high as what it holds needs it');
  assert.deepEqual([inside.y - box.y, last.y + 16 - box.y], [10, 176 - 110]);
  assert.deepEqual(shape.matrix, [1, 0, 0, 1, 0, 500 - 58 - 26 - 110 - 66]);
  assert.deepEqual(end, { kind: 'unclip' });
  assert.equal(height, 600 - 260);
  assert.deepEqual(closedUp(closedUp(frame)), closedUp(frame));
  assert.equal(frame.items[1].y, 100, 'the frame that was read stays as it is');

  const film = withoutControls(frame);
  assert.equal(film.height, 600 - 50 - 20, 'rows that two controls share are left out once');
  assert.equal(film.items[4].y - film.items[3].y, 150, 'what may still be said in the card has its place');
});

test('at the foot of a picture stands what it shows, in as many lines as it needs', () => {
  const measure = (text) => 6 * text.length;
  assert.deepEqual(linesOf(['nnviz', '4 → 3', 'seed 0'], 200, measure), ['nnviz · 4 → 3 · seed 0']);
  assert.deepEqual(linesOf(['nnviz', '4 → 3', 'seed 0'], 80, measure), ['nnviz · 4 → 3', 'seed 0']);
  assert.deepEqual(linesOf(['nnviz', 'one that is too long', 'seed 0'], 60, measure), ['nnviz', 'one that is too long', 'seed 0']);
  const frame = footed({ width: 100, height: 50, background: '#fff', items: [] }, ['nnviz', 'seed 0'], { font: '400 12px serif', color: '#000' });
  assert.deepEqual(frame.items.map(({ text }) => text), ['nnviz', 'seed 0']);
  assert.ok(frame.items.every(({ y, height }) => y >= 50 && y + height <= frame.height));
});

/** A stream as MediaRecorder makes it: a header, a segment of unknown size with what the film is, and a cluster. */
function stream(info) {
  const header = [0x1a, 0x45, 0xdf, 0xa3, 0x81, 0x00];
  const cluster = [0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xe7, 0x81, 0x00];
  return Uint8Array.from([...header, 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x15, 0x49, 0xa9, 0x66, 0x80 | info.length, ...info, ...cluster]);
}

const SCALE = [0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40]; // a million nanoseconds

test('a recorded film is told how long it is', () => {
  const before = stream(SCALE);
  const after = withDuration(before, 2.5);
  const info = after.subarray(22); // its size, now in eight bytes, and what is in it
  assert.deepEqual([...info.subarray(0, 8)], [1, 0, 0, 0, 0, 0, 0, 18]);
  assert.deepEqual([...info.subarray(8, 15)], SCALE);
  assert.deepEqual([...info.subarray(15, 18)], [0x44, 0x89, 0x88]);
  assert.equal(new DataView(after.buffer).getFloat64(22 + 18), 2500);
  assert.deepEqual([...after.subarray(48)], [...before.subarray(before.length - 15)]); // the pictures
});

test('what has a length already, or is no such film, stays as it is', () => {
  const known = withDuration(stream(SCALE), 2.5);
  assert.equal(withDuration(known, 9), known);
  const other = Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, 0x81, 0x00]);
  assert.equal(withDuration(other, 9), other);
});

test('a film is WebM, MP4 where a browser knows no other, and none where it knows neither', (t) => {
  t.after(() => delete globalThis.MediaRecorder);
  const kindOf = (...known) => {
    globalThis.MediaRecorder = { isTypeSupported: (type) => known.includes(type) };
    return recordable();
  };
  assert.deepEqual(kindOf('video/mp4', 'video/webm'), { type: 'video/webm', ending: 'webm' });
  assert.deepEqual(kindOf('video/mp4', 'video/webm', 'video/webm;codecs=vp8'), { type: 'video/webm;codecs=vp8', ending: 'webm' });
  assert.deepEqual(kindOf('video/mp4'), { type: 'video/mp4', ending: 'mp4' });
  assert.equal(kindOf('video/ogg'), null);
  delete globalThis.MediaRecorder;
  assert.equal(recordable(), null);
});

test('files are called by letters, digits, dots and dashes', () => {
  assert.equal(fileName(['Network player', 'epoch', 40], 'svg'), 'nnviz-network-player-epoch-40.svg');
  assert.equal(fileName(['../Größe "a"', 0.01], 'png'), 'nnviz-gro-e-a-0.01.png');
  assert.equal(sizeText(340_400), '340 kB');
  assert.equal(sizeText(1_250_000), '1.3 MB');
});
