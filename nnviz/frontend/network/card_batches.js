// Zoom into time: one epoch, batch by batch.

import { lossesOfStep, mostMoved, paramsBefore } from '../model/batches_zoom.js';
import { element, setText } from '../shared/elements.js';
import { capital, significant } from '../shared/format.js';
import { lastEpoch } from '../model/history.js';
import { createRowList } from './row_list.js';
import { parameterName, placeAt } from './places.js';
import { linked } from '../shared/terms.js';
import { taskWords } from './words_task.js';

const MOST_MOVED = 5;
const DIGITS = 9; // of a float32, so that no other has the same text

const stepsOf = (replay) => replay.batches.length;

/** The batch shown at a step: the one that comes next, at the end the last one. */
export const batchAt = (replay) => Math.min(replay.step, stepsOf(replay) - 1);

/** @returns {string} e.g. "Epoch 37 → 38, batch 3 of 15" */
export const stepTitle = (replay) =>
  `Epoch ${replay.epoch} → ${replay.epoch + 1}, batch ${batchAt(replay) + 1} of ${stepsOf(replay)}`;

/** Which network the pictures show at a step. */
export function stepNote(replay) {
  if (replay.step < stepsOf(replay)) return 'The pictures show the network before this batch.';
  return `The pictures show epoch ${replay.epoch + 1}, after this batch.`;
}

/** Why the batches after an epoch cannot be shown; '' if they can. */
export function refusal(header, history, epoch) {
  const ended = header.complete || (header.diverged_at !== null && header.diverged_at !== undefined);
  if (epoch < lastEpoch(history)) return '';
  if (ended) return `Epoch ${epoch} is the last of this run: no batches follow. Go to an earlier epoch.`;
  return `Epoch ${epoch} is the newest so far: its batches can be shown as soon as the next epoch is there.`;
}

/** A change with its sign. */
export const changeText = (change) => (change > 0 ? `+${significant(change, 3)}` : significant(change, 3));

function createStepButtons(onStep) {
  const moves = [
    ['|◀', 'Before the first batch (Home)', () => 0],
    ['◀', 'One batch back (←)', (step) => step - 1],
    ['▶', 'One batch on (→)', (step) => step + 1],
    ['▶|', 'After the last batch (End)', (step, steps) => steps],
  ];
  const buttons = moves.map(([sign, title, to]) => {
    const button = element('button', 'panel-button panel-icon', { type: 'button', title, 'aria-label': title }, [`${sign}\uFE0E`]);
    button.addEventListener('click', () => onStep(to));
    return button;
  });
  const root = element('div', 'batches-steps', { role: 'group', 'aria-label': 'Batches of this epoch' }, buttons);

  /** aria-disabled, as a button that is disabled loses the focus. */
  function update(step, steps) {
    buttons.forEach((button, i) => button.setAttribute('aria-disabled', String(i < 2 ? step === 0 : step === steps)));
  }
  return { root, update };
}

/** A table with a head of columns and rows that are written again and again. */
function createNumbers(title, columns, names) {
  const lines = names.map((name) => {
    const head = element('th', '', { scope: 'row' }, [name]);
    const cells = columns.slice(1).map(() => element('td', ''));
    return { head, cells, root: element('tr', '', {}, [head, ...cells]) };
  });
  const root = element('table', 'panel-table', {}, [
    element('caption', 'panel-title', {}, linked(title)),
    element('thead', '', {}, [element('tr', '', {}, columns.map((column) => element('th', '', { scope: 'col' }, linked(column))))]),
    element('tbody', '', {}, lines.map((line) => line.root)),
  ]);
  return { root, lines };
}

function writeNumbers({ cells }, before, after) {
  setText(cells[0], significant(before, 4));
  setText(cells[1], significant(after, 4));
  setText(cells[2], changeText(after - before));
  cells[0].title = significant(before, DIGITS);
  cells[1].title = significant(after, DIGITS);
  cells[2].title = significant(after - before, DIGITS);
}

/**
 * @param {object} actions
 * @param {{row: string, rows: string}} nouns
 * @returns {{root: HTMLElement, update: (moment: object) => void}}
 */
