// The same network taught with each loss: curves that grow, and what each of them says of one row, epoch after epoch.

import { cue } from '../shared/cue.js';
import { mountFilm } from '../shared/film_mount.js';
import { prefersStill } from '../shared/motion.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createLessonsScene } from './scene.js';

const SECONDS = 10; // of the whole film, at speed 1

function createPlayer(parentElement) {
  const playback = new Playback((position, seconds) => position + (seconds * playback.available) / SECONDS);
  const panels = createPanels(parentElement);
  const transport = createTransport(panels.controls, playback, { unit: 'epoch', onChange: () => scene.wake() });
  const scene = createLessonsScene(panels, playback, transport);

  function load(block) {
    const film = readFilm(block);
    cue(playback, film, prefersStill());
    scene.show(film);
  }

  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
