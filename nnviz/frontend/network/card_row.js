// The card of one row: whom to follow, what the network makes of it now, and what it made of it at every epoch.

import { drawClassMark } from './draw_ribbon.js';
import { element, setText } from '../shared/elements.js';
import { capital } from '../shared/format.js';
import { groupRows } from './row_names.js';
import { createRowPicture } from './row_picture.js';
import { createRibbon, story } from '../model/ribbon.js';
import { createRibbonChart } from './ribbon_chart.js';
import { colorOf, shapeOf } from './shading.js';
import { createSparkline } from './sparkline.js';
import { setTerms } from '../shared/terms.js';
import { createThrottle } from '../shared/throttle.js';
import { createValueField } from './value_field.js';
import { readAs } from './words_inputs.js';
import { storySentence } from './words_ribbon.js';
import { factsOf, limitsOf, readMeasurement, rowWith, tidy } from './words_row.js';
import { outputName, taskWords, verdict } from './words_task.js';

const OWN = 'own';
const TEXTS_PER_SECOND = 12;
const RIBBONS_PER_SECOND = 8; // of a long run of a large network each takes some hundredths of a second

/** The list of rows, and a button for each that is worth one. */
function createChoice(actions, nouns, getMoment) {
  const select = element('select', 'card-select', { 'aria-label': `Follow one ${nouns.row}` });
  const root = element('div', 'card-row', {}, [select]);
  let shown = null;

  select.addEventListener('change', () => {
    const { who } = getMoment();
    if (select.value === OWN) actions.followValues(Array.from(who.raw, tidy));
    else actions.follow(Number(select.value));
  });

  function createExample({ name, values }) {
    const button = element('button', 'card-button', { type: 'button' }, [name]);
    button.addEventListener('click', () => {
      const row = rowWith(getMoment().data, values);
      if (row === null) actions.followValues(values);
      else actions.follow(row);
    });
    return button;
  }

  function show({ header, data, who }) {
    if (shown !== data) {
      shown = data;
      const groups = groupRows(header, data.groups, data.test).map(({ label, options }) =>
        element('optgroup', '', { label }, options.map((option) => element('option', '', { value: option.row }, [option.label]))));
      select.replaceChildren(element('option', '', { value: OWN }, ['own values']), ...groups);
      root.replaceChildren(select, ...header.examples.map(createExample));
    }
    const value = who.row === null ? OWN : String(who.row);
    if (select.value !== value) select.value = value;
  }
  return { root, show };
}

/** What is known of the row beside its features, and one field and slider for each of those. */
function createMeasurements(actions, getMoment) {
  const facts = element('p', 'card-where card-facts');
  const root = element('div', 'card-fields', { role: 'group', 'aria-label': 'Measurements' });
  let fields = [];
  let limits = [];
  let data = null;

  function build({ header }) {
    fields = header.features.map((feature, d) => createValueField({
      read: (text) => readMeasurement(text, header.features[d], limits[d]),
      onValue: (value) => {
        const raw = Array.from(actions.measurements(), tidy); // of another field it may be newer than the moment drawn
        raw[d] = value;
        actions.followValues(raw);
      },
    }));
    root.replaceChildren(facts, ...fields.map((field) => field.root));
  }

  function show(moment) {
    const { header, who } = moment;
    if (fields.length !== header.features.length) build(moment);
    if (data !== moment.data) {
      data = moment.data;
      limits = limitsOf(data, header.features.length);
    }
    setText(facts, factsOf(header, who));
    header.features.forEach(({ name, unit }, d) => {
      const value = tidy(who.raw[d]);
      fields[d].show({ name, unit, note: readAs(moment.data, d, who.x[d]), value, text: String(value), ...limits[d] });
    });
  }
  return { root, show };
}

/** What each output reads as, and of classes a bar: name and mark, number, bar. */
function createReadings() {
  const root = element('ul', 'chances');
  let lines = [];
  let theme = null;
  let header = null;

  function build() {
    if (!header || !theme) return;
    lines.forEach(({ mark, fill }, k) => {
      fill.style.background = colorOf(theme, k);
      if (mark.clientWidth > 0) drawClassMark(mark, shapeOf(header, k), colorOf(theme, k));
    });
  }
  new ResizeObserver(build).observe(root); // marks can only be drawn where they have a size

  function createLine() {
    const parts = { mark: element('canvas', 'chance-mark', { 'aria-hidden': 'true' }) };
    for (const part of ['name', 'note', 'chance']) parts[part] = element('span', `chance-${part}`);
    parts.fill = element('span', 'chance-fill');
    parts.root = element('li', 'chance', {}, [
      parts.mark, parts.name, parts.note, parts.chance, element('span', 'chance-bar', { 'aria-hidden': 'true' }, [parts.fill]),
    ]);
    parts.mark.hidden = parts.fill.hidden = header.net.task.groups < 2;
    return parts;
  }

  function show({ header: next, flow, who }) {
    header = next;
    const words = taskWords(header);
    if (lines.length !== flow.readings.length) {
      lines = Array.from(flow.readings, createLine);
      root.replaceChildren(...lines.map((line) => line.root));
      root.setAttribute('aria-label', capital(words.readings));
      build();
    }
    lines.forEach(({ name, chance, note }, k) => {
      setText(name, outputName(header, k));
      setText(chance, words.write(header, k, flow.readings[k]));
      setText(note, words.note(header, k, who.truth));
    });
  }

  /** Only the bars, which may move at every frame. */
  function move({ flow, net: { task } }) {
    if (task.groups < 2) return;
    lines.forEach(({ fill }, k) => {
      const share = Number.isFinite(flow.readings[k]) ? flow.readings[k] : 0;
      const scale = `scaleX(${share.toFixed(4)})`;
      if (fill.style.transform !== scale) fill.style.transform = scale;
    });
  }

  return {
    root, show, move,
    setTheme(next) {
      theme = next;
      build();
    },
  };
}

