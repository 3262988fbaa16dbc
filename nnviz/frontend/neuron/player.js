// One neuron beside a nerve cell: its inputs, weights and bias can be pulled, and everything follows.

import { mountFilm } from '../shared/film_mount.js';
import { createPictureMenu } from '../shared/picture_menu.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

function createPlayer(parentElement) {
  const panels = createPanels(parentElement);
  createPictureMenu(panels.section, () => []);
  let scene = null;

  function load({ header }) {
    scene ??= createScene(panels, header);
    scene.show(header);
  }

  return { section: panels.section, load, refreshTheme: () => scene?.refreshTheme(), destroy: () => scene?.destroy() };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
