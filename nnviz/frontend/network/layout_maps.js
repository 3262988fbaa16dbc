// Where the stage of pictures puts the maps and the neurons of each layer, and what lies under a point. DOM-free.

import { kindOf } from '../model/layers.js';
import { layerName } from './names.js';
import { shortened } from './layout_diagram.js';
import { hasWeights, isOutput, mapsOf, pixelOf } from '../model/parts.js';

/** Lines above each column: its name, and its scale. */
export const LINE = 13;
const HEADING = 2 * LINE + 4;
const NUMBER = 15; // beside a map: which one it is
const EDGE = 2; // room for a frame at the left
const GAP = 4; // between columns of maps, and one map and the next where there is room
const LEAST_GAP = 2;
const LARGEST = { map: 46, cell: 16, picture: 110 }; // CSS pixels along a side
const SMALLEST = { map: 8, cell: 4 };
const SPACES = [18, 12, 7]; // between columns, from roomy to tight
const OUTPUT = 24; // the height of an output at most
const CELL = 12; // beside an output: its z
const BAR = { widest: 90, least: 20 };

/** How many of `count` stand in each of `across` columns. */
const perColumn = (count, across) => Math.ceil(count / across);

/** Pictures one below the other, wrapped where `height` ends before they are `side` high: how many across, and how wide. */
function wrapMaps(count, side, height) {
  let across = 1;
  while (across < count && perColumn(count, across) * (side + LEAST_GAP) - LEAST_GAP > height) across += 1;
  return { across, width: across * (NUMBER + side + GAP) - GAP };
}

/** Neurons of a layer that is no picture, one below the other. */
function wrapCells(count, height) {
  let across = 1;
  const sideOf = () => Math.min(LARGEST.cell, height / perColumn(count, across));
  while (across < count && sideOf() < 2 * SMALLEST.cell) across += 1;
  return { across, side: sideOf(), width: across * (sideOf() + 2) };
}

/** How wide each column is where the maps are `side` wide, with the picture of the inputs no smaller than they. */
function widthsOf(net, side, height) {
  return net.sizes.slice(0, -1).map((size, layer) => {
    const maps = mapsOf(net, layer);
    if (!maps) return wrapCells(size, height).width;
    return layer === 0 ? Math.min(LARGEST.picture, 1.6 * side) : wrapMaps(maps[0], side, height).width;
  });
}

/** The widest maps with which all columns fit, and the space between these. */
function fitSide(net, room, height) {
  for (let side = LARGEST.map; side >= SMALLEST.map; side -= 1) {
    const widths = widthsOf(net, side, height);
    const needed = widths.reduce((sum, width) => sum + width, 0);
    const space = SPACES.find((one) => needed + one * widths.length <= room && (side < 28 || one > SPACES[2]));
    if (space !== undefined) return { side, widths, spare: room - needed - space * widths.length, space };
  }
  const widths = widthsOf(net, SMALLEST.map, height);
  return { side: SMALLEST.map, widths, spare: 0, space: SPACES.at(-1) };
}

/** A rectangle of neurons side by side, line by line: the first of them, and where the rectangle is. */
const tile = (layer, map, first, [down, across], x, y, cell) =>
  ({ layer, map, first, down, across, x, y, cell, width: across * cell, height: down * cell });

function mapTiles(net, layer, x, top, height, side) {
  const [count, down, across] = mapsOf(net, layer);
  const cell = side / Math.max(down, across);
  const isNumbered = layer > 0;
  const columns = isNumbered ? wrapMaps(count, side, height).across : 1;
  const rows = perColumn(count, columns);
  const pitch = Math.min(side + 2 * GAP, (height + LEAST_GAP) / rows);
  const start = top + (height - rows * pitch + LEAST_GAP) / 2;
  const indent = isNumbered ? NUMBER : 0;
  return Array.from({ length: count }, (_, map) => tile(layer, map, map * down * across, [down, across],
    x + Math.floor(map / rows) * (indent + side + GAP) + indent, start + (map % rows) * pitch, cell));
}

