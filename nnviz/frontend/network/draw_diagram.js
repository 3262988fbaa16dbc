// Draws the network diagram. Everything it needs has been computed before.

import { LABEL_SIZE } from '../shared/surface.js';
import { drawMarker } from '../shared/markers.js';
import { isOff, outgoing } from '../model/edits.js';
import { percent, significant } from '../shared/format.js';
import { levelFraction, neuronPlace, shortened, sortEdges } from './layout_diagram.js';
import { biasAt, weightAt } from '../model/network.js';
import { diverging } from '../shared/theme.js';

const TURN = 2 * Math.PI;

/** |a| from which an activation has the full colour. */
export const ACTIVATION_CLAMP = 2;

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

/** Which lines lead to or from a neuron. */
function belongs(edges, selection) {
  return (e) => (edges.layer[e] === selection.layer && edges.from[e] === selection.index)
    || (edges.layer[e] === selection.layer - 1 && edges.to[e] === selection.index);
}

function drawEdges(ctx, layout, moment, theme) {
  const selection = focused(moment);
  if (!selection) {
    strokeEdges(ctx, layout, moment, theme, null);
    return;
  }
  ctx.globalAlpha = 0.18;
  strokeEdges(ctx, layout, moment, theme, null);
  ctx.globalAlpha = 1;
  if (selection.kind === 'weight') drawOneEdge(ctx, layout, selection, moment, theme);
  else strokeEdges(ctx, layout, moment, theme, belongs(layout.edges, selection));
}

/** A single line may be as pale as the background, so it is broad and edged in the text colour. */
function drawOneEdge(ctx, layout, { layer, from, to }, { shown, net, header }, theme) {
  const own = diverging(shown[weightAt(net.map, layer, from, to)], header.weight_clamp, theme.palette.weight, theme.background);
  const a = neuronPlace(layout, layer, from);
  const b = neuronPlace(layout, layer + 1, to);
  for (const [color, width] of [[theme.text, 8], [theme.background, 5.5], [own, 4]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.lineTo(b.x, b.y);
    ctx.stroke();
  }
}

/** What a disc shows: the bias, or the activation for the penguin that is followed; null: nothing. */
function valueOf({ shown, net, flow }, mode, layer, index) {
  if (mode === 'penguin') return flow.a[layer][index];
  return layer === 0 ? null : shown[biasAt(net.map, layer, index)];
}

function drawDiscs(ctx, layout, moment, mode, theme) {
  const isActivation = mode === 'penguin';
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

/** A text that can be read on top of lines. */
function writeOver(ctx, text, x, y, theme) {
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 3;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = theme.text;
  ctx.fillText(text, x, y);
}

/** z and a beside each hidden neuron; of the inputs x, of the outputs z. */
function drawFlow(ctx, layout, { flow, net }, theme) {
  const last = net.sizes.length - 1;
  ctx.lineJoin = 'round';
  ctx.textBaseline = 'middle';
  for (const { neurons, spacing } of layout.columns) {
    for (const { layer, index, x, y } of neurons) {
      const a = significant(flow.a[layer][index]);
      const outputs = layer === last;
      ctx.textAlign = outputs ? 'right' : 'left';
      const at = outputs ? x - layout.radius - 4 : x + layout.radius + 4;
      const two = layer > 0 && !outputs && spacing >= 22;
      if (two) writeOver(ctx, `z ${significant(flow.z[layer][index])}`, at, y - 6, theme);
      const name = layer === 0 ? 'x' : outputs ? 'z' : 'a';
      writeOver(ctx, `${name} ${a}`, at, two ? y + 6 : y, theme);
    }
  }
}

/** Neurons that are switched off are crossed out. */
function drawOff(ctx, layout, { params, net, edited }, theme) {
  if (!edited) return;
  for (const { neurons } of layout.columns.slice(1, -1)) {
    for (const { layer, index, x, y } of neurons) {
      if (isOff(params, outgoing(net.map, net.sizes, layer, index))) drawCross(ctx, x, y, layout.radius, theme.text);
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

function ring(ctx, layout, layer, index, theme) {
  const { x, y } = neuronPlace(layout, layer, index);
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 5;
  ctx.beginPath();
  ctx.arc(x, y, 1.2 * layout.radius + 3, 0, TURN);
  ctx.stroke();
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 2.25;
  ctx.stroke();
}

function drawRings(ctx, layout, selection, theme) {
  if (!selection) return;
  if (selection.kind === 'neuron') {
    ring(ctx, layout, selection.layer, selection.index, theme);
    return;
  }
  ring(ctx, layout, selection.layer, selection.from, theme);
  ring(ctx, layout, selection.layer + 1, selection.to, theme);
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
    const right = x - layout.radius - 6;
    const twoLines = spacing >= 28 && Boolean(unit);
    ctx.fillStyle = theme.text;
    ctx.fillText(shortened(name, right - 2, measure), right, twoLines ? y - 7 : y);
    ctx.fillStyle = theme.muted;
    if (twoLines) ctx.fillText(`(${unit})`, right, y + 7);
  }
}

function drawOutputLabels(ctx, layout, { header, flow }, theme) {
  const { neurons, spacing } = layout.columns.at(-1);
  const measure = (text) => ctx.measureText(text).width;
  ctx.textAlign = 'left';
  for (const { index, x, y } of neurons) {
    const color = theme.palette.classes[index % theme.palette.classes.length];
    const chance = spacing >= 28 ? percent(flow.chances[index]) : '';
    const marker = x + layout.radius + 10;
    const left = marker + 9;
    const name = header.classes[index] ?? `output ${index + 1}`;
    const line = chance ? y - 7 : y;
    drawMarker(ctx, header.markers[index % header.markers.length], marker, line, 5, color);
    ctx.fillStyle = theme.text;
    ctx.fillText(shortened(name, layout.width - left - 2, measure), left, line);
    if (chance) ctx.fillText(chance, left, y + 8);
  }
}

/**
 * Draw the diagram.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels
 * @param {object} layout from layoutDiagram
 * @param {object} moment
 * @param {'response' | 'swarm' | 'penguin' | 'bias'} mode what the neurons show
 * @param {() => void} drawPictures draws what each neuron sees, in the modes that do
 * @param {object} theme from readTheme
 */
export function drawDiagram(ctx, layout, moment, mode, drawPictures, theme) {
  ctx.clearRect(0, 0, layout.width, layout.height);
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.lineCap = 'butt';
  drawEdges(ctx, layout, moment, theme);
  if (mode === 'response' || mode === 'swarm') drawPictures();
  else drawDiscs(ctx, layout, moment, mode, theme);
  if (mode === 'penguin') drawFlow(ctx, layout, moment, theme);
  drawOff(ctx, layout, moment, theme);
  drawRings(ctx, layout, focused(moment), theme);
  drawHeadings(ctx, layout, theme);
  drawEllipses(ctx, layout, theme);
  drawInputLabels(ctx, layout, moment.header, theme);
  drawOutputLabels(ctx, layout, moment, theme);
}
