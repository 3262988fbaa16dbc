// Draws the map of a race: the landscape once, the runners on it at every frame.

import { drawMarker } from '../shared/markers.js';
import { bandColors, paintRelief } from './relief.js';

const FONT_SIZE = 12;
const HEAD = 6; // pixels, the radius of a runner's mark

function write(ctx, text, x, y, color, align = 'left', baseline = 'middle') {
  ctx.fillStyle = color;
  ctx.textAlign = align;
  ctx.textBaseline = baseline;
  ctx.fillText(text, x, y);
}

/** Text that can be read on any colour: with a rim of the background. */
function writeOnMap(ctx, text, x, y, color, theme, align = 'left') {
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.strokeText(text, x, y);
  write(ctx, text, x, y, color, align);
}

function drawRelief(ctx, race, layout, theme) {
  const { plot } = layout;
  const density = ctx.getTransform().a;
  const [left, top] = [Math.round(plot.left * density), Math.round(plot.top * density)];
  const width = Math.round(plot.right * density) - left;
  const height = Math.round(plot.bottom * density) - top;
  if (width < 1 || height < 1) return;
  const pixels = paintRelief(race.relief, race.levels, width, height, theme);
  ctx.putImageData(new ImageData(pixels, width, height), left, top);
}

function drawAxes(ctx, layout, theme) {
  const { plot, xTicks, yTicks } = layout;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (const { at } of xTicks) {
    ctx.moveTo(at, plot.bottom);
    ctx.lineTo(at, plot.bottom + 4);
  }
  for (const { at } of yTicks) {
    ctx.moveTo(plot.left - 4, at);
    ctx.lineTo(plot.left, at);
  }
  ctx.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  ctx.stroke();
  for (const { at, label } of xTicks) write(ctx, label, at, plot.bottom + 7, theme.muted, 'center', 'top');
  for (const { at, label } of yTicks) write(ctx, label, plot.left - 7, at, theme.muted, 'right');
  write(ctx, 'weight w₁', (plot.left + plot.right) / 2, plot.bottom + 23, theme.text, 'center', 'top');
  write(ctx, 'weight w₂', 2, 2, theme.text, 'left', 'top');
}

function drawBar(ctx, { bar }, theme) {
  bandColors(bar.bands.length, theme).forEach((color, i) => {
    const { left, right } = bar.bands[i];
    ctx.fillStyle = color;
    ctx.fillRect(left, bar.top, right - left + 0.5, bar.bottom - bar.top);
  });
  write(ctx, 'loss', bar.left - 34, (bar.top + bar.bottom) / 2, theme.text);
  write(ctx, '0', bar.left, bar.bottom + 3, theme.muted, 'center', 'top');
  for (const { at, label } of bar.ticks) write(ctx, label, at, bar.bottom + 3, theme.muted, 'center', 'top');
}

function drawMinima(ctx, race, layout, theme) {
  race.minima.forEach(({ w, lowest }) => {
    const [x, y] = [layout.x(w[0]), layout.y(w[1])];
    ctx.lineCap = 'round';
    for (const [color, width] of [[theme.background, 5], [theme.text, 2]]) {
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.beginPath();
      ctx.moveTo(x - 6, y);
      ctx.lineTo(x + 6, y);
      ctx.moveTo(x, y - 6);
      ctx.lineTo(x, y + 6);
      ctx.stroke();
    }
    ctx.lineCap = 'butt';
    writeOnMap(ctx, lowest ? 'lowest point' : 'a minimum, not the lowest', x, y + 22, theme.text, theme, 'center');
  });
}

/** What does not change while the race is on. @param {CanvasRenderingContext2D} ctx in CSS pixels, cleared */
export function drawMap(ctx, race, layout, theme) {
  ctx.font = `${FONT_SIZE}px ${theme.font}`;
  drawRelief(ctx, race, layout, theme);
  drawAxes(ctx, layout, theme);
  drawBar(ctx, layout, theme);
  drawMinima(ctx, race, layout, theme);
}

/**
 * The way so far, with a rim of the background that lifts it off the map. What leads from one point off the map to another
 * is left out: who bounces ever farther would hatch the whole map.
 */
