// The network player: plays the parameter history of one run like a film.
// bytes → decode → history → playback picks a row → layouts → drawing.

import { decode } from '../shared/block.js';
import { createScene } from './scene.js';
import { createSceneries } from './scenery.js';
import { lastEpoch, mergeBlock, rowAt } from '../model/history.js';
import { prefersStill } from '../shared/motion.js';
import { keyOf, mountOnce } from '../shared/mount.js';
import { Playback } from '../shared/playback.js';
import { createResync } from '../shared/resync.js';
import { createStage } from './stage.js';
import { createTransport } from '../shared/transport.js';
import { createTakeButton } from './take.js';
import { createPaceChoice, paceOf } from './pace_choice.js';

/** What is asked of the film that there is, wherever it stands: one that is put up anew is not asked. */
const ONCE = ['keep', 'doctor', 'epoch', 'batch', 'on'];

/**
 * What the page asks for with a block; null for nothing, or if that has been dealt with.
 * @param {{run: string, play: number, cue: string}} header
 * @param {{run: string, play: number} | null} before the header of the block before
 */
export function askedOf(header, before) {
  const dealtWith = before?.run === header.run ? before.play : 0;
  if (header.play === dealtWith || (!before && ONCE.includes(header.cue))) return null;
  return header.cue;
}

/**
 * Where the film stands after a block has come, and whether one that is put up anew would stand there, too.
 * @param {Playback} playback already loaded with what is available
 * @param {{newRun: boolean, wasAtEnd: boolean, asked: string | null, still: boolean, begins: number}} news
 *   wasAtEnd: the last epoch there was is the one shown; asked: what the page has just asked for,
 *   to 'play', to 'wait' at the beginning, to show the 'end', to 'keep' the epoch in another run, to open the 'doctor',
 *   to show one 'epoch' or 'batch' more, or to go 'on' from where a branch begins; still: the viewer wants no motion; begins: that epoch
 * @param {number} [opens] where a new run opens, if the page says so
 */
export function cue(playback, news, opens) {
  const { asked, newRun } = news;
  if (newRun && opens !== undefined) playback.seek(opens);
  else place(playback, news);
  if (asked || newRun) playback.opened = playback.playing || ONCE.includes(asked) ? null : playback.position;
}

function place(playback, { newRun, wasAtEnd, asked, still, begins }) {
  if (asked === 'keep' || asked === 'doctor' || asked === 'batch') {
    if (wasAtEnd) playback.toEnd();
    return;
  }
  if (asked === 'epoch') {
    playback.step(1);
    return;
  }
  if (asked === 'wait' && !still) {
    playback.toStart();
    return;
  }
  if (asked === 'on') {
    playback.seek(begins);
    if (!still) playback.play();
    return;
  }
  if (newRun) playback.toStart();
  if (asked === 'play' && !still) playback.play();
  else if (asked === 'end' || newRun || (wasAtEnd && !playback.playing)) {
    playback.pause();
    playback.toEnd();
  }
}

function createPlayer(parentElement) {
  const playback = new Playback();
  const stage = createStage(parentElement);
  const sceneries = createSceneries();
  let bytes = null;
  let history = null;
  let header = null;
  let staying = false; // where a branch begins or batches are shown, though the film may end there for now
  let setTriggerValue = () => {};
  const everything = createResync(() => setTriggerValue('resync', history?.rows ?? 0));

  const transport = createTransport(stage.controls, playback, {
    unit: 'epoch', onChange: () => scene.wake(), events: () => header.milestones?.map(({ epoch }) => epoch) ?? [],
  });
  const choice = createPaceChoice(transport.choices, setPace);
  const take = createTakeButton(transport.element, stage.section, keyOf(parentElement), {
    epoch: epochKept,
    take() {
      playback.hold(); // so that what is taken is what one sees
      transport.update();
      scene.wake();
      setTriggerValue('take', epochKept());
    },
  });
  const scene = createScene(stage, playback, transport, choice, ask);

  /** The run that is shown, as it stands on the shelf of all that the visitor has trained. */
  const current = () => header.shelf?.find(({ current }) => current);

  /** The epoch of the record where the film stands: the last one, if it stands between two. */
  function epochKept() {
    return history.epochs[rowAt(history, playback.position)];
  }

  /** Ask Python for what the browser cannot compute. */
  function ask(kind, payload) {
    setTriggerValue('request', { kind, run: current()?.id ?? null, ...payload });
  }

  function setPace() {
    if (history) playback.pace = paceOf(history, header, choice.value);
  }

  /** Take in a block of bytes; the same bytes come again when only the theme has changed. */
  function load(next) {
    if (next === bytes) return;
    bytes = next;
    const block = decode(next);
    const opened = sceneries.open(block);
    if (!opened) {
      everything.need(true);
      return;
    }
    const merged = mergeBlock(history, block.header, block.arrays);
    if (merged.old) return;
    history = merged.history;
    everything.need(merged.missing);
    if (history?.run !== block.header.run) return; // the beginning of another run is still to come
    const before = header;
    header = opened.header;
    const newRun = before?.run !== header.run;
    const wasAtEnd = playback.position >= playback.available;
    playback.load({ available: lastEpoch(history), complete: header.complete || header.alone === true, stride: header.stride });
    take.button.hidden = header.alone === true;
    setPace();
    const asked = askedOf(header, before);
    const still = prefersStill();
    if (asked) staying = (asked === 'on' && still) || asked === 'batch';
    const begins = current()?.epoch ?? 0;
    cue(playback, { newRun, wasAtEnd: wasAtEnd && !staying, asked, still, begins }, header.opens);
    if (asked || newRun) stage.invitation.hidden = asked !== 'wait' || still;
    scene.show(header, block.arrays, opened.data, history, newRun);
    if (asked === 'doctor') scene.open('doctor');
    if (asked === 'batch') scene.oneBatch();
  }

  return {
    update(component) {
      setTriggerValue = component.setTriggerValue;
      if (component.data) load(component.data);
      scene.refreshTheme();
    },
    section: stage.section,
    destroy() {
      everything.stop();
      take.stop();
      scene.destroy();
      stage.section.remove();
    },
  };
}

/** Called by the page at mount, with new data, and when the theme changes. */
export default mountOnce(createPlayer);
