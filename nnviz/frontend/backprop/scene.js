// What the player shows at one moment, drawn again only when that changes.

import { createFrames } from '../shared/frames.js';
import { drawEquation, entryAt, heightsAmong, layoutEquation, sizedMeasure } from '../shared/matrix.js';
import { playbackView } from '../shared/playback_view.js';
import { fitCanvas, pointIn, textMeasure } from '../shared/surface.js';
import { readTheme } from '../shared/theme.js';
import { arithmeticOf } from './arithmetic.js';
import { drawDiagram } from './draw_diagram.js';
import { equationOf } from './equation.js';
import { layoutDiagram } from './layout_diagram.js';
import { knownAt, momentAt, positionOf, scriptOf, scriptPace } from './script.js';

/** Parts of the way in which numbers travel from right to left. */
const BACK = 'Backward';

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show, choose, wake, refreshTheme, destroy}}
 */
export function createScene(panels, playback, transport) {
  const { section, equation, diagram } = panels;
  let film = null;
  let script = null;
  let theme = null;
  let surfaces = null;
  let layouts = null; // of the diagram, and of each step's equation
  let written = '';
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: playbackView(playback, { unit: 'step', last: () => script.length, redraw }),
    sized: [section, panels.diagram],
    ready: () => film !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', onKey);
  equation.addEventListener('click', onClick);

  function show(next) {
    film = next;
    script = scriptOf(film);
    playback.pace = scriptPace(script);
    playback.load({ available: script.length, complete: true });
    playback.toStart();
    playback.opened = playback.position;
    panels.open(script);
    opens();
    redraw();
  }

  function redraw() {
    written = '';
    relayout();
  }

  function refreshTheme() {
    if (!film) return;
    const read = readTheme(section, film.palette);
    const { gradient } = read.palette;
    theme = { ...read, palette: { ...read.palette, blame: { negative: gradient, positive: gradient } } };
    section.style.setProperty('--muted', theme.muted);
    section.style.setProperty('--gradient', gradient);
    relayout();
  }

  function relayout() {
    layouts = null;
    wake();
  }

  function layOut() {
    const width = equation.clientWidth;
    const measure = sizedMeasure(equation.getContext('2d'), theme.font);
    const equations = script.map((step) => layoutEquation(equationOf(film, step), width, measure));
    const heights = heightsAmong(equations.map(({ height }) => height + 4), width);
    surfaces = { equation: null, diagram: fitCanvas(diagram) };
    const { ctx, width: across, height: down } = surfaces.diagram;
    layouts = { equations, heights, diagram: layoutDiagram(film, across, down, textMeasure(theme.font)) };
  }

  function draw() {
    if (!theme || !(equation.clientWidth > 0)) return; // hidden, in a tab for example
    const fresh = !layouts;
    if (fresh) layOut();
    const moment = momentAt(script, playback.position);
    const now = `${moment.index} ${moment.at} ${playback.state}`;
    if (now === written && !fresh) return;
    written = now;
    const { index, step, entry } = moment;
    fitEquation(layouts.heights[index]);
    const arithmetic = arithmeticOf(film, step, entry);
    for (const { ctx, width, height } of Object.values(surfaces)) ctx.clearRect(0, 0, width, height);
    drawEquation(surfaces.equation.ctx, layouts.equations[index], arithmetic.marks, theme);
    const known = knownAt(script, index);
    drawDiagram(surfaces.diagram.ctx, layouts.diagram, film, { ...arithmetic, known, back: step.part === BACK }, theme);
    panels.write(film, moment, { state: playback.state, steps: script.length, arithmetic });
    transport.update();
  }

  function fitEquation(height) {
    if (surfaces.equation?.height === height) return;
    equation.style.height = `${height}px`;
    surfaces.equation = fitCanvas(equation);
  }

  /** Hold, and look at an entry of the step. */
  function look(index, at) {
    playback.pause();
    playback.seek(positionOf(script, index, at));
    wake();
  }

  const choose = (index) => look(index, 0);

  function onKey(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !script || event.composedPath()[0].closest?.('select, pre')) {
      transport.handleKey(event);
      return;
    }
    event.preventDefault();
    const { index, step, at } = momentAt(script, playback.position);
    const count = step.entries.length;
    if (count > 0) look(index, (at + by + count) % count);
  }

  function onClick(event) {
    if (!layouts) return;
    const { index, step } = momentAt(script, playback.position);
    const hit = entryAt(layouts.equations[index], ...pointIn(equation, event));
    const at = hit ? step.entries.findIndex(({ name, row, column }) => name === hit.key && row === hit.row && column === hit.column) : -1;
    if (at >= 0) look(index, at);
  }

  return { show, choose, wake, refreshTheme, destroy };
}