function drawTrail(ctx, { plot }, pixels, { step }, head, color, chosen, theme) {
  const rows = Math.min(step + 1, pixels.length / 2);
  const inside = (x, y) => x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom;
  let before = false;
  const goTo = (x, y) => {
    const now = inside(x, y);
    if (before || now) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    before = now;
  };
  ctx.lineJoin = 'round';
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let row = 0; row < rows; row += 1) goTo(pixels[2 * row], pixels[2 * row + 1]);
  goTo(...head);
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = chosen ? 5 : 3.5;
  ctx.stroke();
  ctx.strokeStyle = color;
  ctx.lineWidth = chosen ? 2.8 : 1.8;
  ctx.stroke();
}

function drawHead(ctx, shape, [x, y], color, chosen, theme) {
  if (chosen) {
    ctx.beginPath();
    ctx.arc(x, y, HEAD + 6, 0, 2 * Math.PI);
    ctx.strokeStyle = theme.text;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
  drawMarker(ctx, shape, x, y, HEAD + 2, theme.background);
  drawMarker(ctx, shape, x, y, HEAD, color);
}

/** Who has left the map: its mark at the edge, with an arrow outwards. */
function drawAway(ctx, { x, y, angle }, shape, color, theme) {
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  drawHead(ctx, shape, [x - 24 * ux, y - 24 * uy], color, false, theme);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 11 * ux - 6 * uy, y - 11 * uy + 6 * ux);
  ctx.lineTo(x - 11 * ux + 6 * uy, y - 11 * uy - 6 * ux);
  ctx.closePath();
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 3;
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.fill();
}

/** The point to start from: a cross that lets the map be seen. */
function drawStart(ctx, [x, y], dashed, theme) {
  for (const [color, width] of [[theme.background, 4], [theme.text, 1.6]]) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.setLineDash(dashed ? [3, 2] : []);
    ctx.beginPath();
    ctx.arc(x, y, 9, 0, 2 * Math.PI);
    if (dashed) {
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        ctx.moveTo(x + 4 * dx, y + 4 * dy);
        ctx.lineTo(x + 15 * dx, y + 15 * dy);
      }
    }
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** The colour of each kind of arrow, for the map and its legend. */
export const arrowColor = (kind, theme) =>
  ({ gradient: theme.palette.gradient, momentum: theme.palette.series.test, step: theme.text })[kind];

function drawArrow(ctx, { kind, label, from: [x1, y1], to: [x2, y2] }, theme) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 3) return;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = Math.min(10, length);
  const color = arrowColor(kind, theme);
  ctx.setLineDash(kind === 'momentum' ? [6, 3] : []);
  for (const [stroke, width] of [[theme.background, 5.5], [color, 2.6]]) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2 - 0.8 * head * ux, y2 - 0.8 * head * uy);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - head * (ux + 0.5 * uy), y2 - head * (uy - 0.5 * ux));
  ctx.lineTo(x2 - head * (ux - 0.5 * uy), y2 - head * (uy + 0.5 * ux));
  ctx.fill();
  if (length > 16) writeOnMap(ctx, label, x2 + 12 * ux, y2 + 12 * uy, color, theme, ux < -0.3 ? 'right' : 'left');
}

/**
 * Everything that moves.
 * @param {CanvasRenderingContext2D} ctx in CSS pixels, cleared
 * @param {object} layout from layoutMap
 * @param {{shape: string, color: string, chosen: boolean, pixels: Float32Array, place: object, away: object | null}[]} marks
 *   one for each runner, the chosen one last
 * @param {object[]} arrows from stepArrows
 * @param {{start: number[], aim: number[] | null}} points in weights; aim: the start that the keyboard is choosing
 * @param {object} theme from readTheme
 */
export function drawRunners(ctx, layout, marks, arrows, { start, aim }, theme) {
  const { plot } = layout;
  ctx.font = `bold ${FONT_SIZE}px ${theme.font}`;
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  ctx.clip();
  const heads = marks.map(({ place }) => [layout.x(place.x), layout.y(place.y)]);
  marks.forEach(({ pixels, place, color, chosen }, i) => drawTrail(ctx, layout, pixels, place, heads[i], color, chosen, theme));
  drawStart(ctx, [layout.x(start[0]), layout.y(start[1])], false, theme);
  for (const arrow of arrows) drawArrow(ctx, arrow, theme);
  marks.forEach(({ shape, color, chosen, away }, i) => {
    if (away) drawAway(ctx, away, shape, color, theme);
    else drawHead(ctx, shape, heads[i], color, chosen, theme);
  });
  if (aim) drawStart(ctx, [layout.x(aim[0]), layout.y(aim[1])], true, theme);
  ctx.restore();
}
