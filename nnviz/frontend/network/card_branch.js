// Train on from here: another run that shares this one's beginning.

import { element, setText } from '../shared/elements.js';
import { listed, significant } from '../shared/format.js';
import { parameterName } from './places.js';
import { parseTyped } from './words_numbers.js';

/**
 * How many more epochs were typed.
 * @param {string} text
 * @param {number} most that there may be
 * @returns {{value: number, refused: string}} refused: why the text is no such number, '' if it is one
 */
export function readEpochs(text, most) {
  const { value, error } = parseTyped(text);
  const allowed = `a whole number from 1 to ${most} is allowed`;
  if (value === null) return { value: NaN, refused: `More epochs: ${error}; ${allowed}.` };
  if (Number.isInteger(value) && value >= 1 && value <= most) return { value, refused: '' };
  return { value: NaN, refused: `More epochs: “${text.trim()}”; ${allowed}.` };
}

const DIGITS = 9; // of a float32, so that no other has the same text

/**
 * A learning rate that was typed.
 * @param {string} text
 * @param {{low: number, high: number, text: string}} bounds of the header's learning_rates
 * @returns {{value: number, refused: string}} refused: why the text is no learning rate, '' if it is one
 */
export function readRate(text, { low, high, text: range }) {
  const { value, error } = parseTyped(text);
  const allowed = `a number from ${range} is allowed`;
  if (value === null) return { value: NaN, refused: `The learning rate: ${error}; ${allowed}.` };
  if (value >= low && value <= high) return { value, refused: '' };
  return { value: NaN, refused: `The learning rate is “${text.trim()}”; ${allowed}.` };
}

/**
 * What the branch will be, in one sentence.
 * @param {object} header its learning_rate, optimizer and schedule are the run's
 * @param {number} epoch where the branch leaves the run
 * @param {{edits: number, epochs: number, learningRate: number, optimizer: string, schedule: string}} form epochs: how
 *   many more
 */
export function branchSentence(header, epoch, form) {
  const changes = [];
  if (form.edits > 0) changes.push(`${form.edits} edited ${form.edits === 1 ? 'weight' : 'weights'}`);
  if (epoch + form.epochs !== header.epochs) changes.push(`${form.epochs} more ${form.epochs === 1 ? 'epoch' : 'epochs'}, to epoch ${epoch + form.epochs}`);
  if (form.learningRate !== header.learning_rate) changes.push(`learning rate ${form.learningRate} instead of ${header.learning_rate}`);
  for (const [key, labels] of [['optimizer', header.optimizers], ['schedule', header.schedules]]) {
    if (form[key] !== header[key]) changes.push(`${key} ${labels[form[key]]} instead of ${labels[header[key]]}`);
  }
  const what = changes.length > 0 ? `with ${listed(changes)}` : 'with nothing changed: it will be this run again';
  return `Same ${header.nouns.rows}, same batch order from epoch ${epoch} on, ${what}.`;
}

/** Why nothing can be trained on from an epoch; '' if it can. */
export function refusal(header, epoch, params) {
  if (epoch >= header.most_epochs) return `Epoch ${epoch} is the last that a run can have. Go to an earlier epoch to train on from there.`;
  if (!params.every(Number.isFinite)) return `At epoch ${epoch} there are parameters that are not numbers. Go to an earlier epoch to train on from there.`;
  return '';
}

/** @returns {string} e.g. "w[flipper length → hidden 1.3]: −0.420 → 1.50" */
export const editText = (header, offset, before, after, digits = 3) =>
  `${parameterName(header, offset)}: ${significant(before, digits)} → ${significant(after, digits)}`;

/** Set an attribute where it differs: this is done at every frame. */
const setAttribute = (node, name, value) => {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
};

const labelled = (text, control) => element('label', 'branch-field', {}, [element('span', '', {}, [text]), control]);

let cards = 0; // an id on the page names one sentence only

/** The edits as a list, each with a button that takes it back. */
function createEdits(actions) {
  const title = element('h5', 'panel-title');
  const list = element('ul', 'branch-edits');
  const all = element('button', 'panel-button', { type: 'button' }, ['Undo all']);
  const root = element('div', 'panel-part', {}, [title, list, all]);
  let key = '';
  all.addEventListener('click', () => actions.undo());

  function createEdit({ header, recorded }, [offset, value]) {
    const undo = element('button', 'panel-button panel-small', {
      type: 'button', 'aria-label': `Undo ${parameterName(header, offset)}`,
    }, ['Undo']);
    undo.addEventListener('click', () => actions.undo(offset));
    const text = element('span', 'branch-edit', { title: editText(header, offset, recorded[offset], value, DIGITS) },
      [editText(header, offset, recorded[offset], value)]);
    return element('li', '', {}, [text, undo]);
  }

  function update(moment, edits) {
    root.hidden = edits.length === 0;
    const next = [moment.header.run, moment.epoch, ...edits.flat()].join();
    if (next === key) return;
    key = next;
    setText(title, `${edits.length} edited ${edits.length === 1 ? 'weight' : 'weights'}`);
    all.hidden = edits.length < 2;
    list.replaceChildren(...edits.map((edit) => createEdit(moment, edit)));
  }
  return { root, update };
}

