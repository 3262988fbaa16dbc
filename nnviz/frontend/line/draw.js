// Draws the plane: what is answered where, the points, and the lines.

import { drawCurves, drawCursor } from '../shared/chart.js';
import { drawMarker } from '../shared/markers.js';
import { label, line } from '../shared/strokes.js';
import { mix, rgb } from '../shared/theme.js';
import { COLUMNS, ROWS } from './field.js';

const STRONGEST = 0.34; // of a class's colour in the field, where it is certain
const SHADES = 64;
const RADIUS = 4.2;
const ARROW = 30; // pixels

/** The colours from certainty of the first class to certainty of the second, as pixels: red, green, blue, opaque. */
function shadesOf(theme) {
  const bytes = new Uint8ClampedArray(4 * (SHADES + 1));
  for (let i = 0; i <= SHADES; i += 1) {
    const lean = (2 * i) / SHADES - 1;
    bytes.set([...rgb(mix(theme.background, theme.palette.classes[lean < 0 ? 0 : 1], STRONGEST * Math.abs(lean))), 255], 4 * i);
  }
  return new Uint32Array(bytes.buffer);
}

/** A painter of fields, which keeps its room: a picture of one pixel a cell, stretched over the plot. */
export function createPainter() {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [COLUMNS, ROWS];
  const own = canvas.getContext('2d');
  const image = own.createImageData(COLUMNS, ROWS);
  const pixels = new Uint32Array(image.data.buffer);
  let shades = null;
  let shadedFor = null;
  return (ctx, { plot }, probabilities, theme) => {
    if (shadedFor !== theme) [shades, shadedFor] = [shadesOf(theme), theme];
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = shades[Math.round(probabilities[i] * SHADES)];
    own.putImageData(image, 0, 0);
    ctx.drawImage(canvas, plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  };
}

/** An arrow from the middle of a line to the side on which its neuron's sum is above 0. */
function drawSide(ctx, layout, { ends, neuron: [w1, w2], name: { ahead, behind } }, color, theme) {
  const middle = layout.at([0, 1].map((d) => (ends[0][d] + ends[1][d]) / 2));
  const [ox, oy] = layout.at([0, 0]);
  const [px, py] = layout.at([1, 1]); // pixels of a unit along both axes
  // At right angles to the line as it is drawn.
  let [dx, dy] = [w1 / (px - ox), w2 / (py - oy)];
  const length = Math.hypot(dx, dy);
  if (!(length > 0)) return;
  [dx, dy] = [(ARROW * dx) / length, (ARROW * dy) / length];
  const tip = [middle[0] + dx, middle[1] + dy];
  line(ctx, color, 2.5, [], middle, tip);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(tip[0] + dx * 0.3, tip[1] + dy * 0.3);
  ctx.lineTo(tip[0] - dy * 0.2, tip[1] + dx * 0.2);
  ctx.lineTo(tip[0] + dy * 0.2, tip[1] - dx * 0.2);
  ctx.fill();
  ctx.font = `600 13px ${theme.font}`;
  const [from, reach] = ahead ? [tip, 0.75] : [middle, -0.5];
  const align = reach * dx > 3 ? 'left' : reach * dx < -3 ? 'right' : 'center';
  label(ctx, layout, ahead ?? behind, from[0] + dx * reach, from[1] + dy * reach, theme.text, align, theme);
}

/** Few points are drawn larger. */
const radiusIn = ({ count }) => (count < 20 ? 2.2 : 1) * RADIUS;

/** Who draws the points, which stay where they are: onto a canvas of their own, and from there into each picture. */
export function createPoints() {
  const canvas = document.createElement('canvas');
  let drawnFor = null;
  return (ctx, layout, film, theme) => {
    const { width, height } = layout;
    if (drawnFor?.layout !== layout || drawnFor.theme !== theme) {
      drawnFor = { layout, theme };
      [canvas.width, canvas.height] = [ctx.canvas.width, ctx.canvas.height];
      const own = canvas.getContext('2d');
      own.setTransform(ctx.getTransform());
      for (let row = 0; row < film.count; row += 1) {
        const of = film.y[row];
        drawMarker(own, film.markers[of], ...placeOf(layout, film, row), radiusIn(film), theme.palette.classes[of]);
      }
    }
    ctx.drawImage(canvas, 0, 0, width, height);
  };
}

const placeOf = (layout, film, row) => layout.at([film.x[2 * row], film.x[2 * row + 1]]);

/** A ring around each point that is on the wrong side. */
function drawWrong(ctx, layout, film, wrong, theme) {
  const radius = radiusIn(film) + 3.2;
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  wrong.forEach((is, row) => {
    if (!is) return;
    const [x, y] = placeOf(layout, film, row);
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  });
  ctx.stroke();
}

/**
 * Draw the plane at one moment.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, cleared
 * @param {object} layout from layoutPlane
 * @param {object} film from readFilm
 * @param {{probabilities: Float32Array, wrong: Uint8Array, lines: {ends: number[][], neuron: number[], by: 'hand' | 'training', leads: boolean, name: object}[]}} moment
 *   lines: by whom, and whether the picture shows what it leads to; name: from sideName
 * @param {{paint: Function, drawPoints: Function}} tools from createPainter and createPoints
 * @param {object} theme from readTheme
 */
export function drawPlane(ctx, layout, film, moment, { paint, drawPoints }, theme) {
  const { plot } = layout;
  paint(ctx, layout, moment.probabilities, theme);
  drawCurves(ctx, layout, [], Infinity, theme);
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  ctx.clip();
  drawPoints(ctx, layout, film, theme);
  drawWrong(ctx, layout, film, moment.wrong, theme);
  for (const { ends, by, leads } of moment.lines) {
    const color = leads ? theme.text : theme.muted;
    line(ctx, color, leads ? 2.5 : 1.5, by === 'hand' ? [7, 5] : [], layout.at(ends[0]), layout.at(ends[1]));
  }
  ctx.restore();
  for (const one of moment.lines) if (one.leads) drawSide(ctx, layout, one, theme.text, theme);
}

/** Draw the loss up to a position in full, what is to come pale. */
export function drawLoss(ctx, layout, film, position, theme) {
  const step = Math.floor(position + 1e-9);
  const steps = Array.from(film.losses, (_, t) => t);
  const color = theme.palette.series.train;
  const past = { label: '', x: steps.slice(0, step + 1), y: film.losses.subarray(0, step + 1), color };
  const whole = { label: '', x: steps, y: film.losses, color: mix(color, theme.background, 0.55) };
  drawCurves(ctx, layout, [whole, past], Infinity, theme);
  drawCursor(ctx, layout, [{ ...whole, color }], position, theme);
}
