// What the film shows at one moment, drawn again only when that changes.

import { createFrames } from '../shared/frames.js';
import { playbackView } from '../shared/playback_view.js';
import { nameColors, readTheme, shadeIndex, shades } from '../shared/theme.js';
import { brief, operand } from '../shared/format.js';
import { changesOf, mapsOf, poolOut, sameIn, shifted, workOut } from './arithmetic.js';
import { seenBy, spotOf, squareOf, windowOf } from './film.js';
import { momentAt, numberOf } from './moment.js';
import { createOwn } from './own.js';
import { cellNumber, filterLines, headOf, leftOut, poolLines, shiftWords } from './words.js';

const one = ({ row, column }) => ({ row, column, rows: 1, columns: 1 });

/** The shade and the ink of a number on a scale. */
const lookOf = (scale, value, clamp) => {
  const at = shadeIndex(value, clamp);
  return { shade: scale.css[at], ink: scale.ink[at] };
};

const largest = (values) => Math.max(1e-9, ...Array.from(values, Math.abs));

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show, wake, refreshTheme, goTo, setWeight, resetWeights, destroy}}
 */
export function createScene(panels, playback, transport) {
  const { section } = panels;
  const own = createOwn(recount);
  let film = null;
  let theme = null;
  let numbers = null; // the picture, its map and what is pooled of it, before and after the shift
  let pointed = null; // the number of the step whose cell is pointed at
  let written = '';
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: { ...playbackView(playback, { unit: 'step', last: () => film.steps, redraw }), w: own.view },
    sized: [section],
    ready: () => film !== null,
    draw,
    relayout: () => wake(),
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  for (const [kind, cells] of [['filter', panels.map], ['pool', panels.pooled]]) {
    const numberAt = (event) => {
      const place = cells.at(event);
      return place === null ? null : numberOf(film, kind, place);
    };
    cells.lattice.addEventListener('click', (event) => goTo(numberAt(event) ?? playback.position));
    cells.lattice.addEventListener('pointermove', (event) => point(event.pointerType === 'mouse' ? numberAt(event) : null));
    cells.lattice.addEventListener('pointerleave', () => point(null));
  }

  function point(number) {
    if (number === pointed) return;
    pointed = number;
    wake();
  }

  /** A film of as many places goes on at the same one. */
  function show(next) {
    const before = film;
    film = next;
    own.open(film);
    playback.load({ available: film.steps, complete: true });
    if (before?.map.rows !== film.map.rows) {
      playback.pause();
      playback.seek(film.opening);
    }
    playback.opened = film.opening;
    pointed = null;
    panels.open(film);
    recount();
    opens();
  }

  function setWeight(index, value) {
    own.set(index, value);
    recount();
  }

  function resetWeights() {
    own.reset();
    recount();
  }

  /** Something other than the position has changed. */
  function recount() {
    numbers = null;
    redraw();
  }

  function redraw() {
    written = '';
    wake();
  }

  function refreshTheme() {
    if (!film) return;
    theme = readTheme(section, film.palette);
    nameColors(section, theme);
    redraw();
  }

  /** Go to a step and stay there. */
  function goTo(step) {
    playback.pause();
    playback.seek(step);
    transport.update();
    wake();
  }

  function count() {
    const picture = shifted(film.picture, film.shift);
    const weights = own.weights();
    const [before, after] = [film.picture, picture].map((one) => mapsOf(film, one, weights));
    return { picture, weights, before, after, changes: changesOf(film, before, after) };
  }

  /** The moment that is shown: of the cell that is pointed at, unless the film plays. */
  function momentNow() {
    const moment = momentAt(film, playback.position);
    if (pointed === null || playback.playing) return moment;
    return { ...momentAt(film, pointed), done: moment.done };
  }

  function draw() {
    if (!theme) return;
    numbers ??= count();
    const moment = momentNow();
    const now = `${moment.number} ${moment.term} ${moment.done} ${playback.state}`;
    if (now === written) return;
    written = now;
    drawPicture(moment);
    drawProducts(moment);
    drawMaps(moment);
    panels.write(film, moment, {
      found: foundAt(moment), head: headOf(film, moment), changed: shiftWords(film, numbers.changes), own: own.isOwn(),
      note: leftOut(film), state: playback.state,
    });
    transport.update();
  }

  /** The place of the filter whose window is shown: of a pooled number, the one that it came from. */
  function sourceOf({ kind, place, term }) {
    if (kind === 'filter') return place;
    return term === null ? poolOut(film, numbers.after.map, place).winner : null;
  }

  function foundAt({ kind, place }) {
    if (kind === 'pool') {
      const found = poolOut(film, numbers.after.map, place);
      return { ...found, lines: poolLines(film, found) };
    }
    const found = workOut(film, numbers.picture, numbers.weights, place);
    return { ...found, lines: filterLines(film, found, numbers.weights) };
  }

  /** Ink as dark as there is of it, whatever the theme's paper is. */
  function drawPicture(moment) {
    const { kind, place } = moment;
    const source = sourceOf(moment);
    const { padding, full } = film;
    const { rows, columns, values } = numbers.picture;
    const wide = columns + 2 * padding;
    const scale = shades(inkOf(theme), theme.background);
    panels.picture.fill((i) => {
      const [row, column] = [Math.floor(i / wide) - padding, (i % wide) - padding];
      if (row < 0 || column < 0 || row >= rows || column >= columns) return { text: '0', kind: 'is-blank' };
      const value = values[row * columns + column];
      return { text: brief(value), ...lookOf(scale, value, full) };
    });
    const inside = (frame) => ({ ...frame, row: frame.row + padding, column: frame.column + padding });
    panels.picture.frame('window', source === null ? null : inside(windowOf(film, source)));
    panels.picture.frame('seen', kind === 'pool' ? inside(seenBy(film, place)) : null);
  }

  function drawProducts(moment) {
    const term = moment.kind === 'filter' ? moment.term : null;
    const { weights } = numbers;
    const source = sourceOf(moment);
    const clamp = largest(weights);
    const scale = shades(theme.palette.weight, theme.background);
    panels.weights.show(weights, film.bounds, (value) => lookOf(scale, value, clamp));
    const found = source === null ? null : workOut(film, numbers.picture, weights, source);
    const reach = found ? largest(found.products) : 1;
    const shown = shades(theme.palette.activation, theme.background);
    panels.products.fill((i) => {
      if (!found || (term !== null && i > term)) return { kind: 'is-later' };
      const { pixels, products } = found;
      return { small: `${brief(pixels[i] ?? 0)} × ${operand(weights[i], 4)}`, text: cellNumber(products[i]), ...lookOf(shown, products[i], reach) };
    });
    const isAdding = found && term !== null && term >= 0;
    panels.products.frame('term', isAdding ? one(spotOf({ columns: 3 }, term)) : null);
  }

  function drawMaps(moment) {
    const { kind, place, done } = moment;
    const source = sourceOf(moment);
    const { before, after } = numbers;
    const clamp = largest(after.map.values);
    const scale = shades(theme.palette.activation, theme.background);
    const moved = film.shift.some((pixels) => pixels !== 0);
    const isFilter = kind === 'filter';
    for (const [cells, name, first] of [[panels.map, 'map', 0], [panels.pooled, 'pooled', film.map.count]]) {
      const { values } = after[name];
      const same = sameIn(before[name], after[name]);
      cells.fill((i) => {
        if (first + i >= done) return { kind: 'is-later' };
        return { text: cellNumber(values[i]), same: moved && same[i], ...lookOf(scale, values[i], clamp) };
      });
      cells.label(`${name === 'map' ? 'The feature map' : 'The pooled map'}: ${Array.from(values, (value) => cellNumber(value)).join(' ')}`);
    }
    panels.map.frame('place', isFilter ? one(spotOf(film.map, place)) : null);
    panels.map.frame('winner', isFilter || source === null ? null : one(spotOf(film.map, source)));
    panels.map.frame('square', isFilter ? null : squareOf(film, place));
    panels.pooled.frame('place', isFilter ? null : one(spotOf(film.pools, place)));
  }

  return { show, wake, refreshTheme, goTo, setWeight, resetWeights, destroy };
}

const inks = new Map();

/** The scale of ink, from paper to the colour of the text, once for each theme. */
function inkOf({ text }) {
  if (!inks.has(text)) inks.set(text, { negative: text, positive: text });
  return inks.get(text);
}
