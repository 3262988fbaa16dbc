// What the player shows at one moment, redrawn only when that changes.

import { setText } from '../shared/elements.js';
import { captionMilestone, captionRow, captionScales, captionSelection, lastMilestone } from './captions.js';
import { createDiagramView } from './diagram_view.js';
import { edited, isOff, toggled, undone } from '../model/edits.js';
import { createFocus } from './focus.js';
import { createHints } from './hints.js';
import { createMapsView } from './maps_view.js';
import { lastEpoch, nearestMoment, paramsAt, rowAt, stepAt, stepsOf } from '../model/history.js';
import { createInstruments } from './instruments.js';
import { createMoments } from './moment.js';
import { createClock, prefersStill } from '../shared/motion.js';
import { outgoing } from '../model/parts.js';
import { listenToPointing } from './pointing.js';
import { createReplayWish, replayOf } from './replay.js';
import { createShelf } from './shelf.js';
import { createLooks, shelfSeries } from './shelf_curves.js';
import { describe, settingsOf } from './summary.js';
import { afterBatch } from './one_batch.js';
import { nameColors, onThemeChange, readTheme } from '../shared/theme.js';
import { timeAxis } from './time_axis.js';
import { createTimeline } from './timeline.js';
import { UNLINKED, createView } from '../shared/view.js';
import { networkView } from './view.js';
import { createWhere } from './where.js';

/** What tells whether neurons, maps and weights of one network are there in another. */
const layersOf = ({ sizes, parts }) => [...sizes, ...parts.map(({ kind }) => kind)].join();

/** Where the columns stand below one another, what a click has opened may be out of sight. */
function bringIntoView(element) {
  if (element.getBoundingClientRect().top < window.innerHeight - 80) return;
  element.scrollIntoView({ block: 'nearest', behavior: prefersStill() ? 'auto' : 'smooth' });
}

/**
 * @param {object} stage from createStage
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @param {HTMLSelectElement} pace from createPaceChoice
 * @param {(kind: string, payload: object) => void} ask sends a request to Python
 * @returns {{show, open, oneBatch, wake, refreshTheme, destroy}} open: a card, by its key
 */
