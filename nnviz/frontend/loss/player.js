// The film of the losses: an answer to drag, what each loss makes of it, and a batch of answers.
// bytes → decode → film → the viewer makes an answer, playback takes steps from it → layouts → drawing.

import { decode } from '../shared/block.js';
import { cue } from '../shared/cue.js';
import { prefersStill } from '../shared/motion.js';
import { mountOnce } from '../shared/mount.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';
import { readFilm } from './film.js';
import { createPanels } from './panels.js';
import { createLossScene } from './scene.js';

const STEPS_PER_SECOND = 8;

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const scene = createLossScene(
    (acts) => createPanels(parentElement, acts),
    playback,
    ({ controls }) => createTransport(controls, playback, { unit: 'step', onChange: () => scene.wake() }),
  );
  let bytes = null;

  return {
    /** The same bytes come again when only the theme, or something else on the page, has changed. */
    update({ data }) {
      if (data && !sameBytes(bytes, data)) {
        bytes = data.slice();
        const film = readFilm(decode(bytes));
        // For who wants no motion it waits at the answer, too: that is what the viewer has asked for.
        cue(playback, prefersStill() ? { ...film, play: 0 } : film, false);
        scene.show(film);
      }
      scene.refreshTheme();
    },
    section: scene.panels.section,
    destroy() {
      scene.destroy();
      scene.panels.section.remove();
    },
  };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountOnce(createPlayer);
