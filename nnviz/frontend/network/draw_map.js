// Draws the decision map: the surface of answers, and the marks of the rows above it.

import { drawHatched } from '../shared/chart.js';
import { traceBorders } from '../model/fields.js';
import { drawMarker } from '../shared/markers.js';
import { answerPixels, colorOf, paintAnswers, shapeOf, SURFACE } from './shading.js';
import { LABEL_SIZE } from '../shared/surface.js';
import { mix } from '../shared/theme.js';

const RADIUS = 3.6;
const WRONG = RADIUS + 2.6; // the ring around a mark
const TURN = 2 * Math.PI;
const NO_NUMBERS = 'the outputs are not numbers';

/** Hatched boxes over the runs of cells that have no answer. */
function hatchUndecided(ctx, { plot }, { side, answers }, { isAnswer }, theme) {
  const width = (plot.right - plot.left) / side;
  const height = (plot.bottom - plot.top) / side;
  ctx.save();
  ctx.beginPath();
  for (let down = 0; down < side; down += 1) {
    for (let across = 0; across < side; across += 1) {
      const from = across;
      while (across < side && !isAnswer(answers[down * side + across])) across += 1;
      if (across > from) ctx.rect(plot.left + from * width, plot.top + down * height, (across - from) * width, height);
    }
  }
  ctx.clip();
  drawHatched(ctx, plot, theme);
  ctx.restore();
}

function strokeBorders(ctx, { plot }, fields, K, theme) {
  const width = (plot.right - plot.left) / fields.side;
  const height = (plot.bottom - plot.top) / fields.side;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1.25;
  ctx.lineCap = 'round';
  ctx.beginPath();
  traceBorders(fields, K, (x1, y1, x2, y2) => {
    ctx.moveTo(plot.left + x1 * width, plot.top + y1 * height);
    ctx.lineTo(plot.left + x2 * width, plot.top + y2 * height);
  });
  ctx.stroke();
  ctx.lineCap = 'butt';
}

/**
 * The picture of the answers, kept from frame to frame.
 * @returns {{drawSurface: (ctx, layout: object, fields: object, task: object, theme: object) => void}}
 */
export function createSurface() {
  const canvas = document.createElement('canvas');
  const image = canvas.getContext('2d');
  let held = { side: 0, theme: null, paints: '', K: 0 };

  function prepare(side, task, theme) {
    const { paints, K } = task;
    const known = held.theme === theme && held.paints === paints && held.K === K;
    if (known && held.side === side) return held;
    [canvas.width, canvas.height] = [side, side];
    const data = image.createImageData(side, side);
    const table = known ? held.table : answerPixels(theme, task, SURFACE);
    held = { side, theme, paints, K, table, data, pixels: new Uint32Array(data.data.buffer) };
    return held;
  }

  /** Clear the canvas and draw the answers inside the plot. */
  function drawSurface(ctx, layout, fields, task, theme) {
    const { plot } = layout;
    const { side } = fields;
    const { table, data, pixels } = prepare(side, task, theme);
    paintAnswers(fields, task, table, pixels);
    image.putImageData(data, 0, 0);
    ctx.clearRect(0, 0, layout.width, layout.height);
    ctx.font = `${LABEL_SIZE}px ${theme.font}`;
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(canvas, 0, 0, side, side, plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    if (task.groups > 1) strokeBorders(ctx, layout, fields, task.K, theme);
    if (fields.undecided > 0) hatchUndecided(ctx, layout, fields, task, theme);
  }

  return { drawSurface };
}

function drawAxes(ctx, { plot, xTicks, yTicks }, theme) {
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.strokeRect(plot.left - 0.5, plot.top - 0.5, plot.right - plot.left + 1, plot.bottom - plot.top + 1);
  ctx.beginPath();
  for (const { at } of xTicks) {
    ctx.moveTo(Math.round(at) + 0.5, plot.bottom + 1);
    ctx.lineTo(Math.round(at) + 0.5, plot.bottom + 5);
  }
  for (const { at } of yTicks) {
    ctx.moveTo(plot.left - 1, Math.round(at) + 0.5);
    ctx.lineTo(plot.left - 5, Math.round(at) + 0.5);
  }
  ctx.stroke();
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const { textAt, label } of xTicks) ctx.fillText(label, textAt, plot.bottom + 7);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const { at, label } of yTicks) ctx.fillText(label, plot.left - 7, at);
}