/**
 * @param {object} actions
 * @returns {{root: HTMLElement, update: (moment: object) => void}}
 */
export function createBranchCard(actions) {
  const id = `branch-refused-${(cards += 1)}`;
  const epochs = element('input', 'panel-input', { type: 'text', inputmode: 'numeric', autocomplete: 'off', 'aria-describedby': id });
  const rate = element('input', 'panel-input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'aria-describedby': id });
  const optimizer = element('select', '');
  const schedule = element('select', '');
  const refused = element('p', 'panel-refused', { id, role: 'status' });
  const sentence = element('p', 'branch-sentence');
  const send = element('button', 'panel-button panel-main', { type: 'submit' });
  const form = element('form', 'branch-form', { novalidate: '' }, [labelled('More epochs', epochs), labelled('Learning rate', rate), refused,
    labelled('Optimizer', optimizer), labelled('Schedule', schedule), sentence, send]);
  const edits = createEdits(actions);
  const root = element('div', 'panel branch', { 'data-testid': 'branch' }, [
    element('h4', 'panel-title', {}, ['Train on from here']), form, edits.root]);
  let moment = null;
  let run = null;
  let changed = [];
  let suggested = ''; // how many more epochs, as long as the viewer has typed no other number

  const most = () => moment.header.most_epochs - moment.epoch;

  /** To the end of the plan, or of as many epochs again where that has come. */
  function suggest() {
    const { header, epoch } = moment;
    const next = String(Math.min(most(), header.epochs - epoch || header.epochs));
    if (epochs.value === suggested) epochs.value = next;
    suggested = next;
  }

  const typed = () => ({
    edits: changed.length, epochs: readEpochs(epochs.value, most()).value, learningRate: readRate(rate.value, moment.header.learning_rates).value, optimizer: optimizer.value, schedule: schedule.value,
  });

  function fill(header) {
    run = header.run;
    epochs.value = suggested = '';
    rate.value = String(header.learning_rate);
    for (const [select, labels, chosen] of [[optimizer, header.optimizers, header.optimizer], [schedule, header.schedules, header.schedule]]) {
      select.replaceChildren(...Object.entries(labels).map(([value, label]) => element('option', '', { value }, [label])));
      select.value = chosen;
    }
  }

  /** What stands in the way, if anything; a number being typed is judged when it is left or sent. */
  function say(judged) {
    const { header, epoch, params } = moment;
    const never = refusal(header, epoch, params);
    const fields = [
      [epochs, never ? '' : readEpochs(epochs.value, most()).refused],
      [rate, readRate(rate.value, header.learning_rates).refused],
    ];
    const told = fields.filter(([field, why]) => {
      const isShown = why !== '' && (judged || field.getAttribute('aria-invalid') === 'true');
      setAttribute(field, 'aria-invalid', String(isShown));
      return isShown;
    });
    const bad = fields.some(([, why]) => why !== '');
    setText(refused, told.map(([, why]) => why).join(' '));
    setText(sentence, never || (bad ? '' : branchSentence(header, epoch, typed())));
    setText(send, `Train on from epoch ${epoch}`);
    setAttribute(send, 'aria-disabled', String(Boolean(bad || never)));
    return !bad && !never;
  }

  for (const field of [epochs, rate]) {
    field.addEventListener('input', () => say(false));
    field.addEventListener('change', () => say(true));
  }
  form.addEventListener('change', () => say(true));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!say(true)) return;
    const { epochs: more, learningRate, optimizer: by, schedule: along } = typed();
    actions.ask('branch', { epoch: moment.epoch, edits: changed, epochs: more, learning_rate: learningRate, optimizer: by, schedule: along });
  });

  function update(next) {
    moment = next;
    if (next.header.run !== run) fill(next.header);
    changed = [...next.edits].sort(([a], [b]) => a - b);
    edits.update(next, changed);
    suggest();
    say(false);
  }

  return { root, update };
}
