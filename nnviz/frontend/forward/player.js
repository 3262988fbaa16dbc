// The forward pass: rows of numbers go through a network, entry by entry.
// bytes → decode → film → playback picks a position → moment → layouts → drawing.

import { readFilm } from './film.js';
import { paceOf } from './moment.js';
import { createPanels } from './panels.js';
import { createForwardScene } from './scene.js';
import { decode } from '../shared/block.js';
import { cue } from '../shared/cue.js';
import { prefersStill } from '../shared/motion.js';
import { mountOnce } from '../shared/mount.js';
import { Playback } from '../shared/playback.js';
import { createTransport } from '../shared/transport.js';

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  let bytes = null;
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

  return {
    /** The same bytes come again when only the theme, or something else on the page, has changed. */
    update({ data }) {
      if (data && !sameBytes(bytes, data)) {
        bytes = data.slice();
        const before = film;
        film = readFilm(decode(bytes));
        pace = paceOf(film);
        if (before?.subject !== film.subject) cue(playback, film, prefersStill());
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
