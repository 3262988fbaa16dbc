// What the descent player shows at one moment, drawn again only when that changes.

import { drawLandscape } from './draw.js';
import { weightAt } from './film.js';
import { viewOf } from './geometry.js';
import { layoutLandscape, layoutTimelines } from './layout.js';
import { drawTimeline } from './timeline.js';
import { createClock } from '../shared/motion.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { playbackView } from '../shared/playback_view.js';
import { axisSpots } from '../shared/terms.js';
import { createView } from '../shared/view.js';
import { onThemeChange, readTheme } from '../shared/theme.js';

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
  const clock = createClock(frame);
  const address = createView(section, playbackView(playback, { unit: 'step', last: () => film.steps, redraw }), () => playback.playing);

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  onThemeChange(section, refreshTheme);
  const resizes = new ResizeObserver(relayout);
  for (const name of PICTURES) resizes.observe(panels[name]);
  for (const name of ['weights', 'losses']) followPointer(name);

  function show(next) {
    film = next;
    view = viewOf(film);
    address.opens();
    address.arrive(true);
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

  function wake() {
    if (film) clock.wake();
  }

  function frame(seconds) {
    playback.tick(seconds);
    draw();
    if (!playback.playing) address.settle();
    return playback.playing;
  }

  function layOut() {
    surfaces = Object.fromEntries(PICTURES.map((name) => [name, fitCanvas(panels[name])]));
    const { landscape, weights, losses } = surfaces;
    const measure = textMeasure(landscape.ctx, theme.font);
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

  /** Dragging on a timeline goes to the step under the pointer. */
  function followPointer(name) {
    const canvas = panels[name];
    const scrub = (event) => {
      if (!layouts || !canvas.hasPointerCapture(event.pointerId)) return;
      const pixel = event.clientX - canvas.getBoundingClientRect().left;
      playback.seek(Math.round(layouts[name].xAt(pixel)));
      wake();
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      playback.pause();
      scrub(event);
    });
    canvas.addEventListener('pointermove', scrub);
  }

  function destroy() {
    clock.stop();
    address.stop();
    resizes.disconnect();
  }

  return { show, wake, refreshTheme, destroy };
}
