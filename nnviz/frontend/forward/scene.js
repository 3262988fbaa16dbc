// What the forward pass shows at one moment, drawn again only when that changes.

import { drawDiagram } from './draw_diagram.js';
import { layoutDiagram } from './layout_diagram.js';
import { marksAt, momentAt } from './moment.js';
import { createFrames } from '../shared/frames.js';
import { drawEquation, entryAt, heightsAmong, layoutEquation, sizedMeasure } from '../shared/matrix.js';
import { playbackView } from '../shared/playback_view.js';
import { fitCanvas, pointIn, textMeasure } from '../shared/surface.js';
import { readTheme } from '../shared/theme.js';
import { DONE, LATER, REFUSED } from '../shared/view.js';

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show, wake, refreshTheme, goTo, choose, destroy}}
 */
export function createForwardScene(panels, playback, transport) {
  const { section } = panels;
  let film = null;
  let chosen = null; // the name of a setting; null for the last one there is
  let setting = 0;
  let theme = null;
  let layouts = null; // equations by stage, diagrams by network, and the surfaces they are drawn on
  let written = '';
  let size = '';
  const weights = {
    read: () => chosen ?? '',
    write: (name) => {
      if (name !== '' && !film.header.settings.includes(name)) return REFUSED;
      choose(name || null);
      return name === '' || film.header.weights.includes(name) ? DONE : LATER;
    },
    allowed: () => `one of ${film.header.settings.join(', ')}`,
  };
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: { ...playbackView(playback, { unit: 'step', last: () => film.steps, redraw }), weights },
    sized: [section, panels.diagram],
    ready: () => film !== null,
    draw,
    relayout: () => sizeNow() === size || relayout(), // its own height is our doing
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  panels.equation.addEventListener('click', followClick);

  function show(next) {
    film = next;
    panels.open(film);
    choose(chosen);
    opens();
  }

  function redraw() {
    written = '';
    relayout();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.header.palette);
    section.style.setProperty('--muted', theme.muted);
    relayout();
  }

  /** Measure again at the next frame. */
  function relayout() {
    layouts = null;
    wake();
  }

  /** Show other weights at the same moment; those that are not there yet, when they come. */
  function choose(name) {
    chosen = name;
    const known = film.header.weights;
    setting = known.includes(name) ? known.indexOf(name) : known.length - 1;
    redraw();
  }

  /** Go to a step and stay there. */
  function goTo(step) {
    playback.pause();
    playback.seek(step);
    transport.update();
    wake();
  }

  const startOf = (stage) => film.settings[setting][stage].start;

  const sizeNow = () => `${section.clientWidth} ${panels.diagram.clientHeight}`;

  /** A chapter's equation is as high with either weights. */
  function layOut() {
    size = sizeNow();
    const measure = sizedMeasure(panels.equation.getContext('2d'), theme.font);
    const room = panels.equation.parentElement.clientWidth;
    const equations = film.settings.map((stages) => stages.map(({ parts }) => layoutEquation(parts, room, measure)));
    const own = equations[0].map((_, stage) => Math.ceil(Math.max(...equations.map((stages) => stages[stage].height)) + 4));
    const surfaces = { equation: null, diagram: fitCanvas(panels.diagram) };
    const named = textMeasure(theme.font);
    const diagrams = Object.fromEntries(Object.entries(film.networks).map(([name, network]) =>
      [name, layoutDiagram(network, surfaces.diagram, named)]));
    layouts = { equations, heights: heightsAmong(own, room), diagrams, surfaces };
  }

  function fitEquation(height) {
    if (layouts.surfaces.equation?.height === height) return;
    panels.equation.style.height = `${height}px`;
    layouts.surfaces.equation = fitCanvas(panels.equation);
  }

  const equationAt = ({ stage }) => layouts.equations[setting][film.settings[setting].indexOf(stage)];

  function draw() {
    if (!theme || !(panels.equation.clientWidth > 0)) return; // hidden, in a tab for example
    if (!layouts) layOut();
    const moment = momentAt(film, setting, playback.position);
    const now = `${moment.number} ${moment.term} ${setting} ${playback.state}`;
    if (now === written && layouts.drawn) return;
    written = now;
    layouts.drawn = true;
    fitEquation(layouts.heights[film.settings[setting].indexOf(moment.stage)]);
    for (const { ctx, width: across, height } of Object.values(layouts.surfaces)) ctx.clearRect(0, 0, across, height);
    const { equation, diagram } = layouts.surfaces;
    drawEquation(equation.ctx, equationAt(moment), marksAt(moment), theme);
    const network = moment.stage.whole ? 'whole' : 'example';
    drawDiagram(diagram.ctx, layouts.diagrams[network], film.networks[network], film.settings[setting], moment, theme);
    panels.write(film, setting, moment, playback.state);
    transport.update();
  }

  /** A click on an entry goes to the step that makes it. */
  function followClick(event) {
    if (!layouts) return;
    const { stage } = momentAt(film, setting, playback.position);
    const found = entryAt(equationAt({ stage }), ...pointIn(panels.equation, event));
    const part = found && stage.parts.find(({ key }) => key === found.key);
    const step = part && stage.when[part.key]?.[found.row * part.columns + found.column];
    if (step !== undefined && step !== null) goTo(stage.start + step);
  }

  return { show, wake, refreshTheme, goTo, startOf, choose, destroy };
}
