// A plane with points of two classes: a line to draw by hand, and the one that gradient descent draws, step by step.

import { mountFilm } from '../shared/film_mount.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

const SECONDS = 7; // of the whole film, at speed 1

function createPlayer(parentElement) {
  const playback = new Playback((position, seconds) => position + (seconds * playback.available) / SECONDS);
  const panels = createPanels(parentElement);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.acted() });
  const scene = createScene(panels, playback, transport);
  const load = (block) => scene.show(readFilm(block));
  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
