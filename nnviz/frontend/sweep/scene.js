// What the map shows at one moment, drawn again only where that changes.

import { scoreCurves, drawScores, drawCurve, drawLosses, lossCurves } from './draw_slice.js';
import { cellPicture, drawEmpty, drawMap, drawPointed, drawScale } from './draw_map.js';
import { drawColumn, drawRate } from './draw_marks.js';
import { layoutScores, layoutCurve, layoutLosses, layoutMap, layoutScale, scaleSpot } from './layout.js';
import { createClock } from '../shared/motion.js';
import { densityOf, fitCanvas, textMeasure } from '../shared/surface.js';
import { colourTable } from './scale.js';
import { stateOf, strips } from './record.js';
import { pointedText } from './words.js';
import { axisSpots } from '../shared/terms.js';
import { onThemeChange, readTheme } from '../shared/theme.js';

const LAYOUTS = { scale: layoutScale, map: layoutMap, losses: layoutLosses, scores: layoutScores, curve: layoutCurve };

/**
 * @param {object} panels from createPanels
 * @param {import('./selection.js').Selection} selection
 * @returns {object} show(record), move() after the selection changed, point(cell | null), refreshTheme,
 *   destroy; record, layouts and bounds are what is on the screen
 */
export function createSweepScene(panels, selection) {
  const { section, pictures } = panels;
  let theme = null;
  let table = null;
  let pointed = null;
  let resized = true; // measure again
  let stale = true; // the record is not drawn yet
  let moved = true; // the rate shown is not drawn yet
  const surfaces = {};
  const tops = {};
  const clock = createClock(frame);
  const scene = { record: null, layouts: null, bounds: null, show, move, point, refreshTheme, destroy };

  onThemeChange(section, refreshTheme);
  const resizes = new ResizeObserver(() => {
    resized = true;
    wake();
  });
  for (const { root } of Object.values(pictures)) resizes.observe(root);

  function wake() {
    if (scene.record && theme) clock.wake();
  }

  function show(record) {
    scene.record = record;
    scene.bounds = strips(record);
    if (pointed && (pointed.row >= record.rows || pointed.column >= record.rates.length)) pointed = null;
    stale = true;
    moved = true;
    wake();
  }

  function move() {
    moved = true;
    wake();
  }

  function point(cell) {
    if (cell?.row === pointed?.row && cell?.column === pointed?.column) return;
    pointed = cell;
    moved = true;
    wake();
  }

  function refreshTheme() {
    if (!scene.record) return;
    theme = readTheme(section, scene.record.palette);
    table = colourTable(theme.palette);
    section.style.setProperty('--muted', theme.muted);
    resized = true;
    wake();
  }

  function frame() {
    const { record } = scene;
    if (resized) {
      for (const [name, { canvas, top }] of Object.entries(pictures)) {
        surfaces[name] = fitCanvas(canvas);
        tops[name] = fitCanvas(top);
      }
    }
    if (!(surfaces.map.width > 0)) return false; // hidden, in a tab for example
    if (resized || stale) drawRecord(record);
    if (resized || stale || moved) drawMoment(record);
    [resized, stale, moved] = [false, false, false];
    return false;
  }

  function drawRecord(record) {
    const measure = textMeasure(theme.font);
    const layOut = ([name, layout]) => [name, layout(record, { ...surfaces[name], measure })];
    scene.layouts = Object.fromEntries(Object.entries(LAYOUTS).map(layOut));
    const { scale, map, losses, scores } = scene.layouts;
    for (const { ctx, width, height } of Object.values(surfaces)) ctx.clearRect(0, 0, width, height);
    const height = Math.round((map.plot.bottom - map.plot.top) * densityOf(pictures.map.root));
    drawScale(surfaces.scale.ctx, scale, theme);
    drawMap(surfaces.map.ctx, map, record, cellPicture(record, Math.max(1, height), table), theme);
    drawLosses(surfaces.losses.ctx, losses, record, theme);
    drawScores(surfaces.scores.ctx, scores, record, theme);
    panels.place(map);
    for (const name of ['map', 'losses', 'scores', 'curve']) pictures[name].spots(axisSpots(scene.layouts[name], measure));
    pictures.scale.spots([scaleSpot(measure)]);
  }

  /** What follows the slider and the pointer. */
  function drawMoment(record) {
    const column = selection.shown;
    for (const { ctx, width, height } of Object.values(tops)) ctx.clearRect(0, 0, width, height);
    const { map, losses, scores, curve } = scene.layouts;
    drawColumn(tops.map.ctx, map, column, theme);
    if (stateOf(record) === 'empty') drawEmpty(tops.map.ctx, map, theme);
    if (pointed) drawPointed(tops.map.ctx, map, scene.bounds, pointed, theme);
    drawRate(tops.losses.ctx, losses, lossCurves(record, theme), column, theme);
    drawRate(tops.scores.ctx, scores, scoreCurves(record, theme), column, theme);
    drawCurve(tops.curve.ctx, curve, record, column, theme);
    panels.write(record, column);
    panels.point(pointed ? pointedText(record, pointed.column, pointed.row) : '');
  }

  function destroy() {
    clock.stop();
    resizes.disconnect();
  }

  return scene;
}
