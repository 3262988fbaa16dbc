// The film of the losses: an answer to drag, what each loss makes of it, and a batch of answers.
// bytes → film → the viewer makes an answer, playback takes steps from it → layouts → drawing.

import { cue } from '../shared/cue.js';
import { mountFilm } from '../shared/film_mount.js';
import { prefersStill } from '../shared/motion.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createLossScene } from './scene.js';

const STEPS_PER_SECOND = 8;

function createPlayer(parentElement) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const scene = createLossScene(
    (acts) => createPanels(parentElement, acts),
    playback,
    ({ controls }) => createTransport(controls, playback, { unit: 'step', onChange: () => scene.wake() }),
  );

  function load(block) {
    const film = readFilm(block);
    // For who wants no motion it waits at the answer, too: that is what the viewer has asked for.
    cue(playback, prefersStill() ? { ...film, play: 0 } : film, false);
    scene.show(film);
  }

  return { section: scene.panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
