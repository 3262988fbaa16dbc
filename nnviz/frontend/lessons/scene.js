// What the film of the lessons shows at one moment, drawn again only when that changes.

import { createFrames, scrubOn } from '../shared/frames.js';
import { playbackView } from '../shared/playback_view.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { axisSpots } from '../shared/terms.js';
import { nameColors, readTheme } from '../shared/theme.js';
import { drawChances } from './draw.js';
import { epochAt, sharesAt } from './film.js';
import { layoutChances } from './layout.js';

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show: (film: object) => void, wake: () => void, refreshTheme: () => void, destroy: () => void}}
 */
export function createLessonsScene(panels, playback, transport) {
  const { section } = panels;
  let film = null;
  let theme = null;
  let surface = null;
  let layout = null;
  let written = ''; // what the texts say: each change costs a layout
  const { wake, opens, destroy } = createFrames(section, playback, {
    // Above it, the film of one answer plays, too.
    things: playbackView(playback, { unit: 'epoch', last: () => film.steps, redraw: () => wake(), prefix: 'lesson-' }),
    sized: [panels.chances],
    ready: () => film !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  scrubOn(panels.slider, playback, (pixel) => (layout ? layout.xAt(pixel) : null), wake);

  function show(next) {
    film = next;
    written = '';
    panels.open(film);
    opens();
    relayout();
  }

  function relayout() {
    layout = null;
    wake();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.palette);
    nameColors(section, theme);
    relayout();
  }

  function draw() {
    if (!theme) return;
    write(epochAt(film, playback.position));
    panels.move(film.losses.map((_, index) => sharesAt(film, index, playback.position)));
    if (!layout) {
      surface = fitCanvas(panels.chances);
      layout = layoutChances(surface, film);
      panels.spots(axisSpots(layout, textMeasure(theme.font)));
    }
    const { ctx, width, height } = surface;
    if (!(width > 0)) return; // hidden, in a tab for example
    ctx.clearRect(0, 0, width, height);
    drawChances(ctx, layout, film, playback.position, theme);
  }

  function write(epoch) {
    const now = `${epoch} ${playback.state} ${playback.speed} ${playback.loop}`;
    if (now === written) return;
    written = now;
    panels.write(film, epoch, playback.state);
    transport.update();
  }

  return { show, wake, refreshTheme, destroy };
}