export function createBatchesCard(actions, nouns) {
  const title = element('h4', 'panel-title', { 'aria-live': 'polite' });
  const note = element('p', 'panel-note');
  const edits = element('p', 'panel-note', {}, ['The batches are those of the record, without your edits.']);
  const classes = element('p', 'batches-classes');
  const steps = createStepButtons((to) => step(to));
  const list = createRowList(`The ${nouns.rows} of this batch`, (row) => actions.follow(row));
  const losses = createNumbers('What this [[batch]] did to the [[loss]]', ['mean [[loss]] of', 'before', 'after', 'change'], ['this batch', 'training set']);
  const moved = createNumbers('What it moved most', ['[[parameter]]', 'before', 'after', 'change'], Array(MOST_MOVED).fill(''));
  moved.root.classList.add('batches-moved');
  const links = moved.lines.map(({ head }, i) => {
    const link = element('button', 'panel-link', { type: 'button' });
    link.addEventListener('click', () => actions.select(placeAt(moment.net, offsets[i])));
    head.append(link);
    return link;
  });
  const zoomed = element('div', 'panel-part', {}, [title, steps.root, note, edits, classes, losses.root, moved.root,
    element('h5', 'panel-title', {}, [`${capital(nouns.rows)} in it`]), list.root]);
  const ask = element('button', 'panel-button', { type: 'button' }, ['Show the batches of the next epoch']);
  const why = element('p', '');
  const invitation = element('div', 'panel-part', {}, [element('h4', 'panel-title', {}, ['Between two epochs']),
    element('p', '', {}, linked(`An [[epoch]] is many small [[steps]], one for each [[batch]] of ${nouns.rows}.`)), ask, why]);
  const root = element('div', 'panel batches', { 'data-testid': 'batches' }, [invitation, zoomed]);
  let moment = null;
  let shown = { replay: null, step: -1 };
  let offsets = [];

  ask.addEventListener('click', () => actions.wantReplay(moment.epoch, 0));
  root.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: (at) => at - 1, ArrowRight: (at) => at + 1, Home: () => 0, End: (at, count) => count }[event.key];
    if (!to || !replayOf(moment) || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // not an epoch of the film
    step(to);
  });

  /** The replay, as long as its epoch is the one shown. */
  function replayOf({ replay, epoch }) {
    return replay && replay.epoch === Math.floor(epoch) ? replay : null;
  }

  function step(to) {
    const replay = replayOf(moment);
    const steps = stepsOf(replay);
    const next = Math.min(steps, Math.max(0, to(replay.step, steps)));
    if (next !== replay.step) actions.zoom(next);
  }

  function write(replay) {
    const { header, net, data } = moment;
    const at = batchAt(replay);
    const batch = replay.batches[at];
    setText(title, stepTitle(replay));
    setText(note, stepNote(replay));
    steps.update(replay.step, stepsOf(replay));
    setText(classes, taskWords(header).batch(header, batch, data.y));
    list.show(header, Array.from(batch), data, () => '');
    const loss = lossesOfStep(net, replay, at, data.x, data.y);
    writeNumbers(losses.lines[0], loss.batchBefore, loss.batchAfter);
    writeNumbers(losses.lines[1], loss.trainBefore, loss.trainAfter);
    const largest = mostMoved(paramsBefore(replay, at), paramsBefore(replay, at + 1), MOST_MOVED);
    offsets = largest.map(({ offset }) => offset);
    moved.lines.forEach((line, i) => {
      line.root.hidden = i >= largest.length;
      if (line.root.hidden) return;
      setText(links[i], parameterName(header, offsets[i]));
      writeNumbers(line, largest[i].before, largest[i].after);
    });
  }

  function update(next) {
    moment = next;
    const replay = replayOf(next);
    zoomed.hidden = !replay;
    invitation.hidden = Boolean(replay);
    edits.hidden = !next.edited;
    if (!replay) {
      const text = refusal(next.header, next.history, next.epoch);
      ask.hidden = text !== '';
      setText(why, text);
      return;
    }
    if (shown.replay === replay && shown.step === replay.step) return;
    shown = { replay, step: replay.step };
    write(replay);
  }

  return { root, update };
}
