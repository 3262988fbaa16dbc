// Draws the network diagram. Everything it needs has been computed before.

import { LABEL_SIZE } from '../shared/surface.js';
import { drawMarker } from '../shared/markers.js';
import { isOff } from '../model/edits.js';
import { fixed, significant } from '../shared/format.js';
import { LABEL_GAP, RING_GAP, levelFraction, neuronPlace, shortened, sortEdges } from './layout_diagram.js';
import { activationOf, biasAt, hasWeights, outgoing, usesOf, weightAt } from '../model/parts.js';
import { colorOf, shapeOf } from './shading.js';
import { ACTIVATION_CLAMP, diverging, shadeIndex, shades } from '../shared/theme.js';
import { outputName, taskWords } from './words_task.js';

const TURN = 2 * Math.PI;

/** What the pictures point out: what is pointed at, else what was chosen. */
export const focused = ({ hovered, selection }) => hovered ?? selection;

/** All lines, faintest first; `visible(e)` picks some. */
function strokeEdges(ctx, layout, moment, theme, visible) {
  const { edges } = layout;
  for (const level of sortEdges(edges, moment.shown, moment.header.weight_clamp)) {
    let e = edges.firstOfLevel[level];
    if (e < 0) continue;
    const fraction = levelFraction(level);
    ctx.strokeStyle = diverging(fraction, 1, theme.palette.weight, theme.background);
    ctx.lineWidth = Number.isNaN(fraction) ? 2 : 0.5 + Math.abs(fraction) * (layout.lineWidth - 0.5);
    ctx.setLineDash(Number.isNaN(fraction) ? [2, 4] : []);
    ctx.beginPath();
    for (; e >= 0; e = edges.nextOfLevel[e]) {
      if (visible && !visible(e)) continue;
      ctx.moveTo(edges.x1[e], edges.y1[e]);
      ctx.lineTo(edges.x2[e], edges.y2[e]);
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** The lines of what pools, which have no weight. */
function strokeLinks(ctx, links, theme) {
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 0.75;
  ctx.beginPath();
  for (const { x1, y1, x2, y2 } of links) {
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
  }
  ctx.stroke();
}

/** Whether a line from a neuron of a layer to one of the next leads to or from the neuron that is selected. */
const meets = (selection, layer, from, to) =>
  (layer === selection.layer && from === selection.index) || (layer === selection.layer - 1 && to === selection.index);

function drawEdges(ctx, layout, moment, theme) {
  const selection = focused(moment);
  const { edges, links } = layout;
  ctx.globalAlpha = selection ? 0.18 : 1;
  strokeLinks(ctx, links, theme);
  strokeEdges(ctx, layout, moment, theme, null);
  ctx.globalAlpha = 1;
  if (!selection) return;
  if (selection.kind === 'weight') drawWeight(ctx, layout, selection, moment, theme);
  else {
    strokeLinks(ctx, links.filter(({ layer, from, to }) => meets(selection, layer, from, to)), theme);
    strokeEdges(ctx, layout, moment, theme, (e) => meets(selection, edges.layer[e], edges.from[e], edges.to[e]));
  }
}

/** The lines of a single weight may be as pale as the background, so they are broad and edged in the text colour. */
function drawWeight(ctx, layout, { layer, from, to }, { shown, net, header }, theme) {
  const own = diverging(shown[weightAt(net, layer, from, to)], header.weight_clamp, theme.palette.weight, theme.background);
  const ends = usesOf(net, layer, from, to).map(([one, other]) => [neuronPlace(layout, layer, one), neuronPlace(layout, layer + 1, other)]);
  for (const [color, width] of [[theme.text, 8], [theme.background, 5.5], [own, 4]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.beginPath();
    for (const [a, b] of ends) {
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
    }
    ctx.stroke();
  }
}

/** What a disc shows: the bias, if there is one, or the activation for the row that is followed; null: nothing. */
function valueOf({ shown, net, flow }, mode, layer, index) {
  if (mode === 'row') return flow.a[layer][index];
  return hasWeights(net, layer) ? shown[biasAt(net, layer, index)] : null;
}

function drawDiscs(ctx, layout, moment, mode, theme) {
  const isActivation = mode === 'row';
  const pair = isActivation ? theme.palette.activation : theme.palette.weight;
  const clamp = isActivation ? ACTIVATION_CLAMP : moment.header.weight_clamp;
  ctx.lineWidth = 1.25;
  ctx.strokeStyle = theme.muted;
  for (const { neurons } of layout.columns) {
    for (const { layer, index, x, y } of neurons) {
      const value = valueOf(moment, mode, layer, index);
      ctx.beginPath();
      ctx.arc(x, y, layout.radius, 0, TURN);
      ctx.fillStyle = value === null ? theme.background : diverging(value, clamp, pair, theme.background);
      ctx.fill();
      ctx.stroke();
      if (value !== null && !Number.isFinite(value)) drawCross(ctx, x, y, layout.radius * 0.6, theme.background);
    }
  }
}

const TEXT_HEIGHT = 12;

/** A text to the right of a place, on a ground of its own: the lines end there. */
function writeOver(ctx, text, x, y, theme) {
  if (text === '') return;
  ctx.fillStyle = theme.background;
  ctx.fillRect(x - 1, y - TEXT_HEIGHT / 2, ctx.measureText(text).width + 2, TEXT_HEIGHT);
  ctx.fillStyle = theme.text;
  ctx.fillText(text, x, y);
}

/** A number to three digits or, where it is very small and there is no room for that, to two decimals; '' without room for either. */
function flowText(ctx, name, value, room) {
  const texts = [significant(value), fixed(value, 2)].map((text) => `${name} ${text}`);
  return texts.find((text) => ctx.measureText(text).width <= room) ?? '';
}

/**
 * z and a beside each hidden neuron, where both differ; of the inputs x; the z of an output stands below its name. Where the next layer is
 * so near that there is no room for them, a stands in the neuron.
 */
function drawFlow(ctx, layout, { net, flow }, theme) {
  const { room } = layout;
  ctx.textBaseline = 'middle';
  if (!layout.isRoomy) {
    drawWithin(ctx, layout, flow, theme);
    return;
  }
  ctx.textAlign = 'left';
  for (const { neurons, spacing } of layout.columns.slice(0, -1)) {
    for (const { layer, index, x, y } of neurons) {
      const at = x + layout.radius + LABEL_GAP;
      const two = activationOf(net, layer) !== null && spacing >= 22;
      if (two) writeOver(ctx, flowText(ctx, 'z', flow.z[layer][index], room), at, y - 6, theme);
      writeOver(ctx, flowText(ctx, layer === 0 ? 'x' : 'a', flow.a[layer][index], room), at, two ? y + 6 : y, theme);
    }
  }
}

/** a in each neuron, to one decimal, where it fits. */
function drawWithin(ctx, layout, { a }, theme) {
  const { ink } = shades(theme.palette.activation, theme.background);
  ctx.textAlign = 'center';
  for (const { neurons } of layout.columns.slice(0, -1)) {
    for (const { layer, index, x, y } of neurons) {
      const value = a[layer][index];
      const text = fixed(value, 1);
      if (!Number.isFinite(value) || ctx.measureText(text).width > 2 * layout.radius - 2) continue;
      ctx.fillStyle = ink[shadeIndex(value, ACTIVATION_CLAMP)];
      ctx.fillText(text, x, y + 0.5);
    }
  }
}

/** Neurons that are switched off are crossed out. */
function drawOff(ctx, layout, { params, net, edited }, theme) {
  if (!edited) return;
  for (const { neurons } of layout.columns.slice(1, -1)) {
    for (const { layer, index, x, y } of neurons) {
      if (isOff(params, outgoing(net, layer, index))) drawCross(ctx, x, y, layout.radius, theme.text);
    }
  }
}

function drawCross(ctx, x, y, reach, color) {
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x - reach, y - reach);
  ctx.lineTo(x + reach, y + reach);
  ctx.moveTo(x + reach, y - reach);
  ctx.lineTo(x - reach, y + reach);
  ctx.stroke();
  ctx.restore();
}

/** Shapes of a neuron: a disc, or the square of a picture, each to `reach` from its middle. */
const disc = (ctx, x, y, reach) => ctx.arc(x, y, reach, 0, TURN);
const square = (ctx, x, y, reach) => ctx.rect(x - reach, y - reach, 2 * reach, 2 * reach);

/** A ring just around a neuron, whose labels begin beyond it. */
function ring(ctx, layout, [layer, index], shape, theme) {
  const { x, y } = neuronPlace(layout, layer, index);
  ctx.beginPath();
  shape(ctx, x, y, layout.radius + RING_GAP);
  for (const [color, width] of [[theme.background, 2 * RING_GAP], [theme.text, 2.25]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

function drawRings(ctx, layout, selection, net, shape, theme) {
  if (!selection) return;
  const { kind, layer, index, from, to } = selection;
  const ends = kind === 'neuron' ? [[layer, index]] : usesOf(net, layer, from, to).flatMap(([one, other]) => [[layer, one], [layer + 1, other]]);
  for (const neuron of ends) ring(ctx, layout, neuron, shape, theme);
}

function drawHeadings(ctx, layout, theme) {
  ctx.fillStyle = theme.text;
  ctx.textBaseline = 'middle';
  const last = layout.columns.length - 1;
  layout.headings.forEach((text, layer) => {
    const { x } = layout.columns[layer];
    ctx.textAlign = layer === 0 ? 'right' : layer === last ? 'left' : 'center';
    const nudge = layer === 0 ? layout.radius : layer === last ? -layout.radius : 0;
    ctx.fillText(text, x + nudge, layout.headingY);
  });
}

function drawEllipses(ctx, layout, theme) {
  ctx.textAlign = 'center';
  for (const { ellipsis } of layout.columns) {
    if (!ellipsis) continue;
    const full = `⋮ +${ellipsis.hidden} more`;
    const text = ctx.measureText(full).width + 12 <= layout.spacing ? full : `+${ellipsis.hidden}`;
    const width = ctx.measureText(text).width + 8;
    ctx.fillStyle = theme.background;
    ctx.fillRect(ellipsis.x - width / 2, ellipsis.y - 7, width, 14);
    ctx.fillStyle = theme.text;
    ctx.fillText(text, ellipsis.x, ellipsis.y);
  }
}

function drawInputLabels(ctx, layout, header, theme) {
  const { neurons, spacing } = layout.columns[0];
  const measure = (text) => ctx.measureText(text).width;
  ctx.textAlign = 'right';
  for (const { index, x, y } of neurons) {
    const { name, unit } = header.features[index] ?? { name: `input ${index + 1}`, unit: '' };
    const right = x - layout.radius - LABEL_GAP;
    const twoLines = spacing >= 28 && Boolean(unit);
    ctx.fillStyle = theme.text;
    ctx.fillText(shortened(name, right - 2, measure), right, twoLines ? y - 7 : y);
    ctx.fillStyle = theme.muted;
    if (twoLines) ctx.fillText(`(${unit})`, right, y + 7);
  }
}

function drawOutputLabels(ctx, layout, { header, flow }, mode, theme) {
  const { neurons, spacing } = layout.columns[header.net.parts.length];
  const { groups } = header.net.task;
  const measure = (text) => ctx.measureText(text).width;
  ctx.textAlign = 'left';
  for (const { index, x, y } of neurons) {
    const marker = x + layout.radius + LABEL_GAP + 5;
    const left = marker + (groups > 1 ? 9 : -4);
    const told = mode === 'row'
      ? flowText(ctx, 'z', flow.outputs[index], layout.width - left)
      : taskWords(header).write(header, index, flow.readings[index]);
    const reading = spacing >= 28 ? told : '';
    const line = reading ? y - 7 : y;
    if (groups > 1) drawMarker(ctx, shapeOf(header, index), marker, line, 5, colorOf(theme, index));
    ctx.fillStyle = theme.text;
    ctx.fillText(shortened(outputName(header, index), layout.width - left - 2, measure), left, line);
    if (reading) ctx.fillText(reading, left, y + 8);
  }
}

/**
 * Draw the diagram.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels
 * @param {object} layout from layoutDiagram
 * @param {object} moment
 * @param {'response' | 'swarm' | 'row' | 'bias'} mode what the neurons show
 * @param {() => void} drawPictures draws what each neuron sees, in the modes that do
 * @param {object} theme from readTheme
 */
export function drawDiagram(ctx, layout, moment, mode, drawPictures, theme) {
  ctx.clearRect(0, 0, layout.width, layout.height);
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.lineCap = 'butt';
  drawEdges(ctx, layout, moment, theme);
  const pictured = mode === 'response' || mode === 'swarm';
  if (pictured) drawPictures();
  else drawDiscs(ctx, layout, moment, mode, theme);
  if (mode === 'row') drawFlow(ctx, layout, moment, theme);
  drawOff(ctx, layout, moment, theme);
  drawRings(ctx, layout, focused(moment), moment.net, pictured ? square : disc, theme);
  drawHeadings(ctx, layout, theme);
  drawEllipses(ctx, layout, theme);
  drawInputLabels(ctx, layout, moment.header, theme);
  drawOutputLabels(ctx, layout, moment, mode, theme);
}