function cellTiles(net, layer, x, top, height) {
  const count = net.sizes[layer];
  const { across, side } = wrapCells(count, height);
  const rows = perColumn(count, across);
  const start = top + (height - rows * side) / 2;
  return Array.from({ length: Math.ceil(count / rows) }, (_, strip) =>
    tile(layer, null, strip * rows, [Math.min(rows, count - strip * rows), 1], x + strip * (side + 2), start, side));
}

/** The outputs, each a line: its z as a cell, its name, a bar, and what it reads as. */
function layoutOutputs(net, { outputs, reading, measure }, left, right, top, height) {
  const layer = net.parts.length;
  const pitch = Math.min(OUTPUT, height / outputs.length);
  const start = top + (height - pitch * outputs.length) / 2;
  const cell = Math.min(CELL, pitch - 2);
  const nameX = left + cell + 14; // what is true is marked before it
  const barX = nameX + Math.max(...outputs.map(measure)) + 5;
  return {
    layer, left, right, pitch, nameX, barX, barWidth: right - measure(reading) - 5 - barX,
    lines: outputs.map((_, index) => ({ ...tile(layer, null, index, [1, 1], left, start + index * pitch + (pitch - cell) / 2, cell), middle: start + (index + 0.5) * pitch })),
  };
}

/** How wide the outputs are: with bars as wide as there is room for. */
function outputsWidth({ outputs, reading, measure, width }) {
  const texts = CELL + 14 + Math.max(...outputs.map(measure)) + 5 + 5 + measure(reading);
  return texts + Math.max(BAR.least, Math.min(BAR.widest, width * 0.3 - texts));
}

/**
 * Lay out the stage of pictures.
 * @param {object} request
 * @param {number} request.width CSS pixels
 * @param {number} request.height
 * @param {object} request.net
 * @param {string[]} request.outputs names of the outputs
 * @param {string} request.reading the widest of what they read as
 * @param {(text: string) => number} request.measure width of a text at the label size
 * @returns {{width: number, height: number, columns: {layer: number, x: number, width: number, heading: string, tiles: object[]}[],
 *   outputs: object, side: number}} tiles: rectangles of neurons, whose `first` is at the left upper corner
 */
export function layoutMaps(request) {
  const { width, height, net, measure } = request;
  const top = HEADING;
  const room = height - HEADING - 2;
  const left = width - outputsWidth(request);
  const { side, widths, space, spare } = fitSide(net, left, room);
  const own = Math.min(spare - EDGE, LARGEST.picture - widths[0], room - widths[0]); // the picture grows first, then the space
  const gap = space + (spare - EDGE - Math.max(0, own)) / widths.length;
  widths[0] += net.picture ? Math.max(0, own) : 0;
  let x = EDGE;
  const columns = widths.map((wide, layer) => {
    const tiles = mapsOf(net, layer)
      ? mapTiles(net, layer, x, top, room, layer === 0 ? wide : side)
      : cellTiles(net, layer, x, top, room);
    const column = { layer, x, width: wide, tiles, heading: headingOf(net, layer, wide + gap - 3, measure) };
    x += wide + gap;
    return column;
  });
  const outputs = layoutOutputs(net, request, left, width, top, room);
  columns.push({ layer: outputs.layer, x: left, width: width - left, tiles: outputs.lines, heading: layerName(net, outputs.layer) });
  return { width, height, columns, outputs, side };
}

/** The name of a layer; its first letter and number where there is no room for it. */
function headingOf(net, layer, room, measure) {
  const name = layerName(net, layer);
  return measure(name) <= room ? name : shortened(name.replace(/^([a-z])[a-z]* (\d)/, '$1$2'), room, measure);
}

/** What a layer is, as a term. */
function formOf(net, layer) {
  if (layer === 0) return 'input';
  if (isOutput(net, layer)) return 'output';
  if (!mapsOf(net, layer)) return 'hidden layer';
  return hasWeights(net, layer) ? 'feature map' : 'pooling';
}

