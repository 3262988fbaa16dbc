// The race: optimizers walk down one landscape together, step by step.
// bytes → decode → race → playback picks a position → layouts → drawing.

import { decode } from '../shared/block.js';
import { cue } from '../shared/cue.js';
import { prefersStill } from '../shared/motion.js';
import { mountOnce } from '../shared/mount.js';
import { evenPace } from '../shared/pace.js';
import { Playback } from '../shared/playback.js';
import { readRace, sameRace } from './film.js';
import { createPanels } from './panels.js';
import { createRaceScene } from './scene.js';
import { createTransport } from '../shared/transport.js';

const STEPS_PER_SECOND = 12;

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

function createPlayer(parentElement) {
  const playback = new Playback(evenPace(STEPS_PER_SECOND));
  const panels = createPanels(parentElement, choose);
  const transport = createTransport(panels.controls, playback, { unit: 'step', onChange: () => scene.wake() });
  let page = null; // tells the page what was chosen here
  const scene = createRaceScene(panels, playback, transport, (start) => page.setTriggerValue('start', start));
  let bytes = null;
  let race = null;

  function choose(index) {
    scene.choose(index);
    page.setStateValue('chosen', race.runners[index].key);
  }

  /** A film of the same race says only who is chosen: it goes on where it is. */
  function load(data) {
    bytes = data.slice();
    const next = readRace(decode(bytes));
    const same = sameRace(race, next);
    race = next;
    if (same) {
      scene.choose(race.chosen);
      return;
    }
    cue(playback, race, prefersStill());
    scene.show(race);
  }

  return {
    update(component) {
      page = component;
      if (component.data && !sameBytes(bytes, component.data)) load(component.data);
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
