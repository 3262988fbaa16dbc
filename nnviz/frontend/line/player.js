// A plane with points of two classes: a line to draw by hand, and the one that gradient descent draws, step by step.

import { decode } from '../shared/block.js';
import { mountOnce } from '../shared/mount.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createScene } from './scene.js';

const SECONDS = 7; // of the whole film, at speed 1

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  const playback = new Playback((position, seconds) => position + (seconds * playback.available) / SECONDS);
  const panels = createPanels(parentElement);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.acted() });
  const scene = createScene(panels, playback, transport);
  let bytes = null;

  return {
    /** The same bytes come again when only the theme, or something else on the page, has changed. */
    update({ data }) {
      if (data && !sameBytes(bytes, data)) {
        bytes = data.slice();
        scene.show(readFilm(decode(bytes)));
      }
      scene.refreshTheme();
    },
    section: panels.section,
    destroy() {
      scene.destroy();
      panels.section.remove();
    },
  };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountOnce(createPlayer);
