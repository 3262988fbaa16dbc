// The race: optimizers walk down one landscape together, step by step.
// bytes → race → playback picks a position → layouts → drawing.

import { cue } from '../shared/cue.js';
import { mountFilm } from '../shared/film_mount.js';
import { prefersStill } from '../shared/motion.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { readRace, sameRace } from './film.js';
import { createPanels } from './panels.js';
import { createRaceScene } from './scene.js';
import { createTransport } from '../shared/transport.js';

const STEPS_PER_SECOND = 12;

function createPlayer(parentElement, page) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const panels = createPanels(parentElement, choose);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  const scene = createRaceScene(panels, playback, transport, (start) => page().setTriggerValue('start', start));
  let race = null;

  function choose(index) {
    scene.choose(index);
    page().setStateValue('chosen', race.runners[index].key);
  }

  /** A film of the same race says only who is chosen: it goes on where it is. */
  function load(block) {
    const next = readRace(block);
    const same = sameRace(race, next);
    race = next;
    if (same) {
      scene.choose(race.chosen);
      return;
    }
    cue(playback, race, prefersStill());
    scene.show(race);
  }

  return { section: panels.section, load, refreshTheme: scene.refreshTheme, destroy: scene.destroy };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountFilm(createPlayer);
