// Draws what each neuron sees: all pictures are painted into one atlas, and copied from there.

import { drawMarker } from '../shared/markers.js';
import { cellsAlong, paintResponse, paintSwarm, swarmHeight, swarmPlaces, swarmRange } from './pictures.js';
import { niceTicks } from '../shared/chart_layout.js';
import { fixed } from '../shared/format.js';
import { activationOf, isOutput } from '../model/parts.js';
import { answerPixels, colorOf, OUTPUT, pixel, scalePixels, shapeOf } from './shading.js';
import { shortened } from './layout_diagram.js';
import { axisName } from './layout_map.js';
import { LABEL_SIZE } from '../shared/surface.js';
import { inputName } from './names.js';
import { taskWords } from './words_task.js';

const MOST_PIXELS = 24; // along one side of a response
const DOT = 1.25; // CSS pixels

/** What pictures need to know of the theme, found out once. */
function tablesOf(theme, task) {
  const scale = scalePixels(theme.palette.activation, theme.background);
  const none = scale.at(-1); // values that are no numbers look the same in all pictures
  const outputs = answerPixels(theme, task, OUTPUT);
  return {
    theme, paints: task.paints, K: task.K,
    scale,
    none,
    outputs: outputs === scale ? scale : { ...outputs, none },
    background: pixel(theme.background),
    zero: pixel(theme.border),
    classes: Uint32Array.from({ length: task.groups }, (_, k) => pixel(colorOf(theme, k))),
  };
}

const isFor = (tables, theme, { paints, K }) => tables?.theme === theme && tables.paints === paints && tables.K === K;

/** What swarms need beyond the moment: places that stay. */
function createSwarm() {
  const swarm = { places: null, groups: null };
  swarm.prepare = ({ data, net }) => {
    if (swarm.groups !== data.groups) swarm.places = swarmPlaces(data.groups, net.task.groups);
    swarm.groups = data.groups;
  };
  return swarm;
}

/** The values [N, n] of a layer; of the outputs what they read as. */
const valuesOf = ({ net, swarm }, layer) => (isOutput(net, layer) ? swarm.readings : swarm.a[layer]);

/**
 * @returns {{drawPictures: (ctx, neurons: object[], mode: string, size: number, moment: object,
 *   fields: object, theme: object) => void}} neurons: {layer, index, x, y} centres in CSS pixels;
 *   mode 'response' | 'swarm'; size: CSS pixels along a picture's side; fields: only for 'response'
 */
