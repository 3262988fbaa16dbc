// One filter slides over one picture: at each place nine products, their sum, the bias, the activation; then pooling.
// bytes → film → the viewer may change the weights, playback picks a place → numbers → cells and words.

import { mountFilm } from '../shared/film_mount.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { paceOf } from './moment.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

function createPlayer(parentElement) {
  let pace = null;
  const playback = new Playback((position, seconds) => pace(position, seconds));
  const panels = createPanels(parentElement, {
    weight: (index, value) => scene.setWeight(index, value),
    reset: () => scene.resetWeights(),
    scrub: (step) => scene.goTo(step),
  });
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createScene(panels, playback, transport);

  function load(block) {
    const film = readFilm(block);
    pace = paceOf(film);
    scene.show(film);
  }

  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
