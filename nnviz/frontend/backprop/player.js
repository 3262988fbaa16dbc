// The player of backpropagation: one batch forward, back, one step, and forward again.
// bytes → film → script → playback picks a moment → layouts → drawing.

import { mountFilm } from '../shared/film_mount.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

function createPlayer(parentElement) {
  const playback = new Playback();
  const panels = createPanels(parentElement, { onChoose: (index) => scene.choose(index) });
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createScene(panels, playback, transport);
  const load = (block) => scene.show(readFilm(block));
  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
