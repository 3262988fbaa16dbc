// Which class is taken for which, as two tables of counts; a count tells which rows it is.

import { accuracyOf, classAccuracyOf, confusionOf, createConfusion, rowsIn } from '../model/confusion.js';
import { element, setText } from '../shared/elements.js';
import { listed, percent } from '../shared/format.js';
import { createClassMark } from '../shared/markers.js';
import { createPictureList } from './picture_list.js';
import { createRowList } from './row_list.js';
import { rove } from './roving.js';
import { linked } from '../shared/terms.js';
import { outputName, taskWords } from './words_task.js';

const PARTS = { train: 'Training', test: 'Test' };
const WORDS = { train: 'training', test: 'test' };
const DARKEST = 30; // percent of the text's colour: numbers stay legible on it
const MILLISECONDS_BETWEEN_LISTS = 150;

/** What stands beside a table's title: its accuracy, or how many rows have none. */
export function titleNumbers(confusion, part, nouns) {
  const undecided = confusion.undecided[part];
  if (undecided > 0) return `${undecided} undecided: outputs are not numbers`;
  const accuracy = accuracyOf(confusion, part);
  return Number.isNaN(accuracy) ? `no ${nouns.rows}` : `accuracy ${percent(accuracy)}`;
}

/** How a share 0..1 of a row is shaded, in percent. */
export const shadeOf = (count, rowTotal) => (rowTotal > 0 ? Math.round((DARKEST * count) / rowTotal) : 0);

/** @returns {string} e.g. "Chinstrap taken for Adelie" */
export function cellName(header, { truth, guess }) {
  const name = longName(header, truth);
  return truth === guess ? `${name} recognised` : `${name} taken for ${longName(header, guess).replace('× ', '')}`;
}

/** The name of a class within a sentence that has other numbers: "digit 3". */
const longName = (header, k) => (header.picture ? `× ${header.nouns.target} ${outputName(header, k)}` : outputName(header, k));

/** The rows of a chosen cell in words, e.g. "3 Gentoo taken for Adelie (test, epoch 4)". */
export const chosenText = (header, cell, count, epoch) =>
  `${count} ${cellName(header, cell)} (${WORDS[cell.part]}, epoch ${epoch})`;

/** What stands in some columns, in words, e.g. "Column Chinstrap: 0 of 333 rows (epoch 100)". */
export function columnsText(header, { train, test }, columns, epoch) {
  const { K } = header.net.task;
  const counts = Array.from(train, (count, cell) => count + test[cell]);
  const sum = (some) => some.reduce((total, count) => total + count, 0);
  const names = columns.map((k) => outputName(header, k));
  const within = sum(counts.filter((_, cell) => columns.includes(cell % K)));
  return `Column${names.length > 1 ? 's' : ''} ${listed(names)}: ${within} of ${sum(counts)} ${header.nouns.rows} (epoch ${epoch})`;
}

/** @returns {string} e.g. "predicted Adelie 61 %" */
export const predictionText = (header, answer, readings) =>
  (answer < 0 ? 'undecided' : `predicted ${taskWords(header).brief(header, readings, answer)}`);

const sameCell = (a, b) => a !== null && b !== null && a.part === b.part && a.truth === b.truth && a.guess === b.guess;

/** Since when a class is known, at the end of its row: "epoch 5"; "–" for never, or not known yet. */
export const learnedText = ({ learned }, k) => (Number.isInteger(learned?.[k]) ? `epoch ${learned[k]}` : '–');

/** @param {{row: string, rows: string}} nouns */
export const learnedNote = (nouns) =>
  `Learned: from then on 90\u00a0% of its training ${nouns.rows} are called so, and 90\u00a0% of those called so are it.`;

/** One table of counts, with the accuracy of each class, and in the training rows' since when it is known. */
function createTable(part, header, onChosen) {
  const { K } = header.net.task;
  const numbers = element('span', 'confusion-numbers');
  const caption = element('caption', '', {}, [element('span', 'panel-title', {}, [PARTS[part]]), ' ', numbers]);
  const marked = (k) => {
    const mark = createClassMark();
    mark.show(header, k);
    return [mark.root, element('span', 'confusion-name', { title: outputName(header, k) }, [outputName(header, k)])];
  };
  const cells = [];
  const classes = Array.from({ length: K }, (_, k) => k);
  const heads = classes.map((k) => element('th', '', { scope: 'col', title: outputName(header, k) }, marked(k)));
  const head = element('tr', '', {}, [element('td', ''), ...heads,
    element('th', 'confusion-share', { scope: 'col' }, ['right']),
    element('th', 'confusion-learned', { scope: 'col' }, part === 'train' ? ['learned'] : [])]);
  const shares = classes.map(() => element('td', 'confusion-share'));
  const since = classes.map(() => element('td', 'confusion-learned'));
  const body = classes.map((truth) => element('tr', '', {}, [
    element('th', '', { scope: 'row' }, marked(truth)),
    ...classes.map((guess) => {
      const button = element('button', truth === guess ? 'confusion-cell confusion-right' : 'confusion-cell', {
        type: 'button', 'aria-pressed': 'false',
      });
      const cell = { part, truth, guess };
      button.addEventListener('click', () => onChosen(cell));
      cells.push({ button, cell, count: -1, shade: -1 });
      return element('td', '', {}, [button]);
    }),
    shares[truth], since[truth],
  ]));
  const root = element('table', 'confusion-table', {}, [caption, element('thead', '', {}, [head]), element('tbody', '', {}, body)]);
  const buttons = cells.map(({ button }) => button);
  let shownNumbers = '';

  function update(confusion, { learned }) {
    classes.forEach((k) => {
      const share = classAccuracyOf(confusion, part, k);
      setText(shares[k], Number.isNaN(share) ? '–' : percent(share));
      if (part === 'train') setText(since[k], learnedText({ learned }, k));
    });
    const counts = confusion[part];
    for (let truth = 0; truth < K; truth += 1) {
      let total = 0;
      for (let guess = 0; guess < K; guess += 1) total += counts[truth * K + guess];
      for (let guess = 0; guess < K; guess += 1) write(cells[truth * K + guess], counts[truth * K + guess], total);
    }
    const text = titleNumbers(confusion, part, header.nouns);
    if (text !== shownNumbers) numbers.textContent = shownNumbers = text;
  }

  function write(place, count, total) {
    const shade = shadeOf(count, total);
    if (count !== place.count) {
      place.count = count;
      place.button.textContent = count;
      place.button.setAttribute('aria-label', `${WORDS[part]}: ${count} ${cellName(header, place.cell)}`);
      place.button.classList.toggle('confusion-none', count === 0);
    }
    if (shade !== place.shade) {
      place.shade = shade;
      place.button.style.setProperty('--shade', `${shade}%`);
    }
  }

  return {
    root,
    buttons,
    update,
    choose: (chosen) => cells.forEach(({ button, cell }) => button.setAttribute('aria-pressed', String(sameCell(cell, chosen)))),
    pointOut(columns) {
      heads.forEach((th, k) => th.classList.toggle('confusion-column', columns.includes(k)));
      cells.forEach(({ button, cell }) => button.classList.toggle('confusion-column', columns.includes(cell.guess)));
    },
  };
}

