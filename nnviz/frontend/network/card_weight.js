// The card "Weight": its value over time, who is to blame for its gradient, and what the optimizer made of it.

import { blame, finiteDifference } from '../model/backward.js';
import { element, setText } from '../shared/elements.js';
import { weightName } from './names.js';
import { weightAt } from '../model/parts.js';
import { createOptimizerStep, setNumber } from './optimizer_step.js';
import { createParameterField } from './parameter_field.js';
import { createPrecision } from './precision.js';
import { sameSelection } from './selection.js';
import { linked, setTerms } from '../shared/terms.js';
import { createSparkline } from './sparkline.js';
import { createThrottle } from '../shared/throttle.js';
import { measuredNote } from './words_inputs.js';
import { six } from './words_numbers.js';
import { blameLines, blameSentence, checkText } from './words_weight.js';

const TEXTS_PER_SECOND = 12;
const CHECKS_PER_SECOND = 4;
const AT_REST = 250; // milliseconds without another moment, from which on all rows of a large network are sent through
const HOW = 'Click a line of the diagram or a cell of the weight matrices to see what moves that weight.';

const trainingRows = new WeakMap();

/** Indices of the training rows. */
function trainRowsOf({ test, count }) {
  if (!trainingRows.has(test)) {
    trainingRows.set(test, Array.from({ length: count }, (_, row) => row).filter((row) => !test[row]));
  }
  return trainingRows.get(test);
}

/** δ, a, their product and the check: a column for the row that is followed, one for the training rows. */
function createBlame() {
  const heads = [0, 1].map(() => element('th', '', { scope: 'col' }));
  const rows = Array.from({ length: 3 }, () => [element('th', '', { scope: 'row' }), element('td'), element('td')]);
  const checks = [0, 1].map(() => [element('span'), element('span', 'card-mark')]);
  const check = [element('th', '', { scope: 'row' }, linked('[[central difference]]')), ...checks.map((parts) => element('td', '', {}, parts))];
  const root = element('table', 'card-table card-blame', {}, [
    element('thead', '', {}, [element('tr', '', {}, [element('td'), ...heads])]),
    element('tbody', '', {}, [...rows, check].map((cells) => element('tr', '', {}, cells))),
  ]);
  return {
    root,
    show(header, selection, titles, columns, number, measured) {
      titles.forEach((text, i) => setText(heads[i], text));
      blameLines(header, selection, columns, number, measured).forEach(({ name, values }, i) => {
        setTerms(rows[i][0], name);
        values.forEach((value, column) => setNumber(rows[i][column + 1], value));
      });
    },
    check: (told) => told.forEach(({ text, title, mark }, i) => {
      setNumber(checks[i][0], { text, title });
      setText(checks[i][1], mark);
    }),
  };
}

/**
 * @param {object} actions edit, undo, ask
 * @returns {{root: HTMLElement, update: (moment: object) => void, setTheme: (theme: object) => void}}
 */
