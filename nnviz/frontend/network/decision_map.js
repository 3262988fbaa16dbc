// The decision map: what the network answers over a plane of its inputs, and all rows of data on it.

import { createMapTip } from './map_tip.js';
import { createMarks, createSurface, drawKey } from './draw_map.js';
import { element, setText } from '../shared/elements.js';
import { createFields } from '../model/fields.js';
import { probability, withUnit } from '../shared/format.js';
import { axisName, axisTitle, hitMap, layoutMap, neighbour, orderAcross } from './layout_map.js';
import { boundsOf, componentPlane, featurePlane, project, projectRows } from '../model/plane.js';
import { distancesFrom, NEAR, whyOther } from '../model/slice.js';
import { fitCanvas, placeOf, pointIn, textMeasure } from '../shared/surface.js';
import { linked } from '../shared/terms.js';
import { readTheme } from '../shared/theme.js';
import { sliceText, whyText } from './words_slice.js';
import { answerText } from './words_task.js';

const REST = 120; // milliseconds without a change, after which the picture may take its time
const TEXT = 120; // milliseconds between texts while a film plays
const KEYS = [['train', '[[training|training set]]'], ['test', '[[test]]']];
const WRONG = ['wrong', '[[predicted]] wrongly'];
const OPENING = { across: 2, up: 0, components: false, others: 'mean' };

const select = (label, term) => element('select', 'map-select', { 'aria-label': label, 'data-term': term });
const option = (value, text) => element('option', '', { value }, [text]);

function createElements() {
  const up = select('Up: feature on the vertical axis', 'feature');
  const across = select('Across: feature on the horizontal axis', 'feature');
  const others = select('Other features', 'feature');
  others.append(option('mean', 'others: mean'), option('followed', 'others: followed'));
  const components = element('button', 'map-button', { type: 'button', 'aria-pressed': 'false', 'data-term': 'principal component' }, ['Principal components']);
  const surface = element('canvas', 'map-canvas', { 'aria-hidden': 'true' });
  const marks = element('canvas', 'map-canvas map-marks', {
    role: 'application', tabindex: '0', 'aria-roledescription': 'map',
  });
  const legend = element('p', 'map-legend');
  const slice = element('p', 'map-slice', { 'data-testid': 'map-slice' });
  const tip = createMapTip();
  const root = element('div', 'decision-map', { role: 'group', 'aria-label': 'Decision map' }, [
    element('div', 'map-row', {}, [element('label', '', {}, [element('span', '', {}, ['up']), up]), components]),
    element('div', 'map-picture', {}, [surface, marks, tip.root]),
    element('div', 'map-row map-row-below', {}, [element('label', '', {}, [element('span', '', {}, ['across']), across]), others]),
    legend, slice,
  ]);
  return { root, up, across, others, components, surface, marks, legend, slice, tip };
}

/**
 * @param {object} actions follow(row), choose(row): follow it, or let it go if it is followed already
 * @param {() => void} onChange something was chosen or pointed at, or there is time for a finer
 *   picture: update() wants to be called
 * @returns {{root: HTMLElement, fields: object, choice: object, choose, place, update, resize, destroy}} fields: the answers over
 *   the plane, also for the pictures of the neurons; up to date after update()
 */
