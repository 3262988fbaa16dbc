// Draws the stage of pictures: the maps of each layer, the outputs, and what is pointed at.

import { LABEL_SIZE } from '../shared/surface.js';
import { shadeIndex } from '../shared/theme.js';
import { focused } from './draw_diagram.js';
import { outline } from './draw_outline.js';
import { LINE, cellPlace, scalesOf, windowsOf } from './layout_maps.js';
import { mapsOf, usesOf } from '../model/parts.js';
import { colorOf, scalePixels } from './shading.js';
import { outputName, taskWords } from './words_task.js';

const HATCH = 7; // CSS pixels between the lines

/** One pixel per neuron, kept from frame to frame, for each layer that has maps or cells: line by line as the values lie. */
export function createImages(net) {
  return net.sizes.map((size, layer) => {
    const [, , across] = mapsOf(net, layer) ?? [1, size, 1];
    const canvas = document.createElement('canvas');
    canvas.width = across;
    canvas.height = size / across;
    const ctx = canvas.getContext('2d');
    const image = ctx.createImageData(across, size / across);
    return { canvas, ctx, image, pixels: new Uint32Array(image.data.buffer) };
  });
}

function drawTiles(ctx, { tiles }, image, values, scale, colors, theme) {
  for (let i = 0; i < values.length; i += 1) image.pixels[i] = colors[shadeIndex(values[i], scale)];
  image.ctx.putImageData(image.image, 0, 0);
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  for (const { first, down, across, x, y, width, height } of tiles) {
    ctx.drawImage(image.canvas, 0, first / across, across, down, x, y, width, height);
    ctx.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  }
}

/** Lines across the column of a layer that does not learn. */
function hatch(ctx, { x, width }, top, bottom, theme) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x - 3, top, width + 6, bottom - top);
  ctx.clip();
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let at = x - 3 - (bottom - top); at < x + width + 6; at += HATCH) {
    ctx.moveTo(at, bottom);
    ctx.lineTo(at + bottom - top, top);
  }
  ctx.stroke();
  ctx.restore();
}

function drawHeading(ctx, column, scale, isFrozen, theme) {
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.text;
  ctx.fillText(column.heading, column.x, LINE / 2);
  ctx.fillStyle = theme.muted;
  ctx.fillText(isFrozen ? `±${scale}, frozen` : `±${scale}`, column.x, 1.5 * LINE);
}

/** The numbers of the maps, which are their names. */
function drawNumbers(ctx, { tiles }, theme) {
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.muted;
  for (const { map, x, y } of tiles) ctx.fillText(map + 1, x - 3, y);
}

/** What each output reads as, with a bar where it is one of several classes; what is true is marked. */
function drawOutputs(ctx, { outputs }, { header, flow, who, net: { task } }, theme) {
  const { nameX, barX, barWidth, right, lines } = outputs;
  const words = taskWords(header);
  ctx.textBaseline = 'middle';
  for (const { first: k, middle } of lines) {
    ctx.fillStyle = theme.text;
    ctx.textAlign = 'left';
    ctx.fillText(outputName(header, k), nameX, middle + 0.5);
    ctx.textAlign = 'right';
    ctx.fillText(words.write(header, k, flow.readings[k]), right, middle + 0.5);
    if (task.groups < 2) continue;
    if (who.truth === k) ctx.fillText('▸', nameX - 2, middle + 0.5);
    ctx.fillStyle = theme.surface;
    ctx.fillRect(barX, middle - 4, barWidth, 8);
    ctx.fillStyle = colorOf(theme, k);
    if (flow.readings[k] > 0) ctx.fillRect(barX, middle - 4, barWidth * Math.min(1, flow.readings[k]), 8);
  }
}

function outlineBetween(ctx, layout, layer, first, last, theme) {
  const [from, to] = [first, last].map((index) => cellPlace(layout, layer, index));
  if (from.tile === to.tile) outline(ctx, from.x, from.y, to.x + to.cell - from.x, to.y + to.cell - from.y, theme);
  else for (const { x, y, width, height } of layout.columns[layer].tiles) outline(ctx, x, y, width, height, theme);
}

/** A neuron and all that its sum reads; a map; or the ends of a weight. */
const OUTLINED = {
  neuron(ctx, layout, { layer, index }, net, theme) {
    for (const { first, last } of windowsOf(net, layer, index)) outlineBetween(ctx, layout, layer - 1, first, last, theme);
    outlineBetween(ctx, layout, layer, index, index, theme);
  },
  map(ctx, layout, { layer, index }, net, theme) {
    const { x, y, width, height } = layout.columns[layer].tiles[index];
    outline(ctx, x, y, width, height, theme);
  },
  weight(ctx, layout, { layer, from, to }, net, theme) {
    const uses = usesOf(net, layer, from, to);
    if (uses.length === 1) uses.flatMap(([one, other]) => [[layer, one], [layer + 1, other]])
      .filter(([, index]) => index !== null).forEach(([at, index]) => outlineBetween(ctx, layout, at, index, index, theme));
    else if (mapsOf(net, layer + 1)) OUTLINED.map(ctx, layout, { layer: layer + 1, index: to }, net, theme);
  },
};

/**
 * Draw the stage of pictures.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels
 * @param {object} layout from layoutMaps
 * @param {object[]} images from createImages
 * @param {object} moment
 * @param {object} theme from readTheme
 */
export function drawMaps(ctx, layout, images, moment, theme) {
  const { net, flow } = moment;
  const colors = scalePixels(theme.palette.activation, theme.background);
  const scales = scalesOf(net, flow);
  ctx.clearRect(0, 0, layout.width, layout.height);
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.imageSmoothingEnabled = false;
  for (const column of layout.columns) {
    const { layer } = column;
    const isFrozen = layer > 0 && net.parts[layer - 1].frozen;
    if (isFrozen) hatch(ctx, column, 2 * LINE + 2, layout.height, theme);
    drawTiles(ctx, column, images[layer], flow.a[layer], scales[layer], colors, theme);
    drawHeading(ctx, column, scales[layer], isFrozen, theme);
    if (layer > 0 && mapsOf(net, layer)) drawNumbers(ctx, column, theme);
  }
  drawOutputs(ctx, layout, moment, theme);
  const selection = focused(moment);
  if (selection) OUTLINED[selection.kind](ctx, layout, selection, net, theme);
}
