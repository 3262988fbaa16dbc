// Draws the network of the moment: its weights as lines, in each neuron its number, and what is being computed lit.

import { reading } from './film.js';
import { largestOf } from './moment.js';
import { ACTIVATION_CLAMP, diverging, shadeIndex, shades } from '../shared/theme.js';
import { LABEL_SIZE } from '../shared/surface.js';

const NUMBER = 10; // pixels, smallest size of a number
const WIDEST = 3.5; // of a line

function line(ctx, from, to, color, width, strength) {
  ctx.globalAlpha = strength;
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(to.x, to.y);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** How a connection looks at this moment: those into the neuron at work are strong, its term's strongest. */
function strengthOf({ stage, step, term }, layer, from, to) {
  if (step.kind !== 'sum' || stage.layer !== layer) return { strength: stage.layer === layer ? 0.6 : 0.3, lit: false };
  if (step.column !== to) return { strength: 0.15, lit: false };
  return { strength: 1, lit: term === from };
}

function drawLines(ctx, layout, stages, first, moment, theme) {
  for (let layer = 0; layer + 1 < layout.layers.length; layer += 1) {
    const W = stages[moment.stage.whole ? first + layer : 0].parts.find(({ key }) => key === 'W');
    for (const [i, from] of layout.layers[layer].entries()) {
      for (const [j, to] of layout.layers[layer + 1].entries()) {
        const weight = W.values[i * W.columns + j];
        const { strength, lit } = strengthOf(moment, layer, i, j);
        const width = 0.7 + (WIDEST * Math.min(1, Math.abs(weight) / W.clamp));
        if (lit) line(ctx, from, to, theme.text, width + 3, 1);
        line(ctx, from, to, diverging(Math.sign(weight) * W.clamp, W.clamp, theme.palette.weight, theme.background), width, strength);
      }
    }
  }
}

/** Which neuron is being computed, and which are read for it. */
function roleOf({ stage, step, term }, layer, neuron, last) {
  const { layer: at } = stage;
  if (step.kind === 'exp' || step.kind === 'share') return layer === last && neuron === step.column ? 'active' : '';
  if (step.kind === 'total') return layer === last ? 'read' : '';
  if (step.kind === 'answer') return layer === last && neuron === largestOf(stage, step.row) ? 'active' : '';
  if (step.kind === 'sum') {
    if (layer === at + 1 && neuron === step.column) return 'active';
    if (layer === at && (term === null || term === neuron)) return 'read';
  }
  if (step.kind === 'bend' && layer === at + 1) return 'active';
  if (step.kind === 'standardise' && layer === 0 && neuron === step.column) return 'active';
  return '';
}

function drawNeuron(ctx, { x, y }, radius, told, role, theme) {
  const scale = shades(theme.palette.activation, theme.background);
  const shade = told ? shadeIndex(told.value, ACTIVATION_CLAMP) : null;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = shade === null ? theme.background : scale.css[shade];
  ctx.fill();
  ctx.strokeStyle = role ? theme.text : theme.border;
  ctx.lineWidth = { active: 3.5, read: 2 }[role] ?? 1.5;
  ctx.setLineDash(told || role ? [] : [3, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!told) return;
  const size = Math.max(NUMBER, Math.min(LABEL_SIZE + 1, radius * 0.72));
  ctx.font = `${role ? '700 ' : ''}${size}px ${theme.font}`;
  if (ctx.measureText(told.text).width > 2 * radius + 4) ctx.font = `${NUMBER - 1}px ${theme.font}`;
  ctx.fillStyle = shade === null ? theme.text : scale.ink[shade];
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(told.text, x, y + 0.5);
}

/** Below the names of the outputs, their probabilities where they are known. */
function drawNames(ctx, layout, { inputs, outputs }, shares, theme) {
  const { layers, radius } = layout;
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  layers[0].forEach(({ x, y }, i) => ctx.fillText(inputs[i], x - radius - 6, y));
  ctx.textAlign = 'left';
  layers.at(-1).forEach(({ x, y }, i) => {
    const beside = x + radius + 6;
    ctx.fillText(outputs[i], beside, shares[i] ? y - LABEL_SIZE * 0.6 : y);
    if (shares[i]) ctx.fillText(shares[i], beside, y + LABEL_SIZE * 0.6);
  });
}

/**
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, already cleared
 * @param {object} layout from layoutDiagram
 * @param {object} network of the film
 * @param {object[]} stages of the setting that is shown
 * @param {object} moment from momentAt
 * @param {object} theme from readTheme
 */
export function drawDiagram(ctx, layout, network, stages, moment, theme) {
  drawLines(ctx, layout, stages, network.first, moment, theme);
  const row = moment.step.row ?? 0;
  layout.layers.forEach((places, layer) => places.forEach((place, neuron) => {
    const told = reading(stages, network.readings[layer], row, neuron, moment.done);
    drawNeuron(ctx, place, layout.radius, told, roleOf(moment, layer, neuron, layout.layers.length - 1), theme);
  }));
  const shares = network.outputs.map((_, k) => reading(stages, network.answers, row, k, moment.done)?.text ?? '');
  drawNames(ctx, layout, network, shares, theme);
}
