// What the film of a plane shows at one moment, drawn again only when that changes.

import { createFrames, scrubOn } from '../shared/frames.js';
import { prefersStill } from '../shared/motion.js';
import { playbackView } from '../shared/playback_view.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { axisSpots } from '../shared/terms.js';
import { readTheme } from '../shared/theme.js';
import { oneOf } from '../shared/view.js';
import { createHand } from './dragging.js';
import { createPainter, createPoints, drawLoss, drawPlane } from './draw.js';
import { createField, gridOf } from './field.js';
import { paramsAt } from './film.js';
import { cut, linesOf } from './geometry.js';
import { createJudge } from './hand.js';
import { layoutLoss, layoutPlane } from './layout.js';
import { sideName } from './words.js';

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show: (film: object) => void, acted: () => void, refreshTheme: () => void, destroy: () => void}}
 */
export function createScene(panels, playback, transport) {
  const { section } = panels;
  let film = null;
  let theme = null;
  let layouts = null;
  let surfaces = null;
  let field = null; // how a network answers all over the plane
  let judge = null; // and which points it has right
  let grid = null;
  let judged = null; // of the record, at the step that is shown
  let written = ''; // what the texts say: each change costs a layout
  let shows = ''; // whose answers are painted: 'hand' or 'training'
  const tools = { paint: createPainter(), drawPoints: createPoints() };
  const hand = createHand(panels, {
    filmNow: () => film,
    layoutNow: () => layouts?.plane,
    judge: (params) => judge(params),
    changed() {
      playback.pause();
      shows = 'hand';
      wake();
    },
  });
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: {
      ...playbackView(playback, { unit: 'step', last: () => film.steps, redraw: () => wake() }),
      line: hand.view,
      shown: oneOf(() => ['', 'hand', 'training'], () => (shows === 'hand' ? '' : shows), (text) => {
        shows = text || 'hand';
        wake();
      }),
    },
    sized: [panels.plane, panels.loss],
    ready: () => film !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  panels.learn.addEventListener('click', () => {
    if (prefersStill()) playback.toEnd();
    else {
      playback.toStart();
      playback.play();
    }
    acted();
  });
  scrubOn(panels.loss, playback, (pixel) => (layouts ? layouts.loss.xAt(pixel) : null), acted);

  function show(next) {
    film = next;
    playback.load({ available: film.steps, complete: true });
    playback.toStart();
    playback.opened = 0;
    grid = gridOf(film.ranges);
    field = createField(film.net);
    judge = createJudge(film.net, film);
    written = '';
    panels.open(film);
    hand.open();
    shows = 'hand';
    opens();
    relayout();
  }

  /** The viewer has moved the film: what it has learned is shown. */
  function acted() {
    shows = 'training';
    transport.update();
    wake();
  }

  function relayout() {
    layouts = null;
    wake();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.palette);
    section.style.setProperty('--muted', theme.muted);
    section.dataset.dark = String(theme.dark);
    relayout();
  }

  function layOut() {
    surfaces = { plane: fitCanvas(panels.plane), loss: fitCanvas(panels.loss) };
    const { plane, loss } = surfaces;
    layouts = { plane: layoutPlane(film, plane.width, plane.height), loss: layoutLoss(film, loss.width, loss.height) };
    panels.spots(axisSpots(layouts.loss, textMeasure(theme.font)));
  }

  /** The lines in the plane: a neuron of the first layer each, of the record and as they are drawn by hand. */
  function linesAt(params) {
    const leads = shows === 'training';
    const of = (network, by, endsOf) => linesOf(film.net, network).map((neuron, j) =>
      ({ neuron, ends: endsOf(neuron, j), by, leads: leads === (by === 'training'), name: sideName(film, j) }));
    const learned = of(params, 'training', (neuron) => cut(neuron, film.ranges)).filter(({ ends }) => ends);
    const drawn = of(hand.drawn().params, 'hand', (neuron, j) => hand.drawn().lines[j]);
    return [...learned, ...drawn].sort((a, b) => a.leads - b.leads);
  }

  function draw() {
    if (!theme) return;
    if (!layouts) layOut();
    const { plane, loss } = surfaces;
    if (!(plane.width > 0)) return; // hidden, in a tab for example
    const step = Math.min(film.steps, Math.floor(playback.position + 1e-9));
    write(step);
    const params = paramsAt(film, playback.position);
    const { wrong } = shows === 'training' ? judged : hand.drawn();
    const probabilities = field(shows === 'training' ? params : hand.drawn().params, grid);
    for (const { ctx, width, height } of [plane, loss]) ctx.clearRect(0, 0, width, height);
    drawPlane(plane.ctx, layouts.plane, film, { probabilities, wrong, lines: linesAt(params) }, tools, theme);
    drawLoss(loss.ctx, layouts.loss, film, playback.position, theme);
  }

  /** Texts, buttons and ends, and what the record has right, only when they change. */
  function write(step) {
    const { lines } = hand.drawn();
    const now = `${step} ${playback.state} ${shows} ${playback.speed} ${playback.loop} ${lines} ${hand.best()} ${layouts.plane.width} ${layouts.plane.height}`;
    if (now === written) return;
    written = now;
    judged = judge(film.params(step));
    hand.place(layouts.plane);
    panels.writeHand(film, hand.drawn(), hand.best());
    panels.writeRecord(film, step, playback.state, shows);
    transport.update();
  }

  return { show, acted, refreshTheme, destroy };
}
