// The forward pass: rows of numbers go through a network, entry by entry.
// bytes → film → playback picks a position → moment → layouts → drawing.

import { readFilm } from './film.js';
import { paceOf } from './moment.js';
import { createPanels } from './panels.js';
import { createForwardScene } from './scene.js';
import { cue } from '../shared/cue.js';
import { mountFilm } from '../shared/film_mount.js';
import { prefersStill } from '../shared/motion.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';

function createPlayer(parentElement) {
  let film = null;
  let pace = null;
  const playback = new Playback((position, seconds) => pace(position, seconds));
  const panels = createPanels(parentElement, {
    chapter: (stage) => scene.goTo(scene.startOf(stage)),
    weights: (setting) => scene.choose(film.header.weights[setting]),
    scrub: (step) => scene.goTo(step),
  });
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createForwardScene(panels, playback, transport);

  /** Of the same rows and network, it goes on where it stands: the trained weights have come. */
  function load(block) {
    const before = film;
    film = readFilm(block);
    pace = paceOf(film);
    if (before?.subject !== film.subject) cue(playback, film, prefersStill());
    scene.show(film);
  }

  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
