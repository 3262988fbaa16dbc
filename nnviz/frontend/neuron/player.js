// One neuron beside a nerve cell: its inputs, weights and bias can be pulled, and everything follows.

import { decode } from '../shared/block.js';
import { mountOnce } from '../shared/mount.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  const panels = createPanels(parentElement);
  let scene = null;
  let bytes = null;

  return {
    /** The same bytes come again when only the theme, or something else on the page, has changed. */
    update({ data }) {
      if (data && !sameBytes(bytes, data)) {
        bytes = data.slice();
        const film = decode(bytes).header;
        scene ??= createScene(panels, film);
        scene.show(film);
      }
      scene?.refreshTheme();
    },
    section: panels.section,
    destroy() {
      scene?.destroy();
      panels.section.remove();
    },
  };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountOnce(createPlayer);
