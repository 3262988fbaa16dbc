// Draws the network with the values of one row of the batch: forward in the neurons, backward below them.

import { cellText } from '../shared/format.js';
import { LABEL_SIZE } from '../shared/surface.js';
import { diverging, mix, shadeIndex, shades } from '../shared/theme.js';
import { entryText } from './symbols.js';

/** It is known once the batch has gone forward again. */
const DONE = 'loss_after';

/** The newest forward value of a layer that is known: its name, or null. */
function forwardName(film, layer, known) {
  if (layer === 0) return 'x';
  if (known.has(DONE)) return layer === film.depth ? 'p_after' : `a_after${layer}`;
  const names = layer === film.depth ? ['p', `z${layer}`] : [`a${layer}`, `z${layer}`];
  return names.find((name) => known.has(name)) ?? null;
}

/** The newest value of a layer on the way back that is known: its name, or null; none of it is left after the step. */
const backwardName = (layer, known) => (known.has(DONE) ? [] : [`delta${layer}`, `blame${layer}`]).find((name) => known.has(name)) ?? null;

const same = (a, b) => a.layer === b.layer && a.from === b.from && a.to === b.to;

function line(ctx, [x1, y1], [x2, y2], color, width) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function arrowHead(ctx, [x1, y1], [x2, y2], color) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - 10 * ux - 5 * uy, y2 - 10 * uy + 5 * ux);
  ctx.lineTo(x2 - 10 * ux + 5 * uy, y2 - 10 * uy - 5 * ux);
  ctx.fill();
}

/** From rim to rim of two neurons. */
function ends(a, b, radius) {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [ux, uy] = [((b.x - a.x) * (radius + 1)) / length, ((b.y - a.y) * (radius + 1)) / length];
  return [[a.x + ux, a.y + uy], [b.x - ux, b.y - uy]];
}

function drawLines(ctx, layout, film, { known, focus, back }, theme) {
  const weights = (layer) => film.matrix(`${known.has(`after${layer}`) ? 'after' : 'before'}${layer}`);
  const clamp = Math.max(...Array.from({ length: film.depth }, (_, i) => Math.max(...film.matrix(`W${i + 1}`).data.map(Math.abs))));
  const lit = [];
  for (let layer = 1; layer <= film.depth; layer += 1) {
    const W = weights(layer);
    for (let from = 0; from < film.sizes[layer - 1]; from += 1) {
      for (let to = 0; to < film.sizes[layer]; to += 1) {
        const value = W.at(from, to);
        const color = diverging(0.25 * Math.sign(value) * clamp + 0.75 * value, clamp, theme.palette.weight, theme.background);
        const points = ends(layout.layers[layer - 1].neurons[from], layout.layers[layer].neurons[to], layout.radius);
        const isLit = focus.lines.some((one) => same(one, { layer, from, to }));
        if (isLit) lit.push(points);
        ctx.globalAlpha = isLit || focus.lines.length === 0 ? 1 : 0.45;
        line(ctx, ...points, color, 1 + (2.5 * Math.abs(value)) / clamp);
      }
    }
  }
  ctx.globalAlpha = 1;
  for (const [a, b] of lit) {
    const color = back ? theme.palette.gradient : theme.text;
    line(ctx, a, b, color, 2);
    if (back) arrowHead(ctx, b, a, color);
    else arrowHead(ctx, a, b, color);
  }
}

function drawNeuron(ctx, { x, y }, radius, value, isLit, theme) {
  const scale = shades(theme.palette.activation, theme.background);
  const at = value === null ? shadeIndex(0, 1) : shadeIndex(value, 2);
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = scale.css[at];
  ctx.fill();
  ctx.strokeStyle = isLit ? theme.text : theme.border;
  ctx.lineWidth = isLit ? 3 : 1.5;
  ctx.stroke();
  if (value === null) return;
  ctx.fillStyle = scale.ink[at];
  ctx.fillText(cellText(value), x, y + 0.5);
}

/** A text on a patch of background, so that no line strikes it through. */
function label(ctx, text, x, y, color, theme) {
  const width = ctx.measureText(text).width;
  ctx.fillStyle = theme.background;
  ctx.globalAlpha = 0.85;
  ctx.fillRect(x - width / 2 - 2, y - 7, width + 4, 14);
  ctx.globalAlpha = 1;
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

/**
 * Draw the network at one moment.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutDiagram
 * @param {object} film from readFilm
 * @param {{known: Set<string>, focus: object, result: string, back: boolean}} moment known: names of matrices; focus, result:
 *   of arithmeticOf; back: the numbers travel backwards
 * @param {object} theme from readTheme
 */
export function drawDiagram(ctx, layout, film, moment, theme) {
  const { known, focus } = moment;
  const { radius } = layout;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  drawLines(ctx, layout, film, moment, theme);
  layout.layers.forEach(({ x, name, neurons }, layer) => {
    ctx.font = `${LABEL_SIZE}px ${theme.font}`;
    ctx.fillStyle = theme.muted;
    ctx.fillText(name, x, 8);
    const [forward, backward] = [forwardName(film, layer, known), backwardName(layer, known)];
    neurons.forEach((neuron, index) => {
      const isLit = focus.neurons.some((one) => one.layer === layer && one.index === index);
      drawNeuron(ctx, neuron, radius, forward && film.matrix(forward).at(focus.row, index), isLit, theme);
      drawName(ctx, neuron, radius, layer, film.depth, theme);
      if (!backward) return;
      const sign = backward.startsWith('delta') ? 'δ' : 'blame';
      ctx.font = `600 ${LABEL_SIZE}px ${theme.font}`;
      label(ctx, `${sign} ${entryText(film.matrix(backward).at(focus.row, index))}`, neuron.x, neuron.y + radius + 9, theme.palette.gradient, theme);
      ctx.font = `${LABEL_SIZE}px ${theme.font}`;
    });
  });
  drawResult(ctx, layout, moment, theme);
}

/** What is told of a single connection stands on it. */
function drawResult(ctx, layout, { focus, result, back }, theme) {
  if (focus.lines.length !== 1) return;
  const [{ layer, from, to }] = focus.lines;
  const [a, b] = [layout.layers[layer - 1].neurons[from], layout.layers[layer].neurons[to]];
  ctx.font = `700 ${LABEL_SIZE + 1}px ${theme.font}`;
  label(ctx, result, (a.x + b.x) / 2, (a.y + b.y) / 2, back ? theme.palette.gradient : theme.text, theme);
}

/** Beside the first and the last layer. */
function drawName(ctx, { x, y, name }, radius, layer, depth, theme) {
  if (layer !== 0 && layer !== depth) return;
  ctx.fillStyle = mix(theme.text, theme.muted, 0.5);
  ctx.textAlign = layer === 0 ? 'right' : 'left';
  ctx.fillText(name, layer === 0 ? x - radius - 6 : x + radius + 6, y);
  ctx.textAlign = 'center';
}
