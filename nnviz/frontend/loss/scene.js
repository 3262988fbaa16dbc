// What the film shows at one moment, drawn again only when that changes.

import { createFrames, scrubOn } from '../shared/frames.js';
import { prefersStill } from '../shared/motion.js';
import { playbackView } from '../shared/playback_view.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { axisSpots } from '../shared/terms.js';
import { nameColors, readTheme } from '../shared/theme.js';
import { between, judge, logitsOf, probabilitiesOf, walk, withShare } from './answer.js';
import { drawOverTruth, drawWalks } from './draw.js';
import { curvesOf, layoutLosses, layoutPushes, layoutWalks, truths } from './layout.js';
import { answerView } from './view.js';

const CHARTS = ['losses', 'pushes', 'walks'];
const EARLY = 2; // the epoch whose batch is shown first

/**
 * @param {(acts: object) => object} makePanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {(panels: object) => object} makeTransport
 * @returns {{panels: object, show: (film: object) => void, wake, refreshTheme, destroy}}
 */
export function createLossScene(makePanels, playback, makeTransport) {
  const panels = makePanels({ drag, choose, takeRow: act(takeApart), goTo: act(goTo), chooseLoss: act(chooseLoss) });
  const transport = makeTransport(panels);
  const { section } = panels;
  let film = null;
  let theme = null;
  let layouts = null;
  let surfaces = null;
  let written = '';
  // The answer that the steps begin with, whose it is, and what else has been chosen.
  const shown = { z: null, start: null, label: 0, own: false, row: null, loss: '', moment: 0 };
  let dragged = null; // the bar that moves, and the answer before it did: the others keep their proportions
  let ways = null; // from there: walks, chances and curves, by loss
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: {
      ...answerView({ film: () => film, shown: () => shown, open, own, takeRow, goTo, chooseLoss }),
      ...playbackView(playback, { unit: 'step', last: () => film.steps, redraw }),
    },
    sized: CHARTS.map((name) => panels[name]),
    ready: () => film !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  scrubOn(panels.slider, playback, (pixel) => (layouts ? layouts.walks.xAt(pixel) : null), wake);

  function show(next) {
    film = next;
    shown.loss ||= film.losses[0].key;
    const early = film.batch.epochs.indexOf(EARLY);
    if (!ways) shown.moment = Math.max(0, early);
    open();
    opens();
    if (film.cue > 0) reveal();
  }

  /** Bring the answer into sight for who has asked for another one farther down. */
  function reveal() {
    const behavior = prefersStill() ? 'instant' : 'smooth';
    if (section.getBoundingClientRect().top < 0) section.scrollIntoView({ block: 'start', behavior });
  }

  /** What the viewer does holds the film, and begins it anew with another answer. */
  function act(change) {
    return (...args) => {
      playback.pause();
      change(...args);
    };
  }

  function begin(z, label, whose) {
    Object.assign(shown, { z, start: probabilitiesOf(z), label, own: false, row: null, ...whose });
    ways = null;
    redraw();
  }

  /** Begin at the first step. */
  function rewind() {
    playback.seek(0);
  }

  function open() {
    dragged = null;
    begin(logitsOf(film.opening.p), film.opening.label, {});
  }

  function own(p, label) {
    begin(logitsOf(p), label, { own: true });
  }

  function takeRow(row) {
    dragged = null;
    rewind();
    begin(film.batch.z(shown.moment, row), film.batch.y[row], { row });
  }

  function takeApart(row, reveals = false) {
    takeRow(row);
    if (reveals) reveal();
  }

  function goTo(moment) {
    shown.moment = moment;
    if (shown.row !== null) takeRow(shown.row);
    redraw();
  }

  function chooseLoss(key) {
    shown.loss = key;
    redraw();
  }

  function drag(k, value) {
    playback.pause();
    const now = probabilitiesOf(here());
    if (dragged?.k !== k || playback.position > 0) dragged = { k, p: now };
    rewind();
    own(withShare(dragged.p, k, value), shown.label);
  }

  function choose(label) {
    playback.pause();
    dragged = null;
    const p = probabilitiesOf(here());
    rewind();
    own(p, label);
  }

  /** The ways of all losses from the answer that the steps begin with. */
  function waysFrom() {
    const walks = Object.fromEntries(film.losses.map(({ key }) => [key, walk(key, shown.z, shown.label, film)]));
    const chances = Object.fromEntries(film.losses.map(({ key }) => [key, truths(walks[key], shown.label)]));
    return { walks, chances, curves: curvesOf(film, shown.start, shown.label) };
  }

  /** The logits at the moment. */
  function here() {
    ways ??= waysFrom();
    return between(ways.walks[shown.loss], playback.position);
  }

  function redraw() {
    written = '';
    wake();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.palette);
    nameColors(section, theme);
    relayout();
  }

  /** Measure again at the next frame. */
  function relayout() {
    layouts = null;
    wake();
  }

  function layOut() {
    surfaces = Object.fromEntries(CHARTS.map((name) => [name, fitCanvas(panels[name])]));
    layouts = {
      losses: layoutLosses(surfaces.losses), pushes: layoutPushes(surfaces.pushes), walks: layoutWalks(surfaces.walks, film.steps),
    };
    const measure = textMeasure(theme.font);
    for (const name of CHARTS) panels.spots[name](axisSpots(layouts[name], measure));
  }

  function draw() {
    if (!theme) return;
    const z = here();
    const p = probabilitiesOf(z);
    const judged = Object.fromEntries(film.losses.map(({ key }) => [key, judge(key, z, shown.label)]));
    write(p, judged);
    panels.move(p);
    if (!layouts) layOut();
    if (!(surfaces.losses.width > 0)) return; // hidden, in a tab for example
    for (const { ctx, width, height } of Object.values(surfaces)) ctx.clearRect(0, 0, width, height);
    const share = p[shown.label];
    const valuesOf = (told) => Object.fromEntries(film.losses.map(({ key }) => [key, told(judged[key])]));
    const over = (name, values) =>
      drawOverTruth(surfaces[name].ctx, layouts[name], film, ways.curves, { of: name, values: valuesOf(values), share }, theme);
    over('losses', ({ value }) => value);
    over('pushes', ({ delta }) => -delta[shown.label]);
    drawWalks(surfaces.walks.ctx, layouts.walks, film, ways.chances, playback.position, theme);
  }

  /** Text and buttons, only when they change: each change costs a layout. */
  function write(p, judged) {
    const step = Math.floor(playback.position + 1e-9);
    const now = `${step} ${playback.state}`;
    if (now === written) return;
    written = now;
    panels.write(film, { ...shown, p, judged, step, walks: ways.walks, state: playback.state, title: titleOf(step) });
    transport.update();
  }

  function titleOf(step) {
    const at = step > 0 ? `step ${step} of ${film.steps}` : '';
    if (shown.row === null) return { whose: shown.own ? 'An answer of your own' : 'An answer, made up', at };
    const epoch = `as the network has it after epoch ${film.batch.epochs[shown.moment]}`;
    return { whose: film.batch.names[shown.row], at: [epoch, at].filter(Boolean).join(' · ') };
  }

  return { panels, show, wake, refreshTheme, destroy };
}
