// The descent player: one weight walks down its loss, step by step.
// bytes → film → playback picks a position → layouts → drawing.

import { cue } from '../shared/cue.js';
import { mountFilm } from '../shared/film_mount.js';
import { prefersStill } from '../shared/motion.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createDescentScene } from './scene.js';

const STEPS_PER_SECOND = 1;

function createPlayer(parentElement) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const panels = createPanels(parentElement);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createDescentScene(panels, playback, transport);

  function load(block) {
    const film = readFilm(block);
    cue(playback, film, prefersStill());
    scene.show(film);
  }

  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
