// The card "Penguin": whom to follow, what the network makes of it now, and what it made of it at every epoch.

import { drawClassMark } from './draw_ribbon.js';
import { element, setText } from '../shared/elements.js';
import { chancesText, groupRows } from './row_names.js';
import { createRibbon, story } from '../model/ribbon.js';
import { createRibbonChart } from './ribbon_chart.js';
import { createThrottle } from '../shared/throttle.js';
import { createValueField } from './value_field.js';
import { articleValues, chanceLines, limitsOf, readMeasurement, rowWith, tidy, verdict } from './words_row.js';

const OWN = 'own';
const TEXTS_PER_SECOND = 12;
const RIBBONS_PER_SECOND = 8; // of a long run of a large network each takes some hundredths of a second

/** The list of penguins, and the article's bird. */
function createChoice(actions, getMoment) {
  const select = element('select', 'card-select', { 'aria-label': 'Follow one penguin' });
  const article = element('button', 'card-button', { type: 'button' }, ['The article’s bird']);
  const root = element('div', 'card-row', {}, [select, article]);
  let labels = null;

  select.addEventListener('change', () => {
    const { who } = getMoment();
    if (select.value === OWN) actions.followValues(Array.from(who.raw, tidy));
    else actions.follow(Number(select.value));
  });
  article.addEventListener('click', () => {
    const { header, data } = getMoment();
    const values = articleValues(header);
    const row = rowWith(data, values);
    if (row === null) actions.followValues(values);
    else actions.follow(row);
  });

  function show({ header, data, who }) {
    if (labels !== data.y) {
      labels = data.y;
      const groups = groupRows(header, data.y, data.test).map(({ label, options }) =>
        element('optgroup', '', { label }, options.map((option) => element('option', '', { value: option.row }, [option.label]))));
      select.replaceChildren(element('option', '', { value: OWN }, ['own values']), ...groups);
      article.hidden = articleValues(header) === null;
    }
    const value = who.row === null ? OWN : String(who.row);
    if (select.value !== value) select.value = value;
  }
  return { root, show };
}

/** One field and slider per feature. */
function createMeasurements(actions, getMoment) {
  const root = element('div', 'card-fields', { role: 'group', 'aria-label': 'Measurements' });
  let fields = [];
  let limits = [];
  let data = null;

  function build({ header }) {
    fields = header.features.map((feature, d) => createValueField({
      read: (text) => readMeasurement(text, header.features[d], limits[d]),
      onValue: (value) => {
        const raw = Array.from(getMoment().who.raw, tidy);
        raw[d] = value;
        actions.followValues(raw);
      },
    }));
    root.replaceChildren(...fields.map((field) => field.root));
  }

  function show(moment) {
    const { header, who } = moment;
    if (fields.length !== header.features.length) build(moment);
    if (data?.x !== moment.data.x) {
      data = moment.data;
      limits = limitsOf(data, header.features.length);
    }
    header.features.forEach(({ name, unit }, d) => {
      const value = tidy(who.raw[d]);
      fields[d].show({ name, unit, value, text: String(value), ...limits[d] });
    });
  }
  return { root, show };
}

/** The probabilities as bars: name and mark, number, bar. */
function createChances() {
  const root = element('ul', 'chances', { 'aria-label': 'Probabilities' });
  let lines = [];
  let theme = null;
  let header = null;

  function build() {
    if (!header || !theme) return;
    lines.forEach(({ mark, fill }, k) => {
      const color = theme.palette.classes[k % theme.palette.classes.length];
      fill.style.background = color;
      if (mark.clientWidth > 0) drawClassMark(mark, header.markers[k % header.markers.length], color);
    });
  }
  new ResizeObserver(build).observe(root); // marks can only be drawn where they have a size

  function show({ header: next, flow, who }) {
    header = next;
    const told = chanceLines(header, flow.chances, who.truth);
    if (told.length !== lines.length) {
      lines = told.map(() => {
        const parts = { mark: element('canvas', 'chance-mark', { 'aria-hidden': 'true' }) };
        for (const part of ['name', 'note', 'chance']) parts[part] = element('span', `chance-${part}`);
        parts.fill = element('span', 'chance-fill');
        parts.root = element('li', 'chance', {}, [
          parts.mark, parts.name, parts.note, parts.chance, element('span', 'chance-bar', { 'aria-hidden': 'true' }, [parts.fill]),
        ]);
        return parts;
      });
      root.replaceChildren(...lines.map((line) => line.root));
      build();
    }
    told.forEach(({ name, chance, note }, k) => {
      setText(lines[k].name, name);
      setText(lines[k].chance, chance);
      setText(lines[k].note, note);
    });
  }

  /** Only the bars, which may move at every frame. */
  function move({ flow }) {
    lines.forEach(({ fill }, k) => {
      const share = Number.isFinite(flow.chances[k]) ? flow.chances[k] : 0;
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

/**
 * @param {object} actions follow, followValues, seek
 * @returns {{root: HTMLElement, update: (moment: object) => void, setTheme: (theme: object) => void}}
 */
export function createPenguinCard(actions) {
  let moment = null;
  const choice = createChoice(actions, () => moment);
  const measurements = createMeasurements(actions, () => moment);
  const chances = createChances();
  const said = element('p', 'card-verdict');
  const chart = createRibbonChart(actions.seek);
  const tale = element('p', 'card-story');
  const root = element('div', 'card card-penguin', {}, [
    element('h3', 'visually-hidden', {}, ['Follow one penguin']), choice.root, measurements.root, said, chances.root,
    element('p', 'card-label', {}, ['Its probabilities over the epochs']), tale, chart.root,
  ]);
  const ribbon = createRibbon();
  let drawn = '';

  const write = createThrottle(() => {
    const { header, epoch, flow, who, playing } = moment;
    choice.show(moment);
    measurements.show(moment);
    chances.show(moment);
    setText(said, verdict(header, flow.chances, who.truth));
    said.setAttribute('aria-live', playing ? 'off' : 'polite');
    chart.tell(epoch, `epoch ${epoch}: ${chancesText(header, flow.chances)}`);
  }, TEXTS_PER_SECOND);

  const writeRibbon = createThrottle(() => {
    const { header, history, net, who } = moment;
    const at = history.epochs.subarray(0, history.rows);
    const key = [history.run, history.rows, at.at(-1), header.epochs, Array.from(who.x)].join();
    if (key === drawn) return;
    drawn = key;
    ribbon.extend(history, net, who.x);
    chart.show({
      ribbon, at, epochs: header.epochs, names: header.classes,
      label: `Probabilities of ${who.label} over the epochs`,
    });
    setText(tale, story(ribbon, at, who.truth).sentence || 'Own values have no true species to learn.');
  }, RIBBONS_PER_SECOND);

  return {
    root,
    update(next) {
      const another = moment?.who.row !== next.who.row || moment?.history.run !== next.history.run;
      moment = next;
      write(!moment.playing || another);
      writeRibbon(another);
      chances.move(moment);
      chart.moveTo(moment.epoch);
    },
    setTheme(theme) {
      chances.setTheme(theme);
      chart.setTheme(theme);
    },
  };
}