export function createDecisionMap(actions, onChange) {
  const parts = createElements();
  const fields = createFields();
  const surface = createSurface();
  const rows = createMarks();
  const choice = { ...OPENING };
  let theme = null;
  let layout = null;
  let surfaces = null;
  let moment = null;
  let plane = null; // and what follows from it
  let bounds = null;
  let order = null;
  let pointed = null;
  let drawn = { version: -1, marks: [] };
  let timer = 0;
  let rested = false;
  const dirty = { size: true, plane: true };
  const known = { features: null, data: null };
  const cut = { plane: null, base: null, whose: null, isChosen: false }; // the slice that is told, and that the marks are near to
  let described = -Infinity;
  const marks = {
    points: null, groups: null, test: null, near: null, wrong: new Uint8Array(0), highlight: null, pointed: null, followed: null, noNumbers: false,
  };
  const followed = { row: null, s: 0, t: 0 };

  /** The features to choose from, once per data set. */
  function fillSelects({ features, nouns }) {
    choice.across = Math.min(choice.across, features.length - 1);
    parts.others.title = `The features off the axes have their mean, or the values of the ${nouns.row} that is followed.`;
    parts.marks.setAttribute('aria-label',
      `Decision map. Left and right arrow keys move among ${nouns.rows}, Enter follows one, Escape leaves them.`);
    for (const node of [parts.across, parts.up]) {
      node.replaceChildren(...features.map(({ name, unit }, i) => option(i, axisTitle({ label: name, unit }))));
    }
    parts.components.hidden = !moment.data.pca;
  }

  /** The selects say what the axes are; the components are none of the features. */
  function showChoice() {
    for (const [node, axis] of [[parts.across, 0], [parts.up, 1]]) {
      const part = moment.header.pca_explained?.[axis];
      node.querySelector('[value=""]')?.remove();
      if (choice.components) node.prepend(option('', `component ${axis + 1} (${probability(part, 0)})`));
      node.value = choice.components ? '' : choice[axis === 0 ? 'across' : 'up'];
      node.title = choice.components ? axisTitle(plane.axes[axis]) : '';
    }
    parts.others.value = choice.others;
    parts.components.setAttribute('aria-pressed', choice.components);
  }

  function choosePlane() {
    const { header, data } = moment;
    plane = choice.components
      ? componentPlane(data.pca, header.pca_explained)
      : featurePlane(header, data, choice.across, choice.up);
    plane.isOpening = !choice.components && choice.across === Math.min(OPENING.across, header.features.length - 1) && choice.up === OPENING.up;
    [plane.centre, plane.spread] = [data.centre, data.spread];
    bounds = boundsOf(plane, data.x, data.count);
    marks.points = projectRows(plane, data.x, data.count, new Float32Array(2 * data.count));
    [marks.groups, marks.test] = [data.groups, data.test];
    order = orderAcross(marks.points);
    showChoice();
    dirty.size = true;
  }

  function relayout() {
    theme = readTheme(parts.root, moment.header.palette);
    surfaces = { surface: fitCanvas(parts.surface), marks: fitCanvas(parts.marks) };
    const { width, height } = surfaces.surface;
    layout = width > 0 && height > 0
      ? layoutMap({ width, height, bounds, axes: plane.axes, measure: textMeasure(theme.font) })
      : null;
    drawn.version = -1;
    if (layout) showLegend();
  }

  function showLegend() {
    const { header } = moment;
    const entry = (kind, k, text) => {
      const canvas = element('canvas', 'map-key', { 'aria-hidden': 'true' });
      return { kind, k, canvas, node: element('span', 'map-entry', {}, [canvas, ...linked(text)]) };
    };
    const entries = [
      ...header.classes.map((name, k) => entry('class', k, name)),
      ...(header.classes.length > 0 ? [...KEYS, WRONG] : KEYS).map(([kind, text]) => entry(kind, 0, text)),
    ];
    const line = (some) => element('span', 'map-entries', {}, some.map(({ node }) => node));
    const classes = entries.filter(({ kind }) => kind === 'class');
    parts.legend.replaceChildren(line(classes), line(entries.slice(classes.length)));
    for (const { kind, k, canvas } of entries) drawKey(fitCanvas(canvas).ctx, kind, k, header, theme);
  }

  /** What the map has off its plane. */
  const baseOf = ({ who, data }) => (choice.others === 'mean' ? data.centre : who.x);

  /** Who lies near the slice, and what it holds still; found anew when it is another one, or its marks tell something else. */
  function findNear() {
    const { header, data, who } = moment;
    const [base, whose, isChosen] = [baseOf(moment), choice.others === 'mean' ? null : who.label, moment.highlight !== null];
    const isSame = cut.plane === plane && cut.whose === whose && cut.isChosen === isChosen;
    if (isSame && cut.base.every((value, d) => value === base[d])) return;
    Object.assign(cut, { plane, whose, isChosen, base: Array.from(base) });
    setText(parts.slice, sliceText(header, data, plane, base, whose, isChosen));
    marks.near = Uint8Array.from(distancesFrom(plane, base, data.x, data.count), (distance) => (distance <= NEAR ? 1 : 0));
  }

  /** The answers and their picture: together they must not take longer than a frame can spare. */
  function computeSurface() {
    const { net, model, params } = moment;
    const base = baseOf(moment);
    const start = performance.now();
    const isNew = fields.compute(net, model, params, plane, base, bounds);
    if (!isNew && rested) fields.refine();
    rested = false;
    if (layout && drawn.version !== fields.version) {
      surface.drawSurface(surfaces.surface.ctx, layout, fields, net.task, theme);
      drawn.version = fields.version;
    }
    if (!isNew) return;
    fields.adapt(performance.now() - start);
    clearTimeout(timer);
    timer = setTimeout(rest, REST);
  }

  function rest() {
    rested = true;
    onChange();
  }

  /** Which rows are taken for what they are not; whether that has changed. */
  function markWrong({ net: { task }, swarm, data }) {
    if (marks.wrong.length !== data.count) marks.wrong = new Uint8Array(data.count);
    let changed = false;
    for (let row = 0; row < data.count; row += 1) {
      const wrong = task.isWrong(swarm.answers[row], data.y[row]) ? 1 : 0;
      if (marks.wrong[row] !== wrong) changed = true;
      marks.wrong[row] = wrong;
    }
    return changed;
  }

  function drawRows() {
    const { header, data, who } = moment;
    const [s, t] = project(plane, who.x);
    Object.assign(followed, { row: who.row, s, t });
    const noNumbers = fields.undecided === fields.side * fields.side;
    Object.assign(marks, { highlight: moment.highlight, pointed, followed, noNumbers });
    const key = [layout, theme, marks.near, marks.highlight, pointed, who.row, s, t, marks.noNumbers];
    if (!markWrong(moment) && key.every((part, i) => part === drawn.marks[i])) return;
    drawn.marks = key;
    rows.drawMarks(surfaces.marks.ctx, layout, marks, header, theme);
  }

  /** The two features on the axes and the answer, of one row or of values of one's own; and why the map differs. */
  function describe() {
    const { header, net, data, who, flow, swarm } = moment;
    const row = pointed ?? who.row;
    const { K } = net.task;
    const answer = row === null
      ? answerText(header, flow.readings, flow.answer)
      : answerText(header, swarm.readings.subarray(row * K, (row + 1) * K), swarm.answers[row]);
    const D = header.features.length;
    const values = plane.axes.filter(({ feature }) => feature !== null).map((axis) => {
      const { feature } = axis;
      const raw = row === null ? who.raw[feature] : data.x[row * D + feature] * data.std[feature] + data.mean[feature];
      return `${axisName(axis)} ${withUnit(Number(raw.toPrecision(4)), axis.unit)}`;
    });
    return `${row === null ? who.label : data.names(row)}: ${[...values, answer].join(', ')}.${why(row)}`;
  }

  /** Why the map shows another answer where a row lies; '' where it does not, or nobody can tell. */
  function why(row) {
    const { header, net, model, params, data, who } = moment;
    if (net.task.groups < 2 || model.side !== null) return '';
    const D = header.features.length;
    const x = row === null ? who.x : data.x.subarray(row * D, (row + 1) * D);
    const other = whyOther(net, model, params, plane, baseOf(moment), x);
    return other ? ` ${whyText(header, data, other, baseOf(moment), x)}` : '';
  }

  /**
   * Show a moment; what has not changed is neither computed nor drawn again.
   * @param {object} next from createMoments
   */
  function update(next) {
    moment = next;
    const { header, data } = moment;
    if (known.data !== data) enter(header, data);
    if (dirty.plane) choosePlane();
    if (dirty.size) relayout();
    dirty.plane = dirty.size = false;
    findNear();
    computeSurface();
    if (!layout) return;
    drawRows();
    const now = performance.now();
    if (moment.playing && now - described < TEXT) return;
    described = now;
    parts.tip.tell(describe(), moment.playing ? 'off' : 'polite');
    parts.tip.move(pointed === null ? null : { x: layout.x(marks.points[2 * pointed]), y: layout.y(marks.points[2 * pointed + 1]) });
  }

  /** Other rows are shown, perhaps with other features. */
  function enter(header, data) {
    const features = JSON.stringify(header.features);
    if (known.features !== features) fillSelects(header);
    dirty.plane = true;
    Object.assign(known, { features, data });
  }

  function choose(changes) {
    Object.assign(choice, changes);
    dirty.plane = true;
    pointed = null;
    onChange();
  }

  /** Another feature on one axis; the other axis takes the former one rather than the same. */
  function chooseFeature(axis, value) {
    const other = axis === 'across' ? 'up' : 'across';
    const feature = Number(value);
    choose({ components: false, [other]: choice[other] === feature ? choice[axis] : choice[other], [axis]: feature });
  }

  function point(row) {
    if (pointed === row) return;
    pointed = row;
    parts.marks.classList.toggle('map-on-mark', row !== null);
    onChange();
  }

  const rowAt = (event) => layout && hitMap(layout, marks.points, ...pointIn(parts.marks, event));

  parts.across.addEventListener('change', () => chooseFeature('across', parts.across.value));
  parts.up.addEventListener('change', () => chooseFeature('up', parts.up.value));
  parts.others.addEventListener('change', () => choose({ others: parts.others.value }));
  parts.components.addEventListener('click', () => choose({ components: !choice.components }));
  parts.marks.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch') point(rowAt(event));
  });
  parts.marks.addEventListener('pointerleave', () => point(null));
  parts.marks.addEventListener('blur', () => point(null));
  // A press must not focus the canvas: after a click the arrow keys are time.
  parts.marks.addEventListener('mousedown', (event) => {
    event.preventDefault();
    parts.root.closest('.player')?.focus({ preventScroll: true });
  });
  parts.marks.addEventListener('click', (event) => {
    const row = rowAt(event);
    if (event.pointerType === 'touch') point(row); // which cannot hover
    if (row !== null) actions.choose(row);
  });
  parts.marks.addEventListener('keydown', (event) => {
    if (!layout || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) point(neighbour(order, pointed ?? moment.who.row, step));
    else if (event.key === 'Enter' && pointed !== null) actions.choose(pointed);
    else if (event.key === 'Escape') point(null);
    else return;
    event.preventDefault();
  });

  const resizes = new ResizeObserver(() => {
    dirty.size = true;
    if (moment) onChange();
  });
  resizes.observe(parts.marks);

  /** Where a point of the plane lies, or a row whose mark is on top; null where there is none. */
  function place({ kind, row, values }) {
    if (!layout) return null;
    const { plot, axes } = layout;
    const [s, t] = kind === 'row' ? marks.points.subarray(2 * row, 2 * row + 2) : values.map((value, axis) => axes[axis].fromReal(value));
    const [x, y] = [layout.x(s), layout.y(t)];
    if (!(x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom)) return null;
    if (kind === 'row' && hitMap(layout, marks.points, x, y) !== row) return null;
    return placeOf(parts.marks, { x, y });
  }

  return {
    root: parts.root,
    fields,
    choice,
    choose,
    place,
    update,
    /** The theme has changed: read it again at the next update. */
    resize() {
      dirty.size = true;
    },
    destroy() {
      clearTimeout(timer);
      resizes.disconnect();
      parts.root.remove();
    },
  };
}
