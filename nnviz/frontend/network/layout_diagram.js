// Where the diagram puts its neurons and lines, and what lies under a point. DOM-free.

import { kindOf } from '../model/layers.js';
import { layerName } from './names.js';
import { cellOf, weightAt } from '../model/parts.js';

/** At most so many neurons of a layer are drawn; of a larger one the first and the last half of these. */
export const MOST_SHOWN = 16;

const HEADING = 22;
const MARGIN = 6;
const MOST_RADIUS = 16;
/** Between the edge of a neuron and its ring; and its labels. */
export const RING_GAP = 2.5;
export const LABEL_GAP = 2 * RING_GAP + 1;
const WIDEST = 'z −0.00123'; // of the numbers beside a neuron, with three digits

const LEVELS = 24; // line styles on each side of zero

/** @returns {number[]} the indices of the neurons drawn */
export function shownNeurons(size, most = MOST_SHOWN) {
  const all = Array.from({ length: size }, (_, i) => i);
  return size <= most ? all : [...all.slice(0, most / 2), ...all.slice(size - most / 2)];
}

/** A label no wider than `room`, shortened with an ellipsis if need be. */
export function shortened(text, room, measure) {
  if (measure(text) <= room) return text;
  let length = text.length - 1;
  while (length > 1 && measure(`${text.slice(0, length)}…`) > room) length -= 1;
  return `${text.slice(0, length)}…`;
}

const headingsOf = (net, spacing, measure) => {
  const full = net.sizes.map((_, layer) => layerName(net, layer));
  const fits = full.slice(1, -1).every((text) => measure(text) + 8 <= spacing);
  return fits ? full : full.map((text) => text.replace('hidden ', 'h'));
};

/** One column of neurons from top to bottom, centred; an ellipsis takes the middle place. */
function layoutColumn(layer, size, x, top, bottom) {
  const shown = shownNeurons(size);
  const places = shown.length + (shown.length < size ? 1 : 0);
  const spacing = Math.min(52, (bottom - top) / places);
  const first = (top + bottom) / 2 - (spacing * (places - 1)) / 2;
  const hidden = size - shown.length;
  const neurons = shown.map((index, order) => {
    const place = hidden > 0 && order >= MOST_SHOWN / 2 ? order + 1 : order;
    return { layer, index, x, y: first + place * spacing };
  });
  const ellipsis = hidden > 0 ? { layer, x, y: first + (MOST_SHOWN / 2) * spacing, hidden } : null;
  return { layer, x, spacing, neurons, ellipsis };
}

/** One line for every connection between neurons that are drawn, as flat arrays. */
function layoutEdges(columns, net) {
  const parts = [];
  for (let layer = 0; layer < net.parts.length; layer += 1) {
    for (const from of columns[layer].neurons) {
      for (const to of columns[layer + 1].neurons) {
        const cell = cellOf(net, layer, from.index, to.index);
        if (cell) parts.push([layer, from, to, ...cell]);
      }
    }
  }
  const count = parts.length;
  const edges = {
    count,
    layer: Uint8Array.from(parts, ([layer]) => layer),
    from: Int32Array.from(parts, ([, from]) => from.index),
    to: Int32Array.from(parts, ([, , to]) => to.index),
    row: Int32Array.from(parts, ([, , , row]) => row), // of the weight matrix
    column: Int32Array.from(parts, ([, , , , column]) => column),
    parameter: Int32Array.from(parts, ([layer, , , row, column]) => weightAt(net, layer, row, column)),
    x1: Float32Array.from(parts, ([, from]) => from.x),
    y1: Float32Array.from(parts, ([, from]) => from.y),
    x2: Float32Array.from(parts, ([, , to]) => to.x),
    y2: Float32Array.from(parts, ([, , to]) => to.y),
    // Lines of one level are drawn in one stroke: a linked list per level, rebuilt for each row.
    firstOfLevel: new Int32Array(2 * LEVELS + 2),
    nextOfLevel: new Int32Array(count),
  };
  return edges;
}