export function createPictures() {
  const canvas = document.createElement('canvas');
  const atlas = canvas.getContext('2d');
  const swarm = createSwarm();
  let tables = null;
  let data = null;
  let pixels = null;
  let cells = null; // of the fields along the side of a picture
  let cellsKey = '';

  function makeRoom(width, height) {
    if (data && canvas.width === width && canvas.height === height) return;
    [canvas.width, canvas.height] = [width, height];
    data = atlas.createImageData(width, height);
    pixels = new Uint32Array(data.data.buffer);
  }

  function prepare(theme, task) {
    if (!isFor(tables, theme, task)) tables = tablesOf(theme, task);
  }

  function paint(neurons, mode, side, columns, density, moment, fields) {
    const { net } = moment;
    const width = columns * side;
    if (mode === 'swarm') swarm.prepare(moment);
    else if (cellsKey !== `${fields.side} ${side}`) {
      cellsKey = `${fields.side} ${side}`;
      cells = cellsAlong(fields.side, side);
    }
    const picture = { size: side, dot: Math.max(1, Math.round(DOT * density)) };
    let layer = -1;
    let range = null;
    for (let i = 0; i < neurons.length; i += 1) {
      const neuron = neurons[i];
      const at = Math.floor(i / columns) * side * width + (i % columns) * side;
      if (mode === 'response') {
        paintResponse(fields, neuron, net, tables, cells, pixels, width, at);
        continue;
      }
      if (neuron.layer !== layer || neuron.layer === 0) range = swarmRange(net, neuron.layer, neuron.index, moment.data);
      layer = neuron.layer;
      paintSwarm(valuesOf(moment, layer), net.sizes[layer], neuron.index, range, swarm, tables, picture, pixels, width, at);
    }
  }

  function drawPictures(ctx, neurons, mode, size, moment, fields, theme) {
    const density = ctx.getTransform().a;
    const columns = Math.ceil(Math.sqrt(neurons.length));
    const side = mode === 'response' ? Math.min(MOST_PIXELS, fields.side) : Math.max(8, Math.round(size * density));
    makeRoom(columns * side, Math.ceil(neurons.length / columns) * side);
    prepare(theme, moment.net.task);
    paint(neurons, mode, side, columns, density, moment, fields);
    atlas.putImageData(data, 0, 0);
    ctx.imageSmoothingEnabled = mode === 'response';
    ctx.beginPath();
    for (let i = 0; i < neurons.length; i += 1) {
      const [left, top] = [neurons[i].x - size / 2, neurons[i].y - size / 2];
      ctx.drawImage(canvas, (i % columns) * side, Math.floor(i / columns) * side, side, side, left, top, size, size);
      ctx.rect(left - 0.5, top - 0.5, size + 1, size + 1);
    }
    ctx.strokeStyle = theme.muted;
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  return { drawPictures };
}

const TITLE = 16;

function frame(ctx, { left, top, right, bottom }, theme) {
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
}

/** The axis of a swarm, with its numbers and a line at zero. */
function drawScale(ctx, { left, top, right, bottom }, range, theme) {
  const y = (value) => top + swarmHeight(value, range) * (bottom - top);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.text;
  const step = range.high - range.low <= 2 ? 1 : 0;
  for (const value of niceTicks(range.low, range.high, 4)) ctx.fillText(fixed(value, step), left - 5, y(value));
  ctx.strokeStyle = theme.border;
  ctx.beginPath();
  ctx.moveTo(left, y(range.zero));
  ctx.lineTo(right, y(range.zero));
  ctx.stroke();
}

const swarmTitle = (header, layer) => {
  if (layer === 0) return inputName(header.scaled);
  if (isOutput(header.net, layer)) return taskWords(header).reading;
  return activationOf(header.net, layer) === null ? 'pooled a' : 'activation a';
};

/**
 * Draws one neuron's picture as the lens shows it: large, with its axes.
 * @returns {{drawLens: (ctx, size: number, mode: string, neuron: object, moment: object,
 *   fields: object, theme: object) => void}} size: CSS pixels along its side
 */
export function createLensPicture() {
  const canvas = document.createElement('canvas');
  const image = canvas.getContext('2d');
  const swarm = createSwarm();
  let tables = null;
  let data = null;
  let pixels = null;
  let cells = null;

  function drawResponse(ctx, size, neuron, { net }, fields, theme) {
    const { side, plane } = fields;
    if (canvas.width !== side || !data) {
      [canvas.width, canvas.height] = [side, side];
      data = image.createImageData(side, side);
      pixels = new Uint32Array(data.data.buffer);
      cells = cellsAlong(side, side);
    }
    paintResponse(fields, neuron, net, tables, cells, pixels, side, 0);
    image.putImageData(data, 0, 0);
    const box = { left: 1, top: TITLE, right: size - 1, bottom: size - TITLE };
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(canvas, box.left, box.top, box.right - box.left, box.bottom - box.top);
    frame(ctx, box, theme);
    const measure = (text) => ctx.measureText(text).width;
    const [across, up] = plane.axes.map((axis) => shortened(axisName(axis), size - 16, measure));
    ctx.fillStyle = theme.text;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    ctx.fillText(`↑ ${up}`, 1, TITLE / 2 - 1);
    ctx.textAlign = 'right';
    ctx.fillText(`${across} →`, size - 1, size - TITLE / 2 + 1);
  }

  function drawSwarm(ctx, size, { layer, index }, moment, theme) {
    const { net, header, data } = moment;
    const { count, groups } = data;
    swarm.prepare(moment);
    const range = swarmRange(net, layer, index, data);
    const values = valuesOf(moment, layer);
    const box = { left: 30, top: TITLE + 2, right: size - 1, bottom: size - 6 };
    const inner = { left: box.left, right: box.right, top: box.top + 4, bottom: box.bottom - 4 };
    drawScale(ctx, inner, range, theme);
    frame(ctx, box, theme);
    ctx.fillStyle = theme.text;
    ctx.textAlign = 'left';
    ctx.fillText(swarmTitle(header, layer), 1, TITLE / 2 - 1);
    for (let row = 0; row < count; row += 1) {
      const value = values[row * net.sizes[layer] + index];
      if (Number.isNaN(value)) continue;
      const x = inner.left + swarm.places[row] * (inner.right - inner.left);
      const at = inner.top + swarmHeight(value, range) * (inner.bottom - inner.top);
      drawMarker(ctx, shapeOf(header, groups[row]), x, at, 2.2, colorOf(theme, groups[row]));
    }
  }

  function drawLens(ctx, size, mode, neuron, moment, fields, theme) {
    if (!isFor(tables, theme, moment.net.task)) tables = tablesOf(theme, moment.net.task);
    ctx.clearRect(0, 0, size, size);
    ctx.font = `${LABEL_SIZE}px ${theme.font}`;
    if (mode === 'response') drawResponse(ctx, size, neuron, moment, fields, theme);
    else drawSwarm(ctx, size, neuron, moment, theme);
  }

  return { drawLens };
}