export function createWeightCard(actions) {
  let moment = null;
  let weight = null;
  let drawn = '';
  let settled = null; // the moment for which the training rows have been sent through
  let awaited = null;
  let timer = 0;
  let mean = null;
  const how = element('p', 'card-how', {}, [HOW]);
  const title = element('h3', 'card-title');
  const where = element('p', 'card-where');
  const lead = element('p', 'card-story card-lead');
  const field = createParameterField(actions);
  const curve = createSparkline();
  const table = createBlame();
  const meaning = element('p', 'card-story');
  const means = element('p', 'card-note');
  const precision = createPrecision(six, () => {
    write(true);
    check(true);
  });
  const step = createOptimizerStep(actions, () => moment);
  const body = element('div', 'card-body', {}, [
    title, where, lead, field.root, step.root,
    element('h4', 'card-label', {}, linked('[[Blame]]: [[δ]] at its target × [[a]] at its source')), table.root, meaning, means,
    element('h4', 'card-label', {}, linked('Over the [[epochs]]')), curve.root,
    precision.root,
  ]);
  const root = element('div', 'card card-weight', {}, [how, body]);

  const offset = () => weightAt(moment.net, weight.layer, weight.from, weight.to);

  /** What the blame depends on. */
  const momentKey = () => [moment.history.run, moment.who.row ?? moment.who.raw.join(), moment.epoch, moment.batches?.done ?? '', offset(), moment.edited ? [...moment.edits].join() : ''].join();

  /** The rows each column of the blame is about; null where its truth, or as yet the blame, is not known. */
  const columns = () => [moment.who.row === null ? null : [moment.who.row], !moment.isLarge || settled === momentKey() ? trainRowsOf(moment.data) : null];

  /** The blame of some rows, of many computed once for a moment. */
  function blamedFor(rows) {
    const { net, params, data } = moment;
    const key = momentKey();
    if (moment.isLarge && rows.length > 1 && mean?.key === key) return mean.blamed;
    const blamed = blame(net, params, data, rows, weight.layer, weight.from, weight.to);
    if (rows.length > 1) mean = { key, blamed };
    return blamed;
  }

  /** Of a large network, all rows wait until the film rests. */
  function settle() {
    const key = weight && momentKey();
    if (!weight || !moment.isLarge || key === settled || key === awaited) return;
    awaited = key;
    clearTimeout(timer);
    timer = setTimeout(() => {
      [settled, awaited] = [weight && momentKey(), null];
      write(true);
      check(true);
    }, AT_REST);
  }

  const write = createThrottle(() => {
    how.hidden = weight !== null;
    body.hidden = weight === null;
    root.classList.toggle('card-full', precision.isFull);
    if (!weight) return;
    const { header, net, data, who, epoch, edited } = moment;
    setText(title, weightName(header, weight.layer, weight.from, weight.to));
    setText(where, `${who.label} · epoch ${epoch}${edited ? ' · edited' : ''}`);
    field.show('weight w', offset(), moment);
    const blamed = columns().map((rows) => rows && blamedFor(rows));
    const many = trainRowsOf(data).length;
    const measured = weight.layer === 0 && net.parts[0].kind === 'dense' ? measuredNote(header, data, weight.from, who.x[weight.from]) : '';
    table.show(header, weight, [who.row === null ? 'own values' : `this ${header.nouns.row}`, `mean of ${many} train rows`], blamed, precision.write, measured);
    const own = blameSentence(header, weight, blamed[0]);
    const moved = step.show(offset(), precision.write);
    // What an edited network would do next has not been computed: its blame comes first.
    const [first, second] = edited ? [own, moved] : [moved, own];
    setText(lead, first || second);
    setText(meaning, first ? second : '');
    setText(means, `The gradient of all ${many} training rows is the mean of their products, not the product of the two means.`);
  }, TEXTS_PER_SECOND);

  // A check costs several passes over the training rows.
  const check = createThrottle(() => {
    if (!weight) return;
    const { net, params, data } = moment;
    table.check(columns().map((rows) => {
      if (!rows) return checkText(null, NaN, precision.write, precision.digits);
      const difference = finiteDifference(net, params, offset(), data.x, data.y, rows);
      const { gradient } = blamedFor(rows);
      return checkText(difference, gradient, precision.write, precision.digits);
    }));
  }, CHECKS_PER_SECOND);

  function writeCurve() {
    const { net, history, axis, epoch, params, edited, edits } = moment;
    const at = history.epochs.subarray(0, history.rows);
    const p = offset();
    const key = [history.run, p, history.rows, at.at(-1), axis.end, axis.log].join();
    if (key !== drawn) {
      drawn = key;
      const values = Float32Array.from(at, (_, row) => history.params[row * history.parameters + p]);
      curve.show({ at, values, axis, label: 'its value', term: weight.from === net.parts[weight.layer].rows ? 'bias' : 'weight', name: `${title.textContent} over the epochs` });
    }
    curve.moveTo(epoch, params[p], edited && edits.has(p));
  }

  return {
    root,
    update(next) {
      const { selection, net: { parts } } = next;
      const chosen = selection && selection.kind !== 'weight' ? weight : selection;
      const part = parts[chosen?.layer];
      const held = part && chosen.from < part.rows && chosen.to < part.columns ? chosen : null;
      const another = !sameSelection(held, weight);
      moment = next;
      weight = held;
      if (another && weight) step.request();
      write(!moment.playing || another);
      if (!moment.isLarge) check(another);
      else settle();
      if (weight) writeCurve();
    },
    setTheme: (theme) => curve.setTheme(theme),
  };
}