/** The headings as places of their terms. */
export const mapSpots = ({ columns }, net, measure) =>
  columns.map(({ layer, x, heading }) => ({ form: formOf(net, layer), left: x, top: 0, width: measure(heading), height: LINE }));

/** Where a neuron is drawn: its tile, and the left upper corner of its cell. */
export function cellPlace({ columns }, layer, index) {
  const found = columns[layer]?.tiles.find(({ first, down, across }) => index >= first && index < first + down * across);
  if (!found) return null;
  const { first, across, cell, x, y } = found;
  const within = index - first;
  return { tile: found, x: x + (within % across) * cell, y: y + Math.floor(within / across) * cell, cell };
}

/** The middle of a neuron or of the name of a map; null: there is no such thing on the stage. */
export function mapThingPlace(layout, { kind, layer, index }) {
  if (kind === 'neuron') {
    const place = cellPlace(layout, layer, index);
    return place && { x: place.x + place.cell / 2, y: place.y + place.cell / 2 };
  }
  const named = kind === 'map' ? layout.columns[layer]?.tiles.find(({ map }) => map === index) : null;
  return named ? { x: named.x - NUMBER / 2, y: named.y + LINE / 2 } : null;
}

/**
 * What the sum of a neuron reads in the layer before it, as the smallest rectangles that hold it.
 * @returns {{first: number, last: number}[]} neurons of the layer before at the corners, a rectangle for each map
 */
export function windowsOf(net, layer, index) {
  if (layer === 0) return [];
  const part = net.parts[layer - 1];
  if (!mapsOf(net, layer - 1)) return [{ first: 0, last: part.inputs - 1 }];
  const corners = new Map();
  for (const { from } of kindOf(part).termsOf(part, index)) { // map by map, line by line within
    const { map } = pixelOf(net, layer - 1, from);
    corners.set(map, { first: corners.get(map)?.first ?? from, last: from });
  }
  return [...corners.values()];
}

const isWithin = (x, y, box, reach = 0) =>
  x >= box.x - reach && x < box.x + box.width + reach && y >= box.y - reach && y < box.y + box.height + reach;

/**
 * What lies under a point of the stage.
 * @returns {object | null} a selection, see selection.js
 */
export function hitMaps({ columns, outputs }, x, y) {
  for (const { layer, tiles } of columns.slice(0, -1)) {
    for (const one of tiles) {
      if (isWithin(x, y, one, 1)) return { kind: 'neuron', layer, index: indexAt(one, x, y) };
      if (layer > 0 && one.map !== null && isWithin(x, y, { x: one.x - NUMBER, y: one.y - 1, width: NUMBER, height: Math.max(one.height, LINE) })) {
        return { kind: 'map', layer, index: one.map };
      }
    }
  }
  const { left, right, pitch, lines, layer } = outputs;
  const line = lines.find(({ middle }) => isWithin(x, y, { x: left - 2, y: middle - pitch / 2, width: right - left + 2, height: pitch }));
  return line ? { kind: 'neuron', layer, index: line.first } : null;
}

function indexAt({ first, down, across, x: left, y: top, cell }, x, y) {
  const within = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value / cell)));
  return first + within(y - top, down) * across + within(x - left, across);
}

const NICE = [1, 2, 5, 10];

/** The number 1, 2 or 5 times a power of ten from which on the values of a layer have the full colour. */
export function scaleFor(values) {
  const largest = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  if (largest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return Number((power * NICE.find((nice) => nice * power >= largest * 0.999)).toPrecision(1));
}

/** The scale of each layer for one row; what pools has that of the maps that it pools. */
export function scalesOf({ parts }, { a }) {
  return a.reduce((scales, values, layer) =>
    [...scales, layer > 0 && parts[layer - 1].columns === 0 ? scales[layer - 1] : scaleFor(values)], []);
}