/**
 * One row: filled for training, hollow with a dot for test; with a rim that parts it from its own colour.
 * @param {{shape: string, color: string, test: boolean}} look
 */
function drawRow(ctx, { shape, color, test }, x, y, radius, theme) {
  ctx.lineJoin = 'round';
  drawMarker(ctx, shape, x, y, radius, theme.background);
  ctx.closePath();
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 3;
  ctx.stroke();
  if (!test) {
    drawMarker(ctx, shape, x, y, radius, color);
    return;
  }
  // The path of the rim still stands.
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.arc(x, y, 1.1, 0, TURN);
  ctx.fill();
}

/** How the rows of one class and part look. */
const lookOf = (header, theme, k, test) => ({ shape: shapeOf(header, k), color: colorOf(theme, k), test });

/** A ring in the text colour, parted from what lies below it by a line of the background's. */
function ring(ctx, x, y, radius, width, theme) {
  for (const [color, lineWidth] of [[theme.background, width + 2], [theme.text, width]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = lineWidth;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, TURN);
    ctx.stroke();
  }
}

const FAINT = 0.35; // what is farther from the slice that the map shows

/** The rings of the wrong ones, all at once: of those that were chosen or, with none, lie near the slice, or of the others. */
function drawRings(ctx, layout, { points, wrong, near, highlight }, isStrong, theme) {
  const stands = (row) => (highlight ? highlight.has(row) : Boolean(near[row]));
  ctx.beginPath();
  for (let row = 0; row < wrong.length; row += 1) {
    if (!wrong[row] || stands(row) !== isStrong) continue;
    const [x, y] = [layout.x(points[2 * row]), layout.y(points[2 * row + 1])];
    ctx.moveTo(x + WRONG, y);
    ctx.arc(x, y, WRONG, 0, TURN);
  }
  ctx.globalAlpha = isStrong ? 1 : FAINT;
  for (const [color, width] of [[theme.background, 2.8], [theme.text, 1.3]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/** A function that draws a row where it stands. */
const rowDrawer = (ctx, layout, { points, groups, test }, header, theme) => (row, radius) =>
  drawRow(ctx, lookOf(header, theme, groups[row], test[row] > 0), layout.x(points[2 * row]), layout.y(points[2 * row + 1]), radius, theme);

function drawRows(ctx, layout, marks, header, theme) {
  const { groups, near, highlight } = marks;
  const draw = rowDrawer(ctx, layout, marks, header, theme);
  for (const isNear of [false, true]) {
    ctx.globalAlpha = highlight ? 0.2 : isNear ? 1 : FAINT;
    for (let row = 0; row < groups.length; row += 1) {
      if (Boolean(near[row]) === isNear && !highlight?.has(row)) draw(row, RADIUS);
    }
  }
  ctx.globalAlpha = 1;
  if (highlight) for (const row of highlight) draw(row, RADIUS * 1.45);
}

/** The row that is followed: two rings; values of one's own: a star. */
function drawFollowed(ctx, layout, { followed }, draw, theme) {
  if (!followed) return;
  const [x, y] = [layout.x(followed.s), layout.y(followed.t)];
  if (followed.row !== null) {
    ring(ctx, x, y, RADIUS + 4, 1.6, theme);
    ring(ctx, x, y, RADIUS + 8, 1.6, theme);
    draw(followed.row, RADIUS);
    return;
  }
  drawMarker(ctx, 'star', x, y, 8, theme.text);
  ctx.closePath();
  ctx.lineJoin = 'round';
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 4;
  ctx.stroke();
  drawMarker(ctx, 'star', x, y, 8, theme.text);
}

/** The mark that is pointed at: larger than all, between four corners. */
function drawPointed(ctx, layout, { points, pointed }, draw, theme) {
  if (pointed === null) return;
  const [x, y] = [layout.x(points[2 * pointed]), layout.y(points[2 * pointed + 1])];
  const reach = 2 * RADIUS + 5;
  ctx.beginPath();
  for (const [right, down] of [[1, 1], [1, -1], [-1, -1], [-1, 1]]) {
    ctx.moveTo(x + right * reach, y + down * (reach - 6));
    ctx.lineTo(x + right * reach, y + down * reach);
    ctx.lineTo(x + right * (reach - 6), y + down * reach);
  }
  for (const [color, width] of [[theme.background, 5], [theme.text, 2]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  draw(pointed, 1.7 * RADIUS);
}

/** Words in the middle of a map without a surface. */
function writeNoNumbers(ctx, { plot }, theme) {
  const [x, y] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
  ctx.font = `${LABEL_SIZE}px ${theme.font}`;
  const room = ctx.measureText(NO_NUMBERS).width + 16;
  ctx.fillStyle = theme.background;
  ctx.fillRect(x - room / 2, y - 12, room, 24);
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(NO_NUMBERS, x, y);
}

/**
 * The marks and the axes. The rows themselves stay what they are for a whole run, so they are
 * drawn once and copied; rings come and go above them.
 * @returns {{drawMarks: (ctx, layout: object, marks: object, header: object, theme: object) => void}}
 *   marks: points [N, 2] on the plane, groups [N], test [N], near [N] 1 = near the slice, wrong [N] 1 = predicted wrongly, highlight
 *   Set of rows or null, pointed row or null, followed {row or null, s, t} or null, noNumbers: the
 *   network gives no answer anywhere
 */
export function createMarks() {
  const canvas = document.createElement('canvas');
  const still = canvas.getContext('2d');
  let held = [];

  function prepare(ctx, layout, marks, header, theme) {
    const key = [layout, marks.points, marks.groups, marks.test, marks.near, marks.highlight, theme];
    if (key.every((part, i) => part === held[i])) return;
    held = key;
    canvas.width = ctx.canvas.width;
    canvas.height = ctx.canvas.height;
    still.setTransform(ctx.getTransform());
    drawAxes(still, layout, theme);
    drawRows(still, layout, marks, header, theme);
  }

  function drawMarks(ctx, layout, marks, header, theme) {
    prepare(ctx, layout, marks, header, theme);
    ctx.clearRect(0, 0, layout.width, layout.height);
    const { left, top, right, bottom } = layout.plot;
    const draw = rowDrawer(ctx, layout, marks, header, theme);
    for (const isStrong of [false, true]) drawRings(ctx, layout, marks, isStrong, theme);
    ctx.drawImage(canvas, 0, 0, layout.width, layout.height); // over the rings, of which many would hide the marks
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, right - left, bottom - top);
    ctx.clip(); // values of one's own may lie beyond the map
    drawFollowed(ctx, layout, marks, draw, theme);
    ctx.restore();
    if (marks.noNumbers) writeNoNumbers(ctx, layout, theme);
    drawPointed(ctx, layout, marks, draw, theme);
  }

  return { drawMarks };
}

const KEY = 16; // CSS pixels

/**
 * One entry of the legend.
 * @param {CanvasRenderingContext2D} ctx of a canvas of 16 × 16 CSS pixels, cleared here
 * @param {'class' | 'train' | 'test' | 'wrong'} kind
 * @param {number} k for 'class'
 */
export function drawKey(ctx, kind, k, header, theme) {
  ctx.clearRect(0, 0, KEY, KEY);
  const middle = KEY / 2;
  if (kind === 'class') {
    const { shape, color } = lookOf(header, theme, k, false);
    drawMarker(ctx, shape, middle, middle, 5, color);
    return;
  }
  const grey = { shape: 'circle', color: mix(theme.text, theme.background, 0.25), test: kind === 'test' };
  drawRow(ctx, grey, middle, middle, RADIUS, theme);
  if (kind === 'wrong') ring(ctx, middle, middle, WRONG, 1.3, theme);
}
