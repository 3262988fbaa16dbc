// What the neuron's film shows, drawn again only when something has changed.

import { workOut } from '../model/one_neuron.js';
import { createClock } from '../shared/motion.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { axisSpots } from '../shared/terms.js';
import { onThemeChange, readTheme } from '../shared/theme.js';
import { createView, oneOf } from '../shared/view.js';
import { createCompare } from './compare.js';
import { createControls } from './controls.js';
import { drawCurve, layoutCurve } from './curve.js';
import { drawArtificial } from './draw_artificial.js';
import { drawCell } from './draw_cell.js';
import { PAIRS } from './pairs.js';
import { createState } from './state.js';

const COLOURS = (palette) => ({
  positive: palette.weight.positive, negative: palette.weight.negative, fires: palette.activation.positive, slope: palette.gradient,
});

/**
 * @param {object} panels from createPanels
 * @param {object} first the film that the place opens with, from readFilm
 * @returns {{show: (film: object) => void, refreshTheme: () => void, destroy: () => void}}
 */
export function createScene(panels, first) {
  const { section } = panels;
  let film = first;
  let theme = null;
  let drawn = ''; // the neuron in the drawings
  let pinned = ''; // the pair that was chosen
  let pointed = ''; // the one that is pointed at
  const state = createState(film);
  const clock = createClock(frame);
  /** What an act has changed is drawn at the next frame. */
  const change = (act) => (...given) => {
    const came = act(...given);
    clock.wake();
    return came;
  };
  const showControls = createControls(panels.controls, film.bounds, { set: change(state.set), resize: change(state.resize) });
  const showCompare = createCompare(panels.compare, film.activations, change((key) => state.set('activation', key)));
  const view = {
    ...state.view,
    part: oneOf(() => ['', ...PAIRS.map(({ key }) => key)], () => pinned, (key) => { pinned = key; }),
  };
  for (const thing of Object.values(view)) thing.write = change(thing.write);
  const address = createView(section, view, () => false);

  followPointer();
  onThemeChange(section, refreshTheme);
  const resizes = new ResizeObserver(() => clock.wake());
  resizes.observe(panels.curve);

  function show(next) {
    film = next;
    state.open(film);
    address.opens();
    address.arrive(true);
    clock.wake();
  }

  function refreshTheme() {
    theme = readTheme(section, film.palette);
    section.style.setProperty('--muted', theme.muted);
    for (const [name, color] of Object.entries(COLOURS(theme.palette))) section.style.setProperty(`--${name}`, color);
    clock.wake();
  }

  /** Whatever has to do with a part, in either drawing or among the pairs, lights it up in both. */
  function followPointer() {
    const partUnder = (event) => event.composedPath().find((node) => node.dataset?.part)?.dataset.part ?? '';
    function point(key) {
      if (key === pointed) return;
      pointed = key;
      clock.wake();
    }
    for (const place of [panels.cell, panels.artificial]) {
      place.addEventListener('pointerover', (event) => point(partUnder(event)));
      place.addEventListener('pointerleave', () => point(''));
      place.addEventListener('click', change((event) => pin(partUnder(event))));
    }
    for (const { key, button } of panels.pairs) {
      for (const kind of ['pointerenter', 'focus']) button.addEventListener(kind, () => point(key));
      for (const kind of ['pointerleave', 'blur']) button.addEventListener(kind, () => point(''));
      button.addEventListener('click', change(() => pin(key)));
    }
  }

  function pin(key) {
    pinned = pinned === key ? '' : key;
  }

  function frame() {
    if (!theme) return false;
    const { neuron } = state;
    const found = workOut(neuron);
    drawBoth(neuron, found);
    light();
    showControls(neuron, found);
    showCompare(neuron.activation, found.z);
    panels.write(neuron, found, film.activations.find(({ key }) => key === neuron.activation));
    drawTheCurve(neuron, found);
    address.settle();
    return false;
  }

  /** Only when they change: new parts under the pointer would be pointed at anew. */
  function drawBoth(neuron, found) {
    const now = JSON.stringify(neuron);
    if (now === drawn) return;
    drawn = now;
    drawCell(panels.cell, neuron, found);
    drawArtificial(panels.artificial, neuron, found);
  }

  function light() {
    const lit = pointed || pinned;
    for (const drawing of [panels.cell, panels.artificial]) {
      drawing.classList.toggle('has-lit', lit !== '');
      for (const part of drawing.children) part.classList.toggle('is-lit', part.dataset.part === lit);
    }
    for (const { key, button } of panels.pairs) {
      button.classList.toggle('is-lit', key === lit);
      button.setAttribute('aria-pressed', String(key === pinned));
    }
    section.dataset.lit = lit;
    panels.say(lit);
  }

  function drawTheCurve(neuron, found) {
    const { ctx, width, height } = fitCanvas(panels.curve);
    if (!(width > 0)) return; // hidden, in a tab for example
    const layout = layoutCurve(neuron.activation, found.z, width, height);
    drawCurve(ctx, layout, found, theme);
    panels.spots(axisSpots(layout, textMeasure(theme.font)));
  }

  function destroy() {
    clock.stop();
    address.stop();
    resizes.disconnect();
  }

  return { show, refreshTheme, destroy };
}