export function createScene(stage, playback, transport, pace, ask) {
  const { section } = stage;
  const dirty = { size: true, curves: true, frame: true };
  const { wake, stop } = createClock(frame);
  const focus = createFocus(refresh);
  const hints = createHints();
  const looks = createLooks();
  const wished = { time: null, loss: false }; // whether the viewer wants an axis logarithmic; null: as it suits the run
  const replays = createReplayWish(ask, refresh);
  const underOff = new Map(); // the edits that a neuron's weights had when it was switched off
  let header = null;
  let history = null;
  let momentAt = null;
  let moment = null;
  let arrays = null;
  let replay = null;
  let steps = null; // what lies between the epochs in which the run learns
  let awaited = null; // the moment whose next batch is to be shown as soon as its epoch has come batch by batch
  let other = null; // the history of the run that this one is compared with
  let theme = null;
  let diagram = null; // the diagram, or the maps of pictures
  let instruments = null;
  let view = null;
  let shelf = null;
  let shownMoment = '';
  let shownState = '';
  let shownScales = '';
  let lastSummary = -Infinity;

  function refresh() {
    dirty.frame = true;
    wake();
  }

  function resize() {
    dirty.size = true;
    wake();
  }

  function seek(epoch) {
    playback.pause();
    playback.seek(epoch);
    wake();
  }

  /** Change parameters by hand, at the epoch shown. */
  function edit(change) {
    playback.pause();
    if (replay) replay.step = 0;
    focus.setEdits(moment.epoch, change(focus.editsAt(moment.epoch)));
    dirty.curves = true; // the timeline marks the epoch
  }

  /** Open a card of the inspector. */
  function open(card) {
    instruments.inspector.show(card);
    bringIntoView(stage.inspector);
  }

  /** The epoch shown: one of the record, or one between its rows that has been replayed. */
  function epochShown() {
    const isReplayed = replay?.run === header.run && replay.epoch === Math.floor(playback.position) && !playback.playing;
    return isReplayed ? replay.epoch : history.epochs[rowAt(history, playback.position)];
  }

  /** One batch on from where the film stands; what that takes is asked for first. */
  function oneBatch() {
    playback.pause();
    const epoch = epochShown();
    const replayed = replay?.epoch === epoch && replay.run === header.run ? replay : null;
    const done = replayed?.step || (stepAt(steps, epoch, playback.position)?.done ?? 0);
    const isOver = epoch === lastEpoch(history) && (header.complete || header.diverged_at !== null);
    const isBehind = done === replayed?.batches.length; // the next epoch begins, which the record has not kept
    if (isOver || (isBehind && epoch + 1 > playback.available)) open('batches'); // which says why there is none
    else if (replayed && !isBehind) showBatch(epoch, done);
    else {
      awaited = { run: header.run, ...(isBehind ? { epoch: epoch + 1, done: 0 } : { epoch, done }) };
      replays.want(awaited.epoch, 0, 'batch');
    }
    wake();
  }

  function showBatch(epoch, done) {
    const isKept = (at) => history.epochs[rowAt(history, at)] === at;
    const next = afterBatch(epoch, done, replay.batches.length, isKept);
    playback.seek(next.epoch);
    replay.step = next.step;
    refresh();
  }

  /** Choose a neuron or a weight, whose card explains it; null lets go of it. */
  function select(selection) {
    focus.pin(selection);
    if (!selection) return;
    hints.use('neuron');
    open(selection.kind);
  }

  /** Let go of what was chosen: the neuron or weight, else the row of data. @returns {boolean} whether anything was */
  function letGo() {
    if (focus.pinned) select(null);
    else if (focus.who.row) focus.follow(0);
    else return false;
    return true;
  }

  const actions = {
    select,
    seek,
    ask,
    wantReplay: replays.want,
    isWanted: replays.isWanted,
    follow(row) {
      hints.use('row');
      focus.follow(row);
    },
    /** Follow a row; the one that is followed already is let go, for the one that the film opened with. */
    choose: (row) => actions.follow(row === focus.who.row ? 0 : row),
    followValues: focus.followValues,
    measurements: () => focus.who.raw ?? moment.who.raw,
    highlight: focus.emphasise,
    edit: (offset, value) => edit((edits) => edited(edits, offset, value)),
    undo: (offset) => edit((edits) => (offset === undefined ? new Map() : undone(edits, [offset]))),
    toggleNeuron(layer, index) {
      const offsets = outgoing(moment.net, layer, index);
      const key = [header.run, moment.epoch, layer, index].join();
      const before = underOff.get(key);
      if (!isOff(moment.params, offsets)) underOff.set(key, moment.edits);
      edit((edits) => toggled(edits, moment.params, offsets, before));
    },
    /** Point out columns of the confusion tables. */
    showColumns(columns) {
      instruments.middle.show('confusion');
      instruments.confusion.pointOut(columns);
      bringIntoView(stage.middle);
      refresh();
    },
    zoom(step) {
      playback.seek(moment.epoch);
      replay.step = step;
      refresh();
    },
  };

  const timeline = createTimeline(stage, {
    onDragStart: () => {
      hints.use('time');
      playback.pause();
      wake();
    },
    onSeek: (position, dragged) => {
      playback.seek(nearestMoment(history, dragged ? steps : null, position));
      wake();
    },
    onAxis: (axis) => {
      wished[axis] = axis === 'time' ? !timeAxis(header, history, wished.time).log : !wished.loss;
      dirty.curves = true;
      refresh();
    },
  });

  stage.milestone.epoch.addEventListener('click', () => seek(lastMilestone(moment).epoch));
  stage.play.addEventListener('click', () => {
    playback.play();
    section.focus({ preventScroll: true }); // the button goes away, and the next key is for the film
    wake();
  });
  section.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) transport.handleKey(event);
    else if (letGo()) event.preventDefault(); // what else Escape may lead out of stays
  });
  stage.fill.addEventListener('change', refresh);
  stage.words.append(hints.root);
  onThemeChange(section, redrawTheme);
  const resizes = new ResizeObserver(resize);

  /** Once it is known what this player is for. */
  function build() {
    diagram = header.picture ? createMapsView(stage) : createDiagramView(stage);
    section.toggleAttribute('data-pictures', Boolean(header.picture));
    instruments = createInstruments(stage, actions, { onChange: refresh, onShow: resize }, header);
    shelf = createShelf(actions, looks);
    stage.shelf.append(shelf.root);
    listenToPointing(stage, () => ({ diagram, matrices: instruments.matrices }), () => header.net, focus, select);
    section.whereIs = createWhere(stage, diagram, instruments.map);
    view = header.linked === false ? UNLINKED : createView(section, networkView({
      playback, pace, wished, focus, instruments, zoom, fill: stage.fill, redraw: redrawAll,
      header: () => header, moment: () => moment, replay: () => replay,
    }), () => playback.playing);
    view.opens();
    for (const box of [stage.diagram, stage.middle, stage.slider]) resizes.observe(box);
  }

  function refreshTheme() {
    if (!header) return;
    const next = readTheme(section, header.palette);
    if (theme && next.background === theme.background && next.text === theme.text && next.font === theme.font) return;
    theme = next;
    nameColors(section, theme);
    instruments.middle.setTheme(theme);
    instruments.inspector.setTheme(theme);
    dirty.size = true; // another font has other widths
    wake();
  }

  /** Draw everything anew, though the colours may be what they were. */
  function redrawTheme() {
    theme = null;
    refreshTheme();
  }

  /** Show a block that has been merged into the history. */
  function show(nextHeader, nextArrays, data, nextHistory, newRun) {
    const sameSizes = header !== null && layersOf(header.net) === layersOf(nextHeader.net);
    if (header?.nouns !== nextHeader.nouns) hints.show(nextHeader);
    header = nextHeader;
    section.dataset.caption = settingsOf(header);
    arrays = nextArrays;
    history = nextHistory;
    if (!instruments) build();
    if (newRun) focus.enter(header.run, sameSizes);
    if (newRun) replays.drop();
    momentAt = createMoments(header, data, { rows: arrays.answers_rows?.data, grid: arrays.answers_grid?.data });
    replay = replayOf(header, arrays, replay);
    replays.arrive(replay, header.refused);
    if (awaited && replay?.run === awaited.run && replay.epoch === awaited.epoch) {
      showBatch(awaited.epoch, awaited.done);
      awaited = null;
    }
    steps = stepsOf(header, arrays) ?? (steps?.run === header.run ? steps : null);
    shelf.update({ header });
    other = arrays.other_params ? { epochs: arrays.other_epochs.data, params: arrays.other_params.data, parameters: arrays.other_params.shape[1], rows: arrays.other_params.shape[0] } : null;
    refreshTheme();
    if (newRun) dirty.size = true; // other layers, other places
    view.arrive(newRun);
    redrawAll();
  }

  function redrawAll() {
    dirty.curves = true;
    transport.update();
    refresh();
  }

  /** Take an epoch apart up to a step; whether Python has sent it already. */
  function zoom(epoch, step) {
    if (replay?.epoch === epoch) {
      replay.step = Math.min(step, replay.batches.length);
      return true;
    }
    if (playback.available > epoch) replays.want(epoch, 0);
    return false;
  }

  function redrawCurves() {
    const others = shelfSeries(header, arrays, looks, theme.palette.racers);
    const axes = { time: timeAxis(header, history, wished.time), lossLog: wished.loss };
    timeline.redraw(header, history, theme, axes, others, focus.editedEpochs());
  }

  /** The other run's parameters at an epoch that it has reached. */
  function otherAt(epoch) {
    if (!other || epoch > lastEpoch(other)) return { other: null, otherEpoch: null };
    const row = rowAt(other, epoch);
    return { other: paramsAt(other, row), otherEpoch: other.epochs[row] };
  }

  function drawFrame(row, epoch, step, time, sized) {
    const playing = playback.state === 'playing';
    if (replay && (playing || replay.epoch !== epoch)) replay.step = 0; // the film has left its batches
    moment = momentAt({
      history, axis: timeAxis(header, history, wished.time), row, epoch, step, focus, replay, time, playing, ...otherAt(epoch),
    });
    if (sized) {
      diagram.resize(header, moment.net, theme);
      stage.name(header.nouns, diagram.isRoomy);
      instruments.map?.resize();
    }
    instruments.middle.update(moment);
    if (diagram.usesFields() && instruments.middle.shown !== 'map') instruments.map.update(moment);
    diagram.draw(moment, instruments.map?.fields, theme);
    instruments.inspector.update(moment);
    section.toggleAttribute('data-chosen', focus.pinned !== null);
    captionRow(stage, moment);
    captionMilestone(stage, moment);
    captionSelection(stage, moment);
    const scales = [diagram.mode(), moment.anyNonFinite, moment.isSame, moment.otherEpoch, theme.background, theme.text].join();
    if (scales !== shownScales) captionScales(stage, moment, diagram.mode(), theme);
    shownScales = scales;
  }

  function updateState(time) {
    section.dataset.run = history.run;
    section.dataset.trained = lastEpoch(history);
    section.dataset.epochs = header.epochs;
    if (section.dataset.state !== playback.state) {
      section.dataset.state = playback.state;
      transport.update();
      stage.pointed.setAttribute('aria-live', playback.playing ? 'off' : 'polite');
    }
    if (playback.state === 'playing' && time - lastSummary < 1000) return;
    lastSummary = time;
    setText(stage.summary, describe(moment));
  }

  function frame(seconds, time) {
    if (!header || !section.isConnected || stage.diagram.clientWidth === 0) return false;
    playback.tick(seconds);
    const row = rowAt(history, playback.position);
    const epoch = epochShown();
    const step = stepAt(steps, epoch, playback.position);
    const at = `${epoch} ${step?.index}`;
    const sized = dirty.size;
    if (sized) timeline.resize();
    if (sized || dirty.curves) redrawCurves();
    timeline.moveCursor(playback.position, theme);
    if (sized || dirty.frame || at !== shownMoment || playback.state !== shownState) drawFrame(row, epoch, step, time, sized);
    if (shownMoment === '') view.arrive(false); // there is a moment now
    [shownMoment, shownState] = [at, playback.state];
    if (playback.state !== 'playing') view.settle();
    dirty.size = dirty.curves = dirty.frame = false;
    if (playback.playing || playback.position > 0) stage.invitation.hidden = true;
    updateState(time);
    return playback.state === 'playing';
  }

  function destroy() {
    stop();
    replays.drop();
    resizes.disconnect();
    view?.stop();
    instruments?.map?.destroy();
    instruments?.pad?.destroy();
    header = null;
  }

  return { show, open, oneBatch, wake, refreshTheme, destroy };
}
