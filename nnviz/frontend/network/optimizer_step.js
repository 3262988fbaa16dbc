// What the optimizer made of one weight in the step that follows, as it computed it; Python is asked for that.

import { elsewhere } from './card_elsewhere.js';
import { element, setText } from '../shared/elements.js';
import { setTerms } from '../shared/terms.js';
import { moveSentence, noStep, stepLines } from './words_weight.js';

/** A number in a cell, in full as its tooltip. */
export function setNumber(cell, { text, title }) {
  setText(cell, text);
  if (cell.title !== title) cell.title = title;
}

/**
 * The optimizer's quantities of the step that follows, or a button that asks for them.
 * @param {{wantReplay: (epoch: number, step: number) => void, isWanted: (epoch: number, step: number) => boolean}} actions
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

  /** The epoch and the step that is shown. */
  const place = ({ epoch, replay }) => [epoch, replay?.step ?? 0];

  const isKnown = ({ replay, epoch, playing }) => Boolean(replay) && replay.epoch === epoch && replay.step === replay.quantitiesOf && !playing;

  /** Why they cannot be shown; '' if they can. */
  const whyNone = (moment) => (moment.header.alone ? elsewhere('What the optimizer did') : noStep(moment));

  /** Ask for the quantities, of all parameters, unless they are there, or cannot be. */
  function request() {
    const moment = getMoment();
    if (!moment.header.tools || isKnown(moment) || whyNone(moment)) return;
    actions.wantReplay(...place(moment));
    setText(ask, 'asking …');
  }
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
    setText(ask, actions.isWanted(...place(moment)) ? 'asking …' : 'Show what the optimizer did');
    setText(note, known && edited ? 'In the recorded run, without the edits:' : why);
    note.hidden = note.textContent === '';
    if (!known) return '';
    showLines(stepLines(replay, offset, number));
    return moveSentence(replay, offset);
  }
  return { root, show, request };
}