/**
 * The confusion matrices at the moment, for training and test rows.
 * @param {object} actions
 * @param {{row: string, rows: string, target: string}} nouns
 * @param {number[] | null} [picture] the size of a row that is a picture
 * @returns {{root: HTMLElement, update: (moment: object) => void, choose: (cell: object | null) => void, chosen: object | null,
 *   pointOut: (columns: number[]) => void}}
 */
export function createConfusionPanel(actions, nouns, picture = null) {
  const hint = `Click a count to see which ${nouns.rows} it is.`;
  const tables = element('div', 'confusion-tables');
  const chosenLine = element('p', 'confusion-chosen', {}, [hint]);
  const list = (picture ? createPictureList : createRowList)(`The ${nouns.rows} of the chosen count`, (row) => actions.follow(row));
  const root = element('div', 'confusion', { role: 'group', 'aria-label': 'Confusion matrices', 'data-testid': 'confusion' }, [
    element('p', 'panel-note', {}, linked(`Rows: true ${nouns.target} · columns: [[predicted]] ${nouns.target}`)), tables, element('p', 'panel-note', {}, [learnedNote(nouns)]), chosenLine, list.root,
  ]);
  let moment = null;
  let shape = ''; // what the tables were built for
  let run = null;
  let parts = [];
  let confusion = null;
  let chosen = null;
  let columns = []; // those that are pointed out, until a count is chosen
  let rows = [];
  let lastList = -Infinity;
  let later = 0;

  function toggle(cell) {
    choose(sameCell(cell, chosen) ? null : cell);
  }

  function choose(cell) {
    frame([]);
    chosen = cell;
    const { data, swarm, header, epoch } = moment;
    rows = chosen === null ? [] : rowsIn(chosen, swarm.answers, data.y, data.test);
    const text = chosen === null ? hint : chosenText(header, chosen, rows.length, epoch);
    chosenLine.textContent = text;
    for (const part of parts) part.choose(chosen);
    writeList();
    list.root.scrollTop = 0;
    actions.highlight(rows.length === 0 ? null : rows, text);
  }

  function frame(next) {
    columns = next;
    for (const part of parts) part.pointOut(columns);
  }

  function build(header) {
    const { K } = header.net.task;
    const key = JSON.stringify([header.classes, K]);
    if (key === shape) return;
    shape = key;
    confusion = createConfusion(K);
    parts = Object.keys(PARTS).map((part) => createTable(part, header, toggle));
    tables.replaceChildren(...parts.map((part) => part.root));
    for (const { root: table, buttons } of parts) rove(table, () => buttons, () => K)();
  }

  function writeList() {
    lastList = performance.now();
    const { header, data, swarm } = moment;
    const { K } = header.net.task;
    list.show(header, rows, data, (row) =>
      predictionText(header, swarm.answers[row], swarm.readings.subarray(row * K, (row + 1) * K)));
  }

  /** Hundreds of texts are not written at every frame, but the last of them always. */
  function refreshList() {
    if (rows.length === 0 || later !== 0) return;
    const wait = lastList + MILLISECONDS_BETWEEN_LISTS - performance.now();
    if (wait <= 0) {
      writeList();
      return;
    }
    later = setTimeout(() => {
      later = 0;
      writeList();
    }, wait);
  }

  function update(next) {
    const { header, swarm, data } = next;
    moment = next;
    build(header);
    if (header.run !== run && (chosen !== null || columns.length > 0)) choose(null); // another run may have other test rows
    run = header.run;
    confusionOf(swarm.answers, data.y, data.test, header.net.task.K, confusion);
    for (const part of parts) part.update(confusion, header);
    if (columns.length > 0) setText(chosenLine, columnsText(header, confusion, columns, next.epoch));
    refreshList();
  }

  return {
    root,
    update,
    choose,
    setTheme: (theme) => list.setTheme?.(theme),
    pointOut(next) {
      choose(null);
      frame(next);
    },
    get chosen() { return chosen; },
  };
}
