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
  let fields = null; // by whom the line is: how it answers all over the plane
  let judges = null; // and which points it has right
  let grid = null;
  let judged = null; // of the record, at the step that is shown
  let written = ''; // what the texts say: each change costs a layout
  let shows = ''; // whose answers are painted: 'hand' or 'training'
  const tools = { paint: createPainter(), drawPoints: createPoints() };
  const hand = createHand(panels, {
    filmNow: () => film,
    layoutNow: () => layouts?.plane,
    judge: (neuron) => judges.hand(neuron),
    changed() {
      playback.pause();
      shows = 'hand';
      wake();
    },
  });
  const first = () => (film.layered ? 'training' : 'hand');
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: {
      ...playbackView(playback, { unit: 'step', last: () => film.steps, redraw: () => wake() }),
      line: hand.view,
      shown: oneOf(() => ['', 'hand', 'training'], () => (shows === first() ? '' : shows), (text) => {
        shows = text || first();
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
    fields = { hand: createField(film.handNet), training: createField(film.net) };
    judges = { hand: createJudge(film.handNet, film), training: createJudge(film.net, film) };
    written = '';
    panels.open(film);
    hand.open();
    shows = first();
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
    panels.spots(axisSpots(layouts.loss, textMeasure(loss.ctx, theme.font)));
  }

  /** The lines in the plane: a neuron of the first layer each, and the one that was drawn by hand. */
  function linesAt(params) {
    const leads = shows === 'training';
    const name = film.layered ? '' : film.classes[1];
    const learned = linesOf(film.net, params).map((neuron) => ({ neuron, ends: cut(neuron, film.ranges), by: 'training', leads, name }));
    const drawn = film.layered ? [] : [{ ...hand.line(), by: 'hand', leads: !leads, name }];
    return [...learned.filter(({ ends }) => ends), ...drawn].sort((a, b) => a.leads - b.leads);
  }

  function draw() {
    if (!theme) return;
    if (!layouts) layOut();
    const { plane, loss } = surfaces;
    if (!(plane.width > 0)) return; // hidden, in a tab for example
    const step = Math.min(film.steps, Math.floor(playback.position + 1e-9));
    write(step);
    const params = paramsAt(film, playback.position);
    const { wrong } = shows === 'training' ? judged : hand.line();
    const probabilities = shows === 'training' ? fields.training(params, grid) : fields.hand(hand.line().neuron, grid);
    for (const { ctx, width, height } of [plane, loss]) ctx.clearRect(0, 0, width, height);
    drawPlane(plane.ctx, layouts.plane, film, { probabilities, wrong, lines: linesAt(params) }, tools, theme);
    drawLoss(loss.ctx, layouts.loss, film, playback.position, theme);
  }

  /** Texts, buttons and ends, and what the record has right, only when they change. */
  function write(step) {
    const { ends } = hand.line();
    const now = `${step} ${playback.state} ${shows} ${playback.speed} ${playback.loop} ${ends} ${hand.best()} ${layouts.plane.width} ${layouts.plane.height}`;
    if (now === written) return;
    written = now;
    judged = judges.training(film.params(step));
    hand.place(layouts.plane);
    panels.writeHand(film, hand.line(), hand.best());
    panels.writeRecord(film, step, playback.state, shows);
    transport.update();
  }

  return { show, acted, refreshTheme, destroy };
}
