// The map of a sweep: many learning rates at once, and a slider through them.
// bytes → decode → record → the selection picks a rate → layouts → drawing.

import { decode } from '../shared/block.js';
import { mountOnce } from '../shared/mount.js';
import { createPictureMenu } from '../shared/picture_menu.js';
import { createResync } from '../shared/resync.js';
import { createPanels } from './panels.js';
import { createPointing } from './pointing.js';
import { isLate, lacksScenery, readSweep } from './record.js';
import { createSweepScene } from './scene.js';
import { Selection, waitingTime } from './selection.js';

/** Who has not moved for this long has chosen: the rest of the page follows then. */
const MILLISECONDS_TO_SETTLE = 400;

function createPlayer(parentElement) {
  const selection = new Selection();
  const panels = createPanels(parentElement);
  const scene = createSweepScene(panels, selection);
  createPointing(panels, scene, selection, select);
  createPictureMenu(panels.section, () => ['rate', scene.record.rates[selection.shown]]);
  let bytes = null;
  let setStateValue = () => {};
  let setTriggerValue = () => {};
  const scenery = createResync(() => setTriggerValue('resync', 0));
  let settling = null;
  let lastSent = -Infinity;
  let waiting = null;

  function select(column) {
    if (!scene.record || column === selection.shown) return;
    selection.shown = column;
    scene.move();
    waiting ??= setTimeout(tell, waitingTime(performance.now(), lastSent));
    clearTimeout(settling);
    settling = setTimeout(() => setTriggerValue('settled', selection.shown), MILLISECONDS_TO_SETTLE);
  }

  /** Tell Python what is shown by now. */
  function tell() {
    waiting = null;
    if (!selection.pending) return;
    lastSent = performance.now();
    selection.sent();
    setStateValue('selected', selection.shown);
  }

  /** The same bytes come again when only the theme has changed. */
  function load(next) {
    if (next === bytes) return;
    bytes = next;
    const block = decode(next);
    const lacking = lacksScenery(scene.record, block);
    scenery.need(lacking);
    if (lacking || isLate(scene.record, block)) return;
    const record = readSweep(block, scene.record);
    if (record.run === scene.record?.run) selection.answer(block.header.selected);
    else selection.restart(block.header.selected);
    scene.show(record);
  }

  return {
    update(component) {
      ({ setStateValue, setTriggerValue } = component);
      if (component.data) load(component.data);
      scene.refreshTheme();
    },
    section: panels.section,
    destroy() {
      clearTimeout(waiting);
      clearTimeout(settling);
      scenery.stop();
      scene.destroy();
      panels.section.remove();
    },
  };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountOnce(createPlayer);
