// The descent player: one weight walks down its loss, step by step.
// bytes → decode → film → playback picks a position → layouts → drawing.

import { decode } from '../shared/block.js';
import { cue } from '../shared/cue.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createDescentScene } from './scene.js';
import { prefersStill } from '../shared/motion.js';
import { mountOnce } from '../shared/mount.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';

const STEPS_PER_SECOND = 1;

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const panels = createPanels(parentElement);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createDescentScene(panels, playback, transport);
  let bytes = null;

  return {
    /** The same bytes come again when only the theme, or something else on the page, has changed. */
    update({ data }) {
      if (data && !sameBytes(bytes, data)) {
        bytes = data.slice();
        const film = readFilm(decode(bytes));
        cue(playback, film, prefersStill());
        scene.show(film);
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