/** One line for every neuron that another one pools, between those that are drawn; it has no weight. */
function layoutLinks(columns, net) {
  return net.parts.flatMap((part, layer) => (part.columns > 0 ? [] : columns[layer + 1].neurons.flatMap((to) => {
    const pooled = kindOf(part).termsOf(part, to.index).map(({ from }) => columns[layer].neurons.find(({ index }) => index === from));
    return pooled.filter(Boolean).map((from) => ({ layer, from: from.index, to: to.index, x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
  })));
}

/**
 * Sort the lines into levels by value: LEVELS is zero, 0 is −clamp, 2·LEVELS is +clamp, the last "not finite".
 * @param {object} edges its lists are rewritten
 * @param {Float32Array} params [P]
 * @param {number} clamp
 * @returns {number[]} the levels, faintest first, so that strong lines lie on top
 */
export function sortEdges(edges, params, clamp) {
  edges.firstOfLevel.fill(-1);
  for (let e = 0; e < edges.count; e += 1) {
    const value = params[edges.parameter[e]];
    const level = Number.isFinite(value)
      ? LEVELS + Math.round(Math.min(1, Math.max(-1, value / clamp)) * LEVELS)
      : 2 * LEVELS + 1;
    edges.nextOfLevel[e] = edges.firstOfLevel[level];
    edges.firstOfLevel[level] = e;
  }
  return DRAWING_ORDER;
}

const DRAWING_ORDER = Array.from({ length: 2 * LEVELS + 1 }, (_, level) => level)
  .sort((a, b) => Math.abs(a - LEVELS) - Math.abs(b - LEVELS))
  .concat(2 * LEVELS + 1);

/** @returns {number} −1..1, or NaN: the fraction of the clamp a level stands for */
export const levelFraction = (level) => (level > 2 * LEVELS ? NaN : (level - LEVELS) / LEVELS);

/**
 * Lay out the diagram.
 * @param {object} request
 * @param {number} request.width CSS pixels
 * @param {number} request.height
 * @param {object} request.net
 * @param {{name: string, unit: string}[]} request.features
 * @param {string[]} request.outputs names of the output neurons
 * @param {string} request.reading the widest of what stands below these names
 * @param {(text: string) => number} request.measure width of a text at the label size, in CSS pixels
 * @returns {object} columns, headings, edges, links, radius, gutters {left, right}, lineWidth of the clamp, room: how wide numbers
 *   beside the neurons may be, isRoomy: whether they are written there
 */
export function layoutDiagram({ width, height, net, features, outputs, reading, measure }) {
  const { sizes, parts } = net;
  const most = width * 0.3;
  const widest = (texts) => Math.min(most, Math.max(0, ...texts.map(measure)));
  const left = widest(['inputs', ...features.flatMap(({ name, unit }) => [name, `(${unit})`])]) + 8;
  const right = widest(['outputs', reading, ...outputs]) + 30;
  const top = HEADING;
  const bottom = height - MARGIN;
  // Neurons at both ends stand a radius inside their gutters; hidden columns share what is left.
  const start = left + MOST_RADIUS;
  const spacing = (width - right - MOST_RADIUS - start) / parts.length;
  const columns = sizes.map((size, layer) => layoutColumn(layer, size, start + layer * spacing, top, bottom));
  const tightest = Math.min(...columns.map((column) => column.spacing));
  const radius = Math.max(3, Math.min(MOST_RADIUS, tightest * 0.45, spacing * 0.28));
  const room = spacing - 2 * radius - LABEL_GAP - 2;
  return {
    width,
    height,
    columns,
    headings: headingsOf(net, spacing, measure),
    headingY: HEADING / 2 - 2,
    edges: layoutEdges(columns, net),
    links: layoutLinks(columns, net),
    radius,
    room,
    isRoomy: measure(WIDEST) <= room,
    lineWidth: Math.max(1.5, Math.min(4.5, tightest * 0.22)),
    gutters: { left, right },
    spacing,
  };
}

/** The headings as places of their terms. */
export function headingSpots({ columns, headings, headingY, radius }, measure) {
  const last = headings.length - 1;
  return headings.map((text, layer) => {
    const width = measure(text);
    const { x } = columns[layer];
    const [form, left] = layer === 0 ? ['input', x + radius - width]
      : layer === last ? ['output', x - radius] : ['hidden layer', x - width / 2];
    return { form, left, top: headingY - HEADING / 2 + 2, width, height: HEADING - 4 };
  });
}

/** Where a neuron is drawn; the ellipsis of its layer if it is not. */
export function neuronPlace(layout, layer, index) {
  const column = layout.columns[layer];
  return column.neurons.find((neuron) => neuron.index === index) ?? column.ellipsis;
}

function distanceToSegment(px, py, x1, y1, x2, y2) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - x1 - along * dx, py - y1 - along * dy);
}

/**
 * What lies under a point of the diagram.
 * @returns {object | null} a selection, see selection.js
 */
export function hitDiagram(layout, x, y, reach = 5) {
  for (const { neurons } of layout.columns) {
    for (const { layer, index, x: cx, y: cy } of neurons) {
      if (Math.hypot(x - cx, y - cy) <= layout.radius + 3) return { kind: 'neuron', layer, index };
    }
  }
  const { edges } = layout;
  let nearest = -1;
  let distance = reach;
  for (let e = 0; e < edges.count; e += 1) {
    const gap = distanceToSegment(x, y, edges.x1[e], edges.y1[e], edges.x2[e], edges.y2[e]);
    if (gap < distance) [nearest, distance] = [e, gap];
  }
  if (nearest < 0) return null;
  return { kind: 'weight', layer: edges.layer[nearest], from: edges.row[nearest], to: edges.column[nearest] };
}

const AROUND = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]];

/** A place on one of a weight's lines where no other line lies on top; null if there is none. */
function onLine(layout, { kind, layer, from, to }) {
  const wanted = { kind, layer, from, to };
  const isFound = (found) => found !== null && Object.keys(wanted).every((key) => found[key] === wanted[key]);
  const { edges } = layout;
  for (let e = 0; e < edges.count; e += 1) {
    if (edges.layer[e] !== wanted.layer || edges.row[e] !== wanted.from || edges.column[e] !== wanted.to) continue;
    for (let part = 0.05; part < 1; part += 0.01) {
      const [x, y] = [edges.x1[e] + part * (edges.x2[e] - edges.x1[e]), edges.y1[e] + part * (edges.y2[e] - edges.y1[e])];
      if (AROUND.every(([dx, dy]) => isFound(hitDiagram(layout, x + dx, y + dy)))) return { x, y };
    }
  }
  return null;
}

/** The middle of a neuron of the diagram; null where it is one of those that an ellipsis stands for. */
function ofNeuron(layout, layer, index) {
  const place = neuronPlace(layout, layer, index);
  return place?.index === index ? place : null;
}

/** Where a neuron or a weight is drawn; null where it is not, or has another thing on top of it. */
export const diagramPlace = (layout, thing) =>
  (thing.kind === 'weight' ? onLine(layout, thing) : ofNeuron(layout, thing.layer, thing.index));