/** What the outputs read as over the epochs: of classes a ribbon, of a value a curve. */
function createHistory(actions) {
  const ribbon = createRibbon();
  const charts = { classes: createRibbonChart(actions.seek), values: createSparkline() };
  const tale = element('p', 'card-story');
  let drawn = '';

  function show({ header, history, axis, net, model, who }) {
    const at = history.epochs.subarray(0, history.rows);
    const key = [history.run, history.rows, at[at.length - 1], axis.end, axis.log, Array.from(who.x)].join();
    if (key === drawn) return;
    drawn = key;
    ribbon.extend(history, net, model, who);
    const words = taskWords(header);
    for (const [name, chart] of Object.entries(charts)) chart.root.hidden = name !== net.task.paints;
    if (net.task.paints === 'classes') {
      charts.classes.show({
        ribbon, at, axis, names: header.classes,
        label: `${capital(words.readings)} of ${who.label} over the epochs`,
      });
      const told = story(ribbon, net.task, at, who.truth);
      const sentence = history.rows === 1 ? 'Not trained yet: it can only guess.' : storySentence(told);
      setText(tale, who.truth === null ? `Own values have no true ${header.nouns.target} to learn.` : sentence);
    } else {
      charts.values.show({
        at, values: ribbon.readings.subarray(0, history.rows), axis, label: outputName(header, 0), term: 'prediction',
        name: `${outputName(header, 0)} of ${who.label} over the epochs`,
      });
      setText(tale, '');
    }
  }

  return {
    nodes: [tale, charts.classes.root, charts.values.root],
    show,
    tell: charts.classes.tell,
    moveTo({ epoch, flow, net }) {
      if (net.task.paints === 'classes') charts.classes.moveTo(epoch);
      else charts.values.moveTo(epoch, flow.readings[0], false);
    },
    setTheme: (theme) => Object.values(charts).forEach((chart) => chart.setTheme(theme)),
  };
}

/**
 * @param {object} actions follow, followValues, measurements() those shown now, seek
 * @param {{row: string}} nouns
 * @param {number[] | null} [picture] the size of a row that is a picture
 * @returns {{root: HTMLElement, update: (moment: object) => void, setTheme: (theme: object) => void, pad?: object}} pad: where
 *   one's own picture is drawn
 */
export function createRowCard(actions, nouns, picture = null) {
  let moment = null;
  const choice = createChoice(actions, nouns, () => moment);
  const measurements = picture ? createRowPicture(actions, nouns) : createMeasurements(actions, () => moment);
  const readings = createReadings();
  readings.root.hidden = picture !== null; // they stand on the stage
  const said = element('p', 'card-verdict');
  const past = createHistory(actions);
  const root = element('div', 'card card-one-row', {}, [
    element('h3', 'visually-hidden', {}, [`Follow one ${nouns.row}`]), choice.root, measurements.root, said, readings.root, ...past.nodes,
  ]);

  const write = createThrottle(() => {
    const { header, epoch, flow, who, playing, untrained } = moment;
    choice.show(moment);
    measurements.show(moment);
    readings.show(moment);
    setText(said, verdict(header, flow.answer, who.truth, untrained));
    said.setAttribute('aria-live', playing ? 'off' : 'polite');
    past.tell(epoch, `epoch ${epoch}: ${taskWords(header).all(header, flow.readings)}`);
  }, TEXTS_PER_SECOND);

  const writeHistory = createThrottle(() => past.show(moment), RIBBONS_PER_SECOND);

  return {
    root,
    pad: measurements.pad,
    update(next) {
      const another = moment?.who.row !== next.who.row || moment?.history.run !== next.history.run;
      moment = next;
      write(!moment.playing || another);
      writeHistory(another);
      readings.move(moment);
      past.moveTo(moment);
    },
    setTheme(theme) {
      measurements.setTheme?.(theme);
      readings.setTheme(theme);
      past.setTheme(theme);
    },
  };
}
