// What the optimizer made of one weight in the step that follows, as it computed it; Python is asked for that.

import { elsewhere } from './card_elsewhere.js';
import { element, setText } from '../shared/elements.js';
import { createResync } from '../shared/resync.js';
import { setTerms } from '../shared/terms.js';
import { moveSentence, noStep, stepLines } from './words_weight.js';

const MOST_TIMES = 4;

/** A number in a cell, in full as its tooltip. */
export function setNumber(cell, { text, title }) {
  setText(cell, text);
  if (cell.title !== title) cell.title = title;
}

/**
 * The optimizer's quantities of the step that follows, or a button that asks for them.
 * @param {{ask: (kind: string, payload: object) => void}} actions
 * @param {() => object} getMoment
 * @returns {{root: HTMLElement, show: (offset: number, number: (value: number) => string) => string, request: () => void}}
 */
export function createOptimizerStep(actions, getMoment) {
  const ask = element('button', 'card-button', { type: 'button' });
  const note = element('p', 'card-note');
  const body = element('tbody');
  const table = element('table', 'card-table card-step', { 'aria-label': 'The optimizer’s step' }, [body]);
  const root = element('div', 'card-optimizer', {}, [note, ask, table]);
  let rows = [];
  let asked = '';
  let times = 0; // it has been asked for

  /** Which step is asked for. */
  const keyOf = ({ history, epoch, replay }) => `${history.run} ${epoch} ${replay?.step ?? 0}`;

  const isKnown = ({ replay, epoch, playing }) => Boolean(replay) && replay.epoch === epoch && replay.step === replay.quantitiesOf && !playing;

  /** Why they cannot be shown; '' if they can. */
  const whyNone = (moment) => (moment.header.alone ? elsewhere('What the optimizer did') : noStep(moment));

  /** Ask for the quantities, of all parameters, unless they are there, or cannot be. */
  function request() {
    const moment = getMoment();
    if (!moment.header.tools || isKnown(moment) || whyNone(moment)) return;
    asked = keyOf(moment);
    setText(ask, 'asking …');
    times = 0;
    answer.stop();
    answer.need(true);
  }

  /** Ask again while no answer is there, a few times: one question may get lost, but a busy server has them all. */
  const answer = createResync(() => {
    const moment = getMoment();
    const { epoch, replay } = moment;
    times += 1;
    const isOpen = root.isConnected && asked === keyOf(moment) && !isKnown(moment) && times <= MOST_TIMES;
    if (isOpen) actions.ask('replay', { epoch, step: replay?.step ?? 0 });
    else answer.stop();
  });
  ask.addEventListener('click', request);

  function showLines(lines) {
    if (rows.length !== lines.length) {
      rows = lines.map(() => [element('th', '', { scope: 'row' }), element('td')]);
      body.replaceChildren(...rows.map((cells) => element('tr', '', {}, cells)));
    }
    lines.forEach((line, i) => {
      setTerms(rows[i][0], `[[${line.name}]]`);
      setNumber(rows[i][1], line);
    });
  }

  /** Write the step's lines. @returns {string} what it did and why; '' where it is not known */
  function show(offset, number) {
    const moment = getMoment();
    const { header, edited, replay } = moment;
    const known = isKnown(moment);
    const why = known ? '' : whyNone(moment);
    root.hidden = !header.tools && !known;
    table.hidden = !known;
    ask.hidden = known || why !== '';
    setText(ask, asked === keyOf(moment) ? 'asking …' : 'Show what the optimizer did');
    setText(note, known && edited ? 'In the recorded run, without the edits:' : why);
    note.hidden = note.textContent === '';
    if (!known) return '';
    asked = '';
    showLines(stepLines(replay, offset, number));
    return moveSentence(replay, offset);
  }
  return { root, show, request };
}
