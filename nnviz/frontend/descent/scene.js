// What the descent player shows at one moment, drawn again only when that changes.

import { drawLandscape } from './draw.js';
import { weightAt } from './film.js';
import { viewOf } from './geometry.js';
import { layoutLandscape, layoutTimelines } from './layout.js';
import { drawTimeline } from './timeline.js';
import { createFrames, scrubOn } from '../shared/frames.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { playbackView } from '../shared/playback_view.js';
import { axisSpots } from '../shared/terms.js';
import { readTheme } from '../shared/theme.js';

const PICTURES = ['landscape', 'weights', 'losses'];

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show, wake, refreshTheme, destroy}}
 */
export function createDescentScene(panels, playback, transport) {
  const { section } = panels;
  let film = null;
  let view = null;
  let theme = null;
  let surfaces = null; // by picture: ctx, width, height
  let layouts = null;
  let written = '';
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: playbackView(playback, { unit: 'step', last: () => film.steps, redraw }),
    sized: PICTURES.map((name) => panels[name]),
    ready: () => film !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  for (const name of ['weights', 'losses']) {
    scrubOn(panels[name], playback, (pixel) => (layouts ? layouts[name].xAt(pixel) : null), wake);
  }

  function show(next) {
    film = next;
    view = viewOf(film);
    opens();
    redraw();
  }

  function redraw() {
    written = '';
    relayout();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.palette);
    section.style.setProperty('--muted', theme.muted);
    relayout();
  }

  /** Measure again at the next frame. */
  function relayout() {
    layouts = null;
    wake();
  }

  function layOut() {
    surfaces = Object.fromEntries(PICTURES.map((name) => [name, fitCanvas(panels[name])]));
    const { landscape, weights, losses } = surfaces;
    const measure = textMeasure(theme.font);
    layouts = {
      landscape: layoutLandscape(film, view, landscape.width, landscape.height),
      ...layoutTimelines(film, view, weights, losses),
    };
    for (const name of PICTURES) panels.spots[name](axisSpots(layouts[name], measure));
  }

  function draw() {
    if (!theme) return;
    if (!layouts) layOut();
    if (!(surfaces.landscape.width > 0)) return; // hidden, in a tab for example
    for (const { ctx, width, height } of Object.values(surfaces)) ctx.clearRect(0, 0, width, height);
    const weight = weightAt(film, playback.position);
    const { weight: pair, series } = theme.palette;
    const mark = film.divergedAt;
    const level = film.minimum === null ? null : { value: film.minimum, label: 'best w' };
    drawLandscape(surfaces.landscape.ctx, layouts.landscape, film, weight, theme);
    drawTimeline(surfaces.weights.ctx, layouts.weights, film.w, weight, { color: pair.positive, level, mark }, theme);
    drawTimeline(surfaces.losses.ctx, layouts.losses, film.loss, weight, { color: series.train, level: null, mark }, theme);
    write(weight.step);
  }

  /** Text and buttons, only when they change: each change costs a layout. */
  function write(step) {
    const now = `${step} ${playback.state}`;
    if (now === written) return;
    written = now;
    panels.write(film, step, playback.state);
    transport.update();
  }

  return { show, wake, refreshTheme, destroy };
}
