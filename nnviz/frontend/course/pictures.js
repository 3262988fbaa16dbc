// A small moving picture for each station of the course: what its page is about, without a word.
//
// Each is a drawing of 120 × 60, whose classes player.css colours and moves.

const SVG = 'http://www.w3.org/2000/svg';

function shape(tag, className, attributes) {
  const node = document.createElementNS(SVG, tag);
  node.setAttribute('class', className);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

const dot = (className, cx, cy, r = 5, delay = 0) => shape('circle', className, { cx, cy, r, style: `animation-delay: ${delay}s` });
const line = (className, [x1, y1], [x2, y2], delay = 0) => shape('line', className, { x1, y1, x2, y2, style: `animation-delay: ${delay}s` });
const path = (className, d) => shape('path', className, { d, pathLength: 1 });

/** Where the neurons of the little network stand, layer by layer. */
const LAYERS = [[18, 30, 42], [18, 30, 42], [24, 36]].map((rows, layer) => rows.map((y) => [30 + 30 * layer, y]));

/** The little network, through which something passes: its layers light up one after another. */
function network(kind, order) {
  const lines = LAYERS.slice(1).flatMap((layer, k) => layer.flatMap((to) => LAYERS[k].map((from) => line('faint', from, to))));
  const neurons = LAYERS.flatMap((layer, k) => layer.map(([x, y]) => dot(`lights ${kind}`, x, y, 4.5, 0.5 * order[k])));
  return [...lines, ...neurons];
}

function neuron() {
  const inputs = [14, 30, 46];
  return [
    ...inputs.flatMap((y, i) => [line(i === 1 ? 'negative' : 'positive', [24, y], [64, 30]), dot('lights forward', 24, y, 4.5, 0.2 * i)]),
    line('faint', [64, 30], [98, 30]),
    dot('body', 64, 30, 11),
    dot('lights forward', 64, 30, 6, 0.8),
    dot('lights forward', 100, 30, 4.5, 1.2),
  ];
}

function bars() {
  const rows = [[36, 30], [56, 12], [76, 44]];
  return [
    ...rows.map(([x, height], i) => shape('rect', `bar bar-${i}`, { x, y: 52 - height, width: 12, height })),
    line('goal', [72, 6], [92, 6]),
    line('faint', [28, 52], [96, 52]),
  ];
}

function descent() {
  return [path('faint', 'M24 8 Q60 96 96 8'), shape('circle', 'rolls', { r: 5, cx: 0, cy: 0 })];
}

function training() {
  return [line('faint', [26, 8], [26, 52]), line('faint', [26, 52], [98, 52]), path('draws positive', 'M27 12 C36 44 46 46 98 49')];
}

function rates() {
  return [
    line('faint', [26, 52], [98, 52]),
    path('draws faint', 'M27 14 L98 26'),
    path('draws positive', 'M27 14 C36 46 50 48 98 49'),
    path('draws negative', 'M27 14 L38 34 L46 20 L55 36 L64 14 L72 38 L80 8'),
  ];
}

function race() {
  const rings = [[34, 22], [22, 14], [10, 6]].map(([rx, ry]) => shape('ellipse', 'faint', { cx: 62, cy: 30, rx, ry }));
  return [...rings, path('draws negative', 'M26 10 L38 44 L46 18 L54 38 L60 28'), path('draws positive', 'M26 10 C34 16 44 30 60 30')];
}

function rows() {
  const places = Array.from({ length: 24 }, (_, i) => [33 + 11 * (i % 6), 14 + 11 * Math.floor(i / 6)]);
  return places.map(([x, y], i) => dot('lights forward', x, y, 4, 0.35 * Math.floor(i / 6)));
}

/** A window that slides over pixels. */
function pixels() {
  const ink = new Set([1, 2, 3, 8, 13, 12, 17]);
  const squares = Array.from({ length: 20 }, (_, i) =>
    shape('rect', ink.has(i) ? 'pixel ink' : 'pixel', { x: 31 + 12 * (i % 5), y: 6 + 12 * Math.floor(i / 5), width: 11, height: 11 }));
  return [...squares, shape('rect', 'slides', { x: 30.5, y: 5.5, width: 36, height: 36 })];
}

/** A picture, its maps, which light up one after another, and what it is read as. */
function maps() {
  const square = (className, x, y, width, delay) => shape('rect', className, { x, y, width, height: width, style: `animation-delay: ${delay}s` });
  const ink = new Set([1, 2, 6, 9, 10, 13]);
  const picture = Array.from({ length: 16 }, (_, i) => square(ink.has(i) ? 'pixel ink' : 'pixel', 14 + 8 * (i % 4), 14 + 8 * Math.floor(i / 4), 7, 0));
  return [
    ...picture,
    ...[6, 24, 42].map((y, i) => square('lights forward', 58, y, 12, 0.3 + 0.1 * i)),
    ...[15, 33].map((y, i) => square('lights forward', 80, y, 12, 0.8 + 0.1 * i)),
    dot('lights forward', 106, 30, 5, 1.3),
  ];
}

/** By the name of a station. */
const PICTURES = {
  neuron,
  'forward-pass': () => network('forward', [0, 1, 2]),
  loss: bars,
  'gradient-descent': descent,
  backpropagation: () => network('backward', [2, 1, 0]),
  train: training,
  'learning-rate': rates,
  optimizers: race,
  batches: rows,
  convolution: pixels,
  images: maps,
};

/**
 * @param {string} name of a station
 * @returns {SVGElement} its picture, which says nothing that its title does not
 */
export function pictureOf(name) {
  const svg = shape('svg', `picture picture-${name}`, { viewBox: '0 0 120 60', 'aria-hidden': 'true' });
  svg.append(...PICTURES[name]());
  return svg;
}
