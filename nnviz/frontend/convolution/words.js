// What the film says of a place: its sum row by row, as text. DOM-free.

import { brief, capital, counted, fixed, operand } from '../shared/format.js';
import { plain } from '../shared/terms.js';
import { SIDE, spotOf, squareOf, windowOf } from './film.js';

const DIGITS = 5;
const ROWS = ['Top row', 'Middle row', 'Bottom row'];

/** As a further term of a sum: with its sign before it. */
const added = (value) => `${value < 0 ? '−' : '+'} ${brief(Math.abs(value), DIGITS)}`;

/** Numbers as a sum: "4 + 0 − 31". */
const summed = ([first, ...others]) => [brief(first, DIGITS), ...others.map(added)].join(' ');

/** A number in a small cell: at most four characters beside its sign. */
export function cellNumber(value) {
  const size = Math.abs(value);
  const text = fixed(value, size < 0.995 ? 2 : size < 99.95 ? 1 : 0);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const place = ({ row, column }) => `row ${row + 1}, column ${column + 1}`;

/** Rows or columns of the picture that a window lies on, and whether it sticks out. */
function span(first, count, side) {
  const [from, to] = [Math.max(0, first), Math.min(side, first + count) - 1];
  return `${from + 1} to ${to + 1}`;
}

const sticksOut = ({ row, column }, { rows, columns }) => row < 0 || column < 0 || row + SIDE > rows || column + SIDE > columns;

/** What a step is about: a title, and where its window lies. */
function filterHead(film, moment) {
  const window = windowOf(film, moment.place);
  const { picture } = film;
  const blank = sticksOut(window, picture) ? ', and on the [[padding]], which counts as 0' : '';
  const on = `rows ${span(window.row, SIDE, picture.rows)}, columns ${span(window.column, SIDE, picture.columns)}`;
  return {
    title: moment.number === 0 ? 'Before the first place' : `[[Feature map]], ${place(spotOf(film.map, moment.place))}`,
    told: `The [[window]] lies on ${on} of the picture${blank}.`,
  };
}

function poolHead(film, { place: at }) {
  const { row, column } = squareOf(film, at);
  const winner = film.pooling === 'max' ? ' The largest comes from the [[window]].' : '';
  return {
    title: `${capital(film.pooling)} [[pooling]], ${place(spotOf(film.pools, at))}`,
    told: `The square lies on rows ${row + 1} and ${row + 2}, columns ${column + 1} and ${column + 2} of the map; through it, this number has seen what the dashes frame.${winner}`,
  };
}

export const headOf = (film, moment) => (moment.kind === 'pool' ? poolHead : filterHead)(film, moment);

/**
 * The sum of a place, line by line.
 * @param {object} film
 * @param {object} found from workOut
 * @param {number[]} weights
 * @returns {{name: string, terms: string[], sign: string, result: string}[]} the first three lines hold the nine terms
 */
export function filterLines(film, { pixels, rows, sum, z, a }, weights) {
  const products = ROWS.map((name, row) => ({
    name,
    sign: ' + ',
    terms: pixels.slice(row * SIDE, (row + 1) * SIDE).map((pixel, i) => `${brief(pixel ?? 0)} × ${operand(weights[row * SIDE + i], DIGITS)}`),
    result: brief(rows[row], DIGITS),
  }));
  const bent = film.activation.key === 'identity'
    ? { name: 'No activation', terms: ['a = z'], result: brief(a, DIGITS) }
    : { name: `[[${film.activation.label}|activation-${film.activation.key}]]`, terms: [`a = max(0, ${brief(z, DIGITS)})`], result: brief(a, DIGITS) };
  return [
    ...products,
    { name: 'Sum', sign: '', terms: [summed(rows)], result: brief(sum, DIGITS) },
    { name: 'With the [[bias]]', sign: '', terms: [`z = ${brief(sum, DIGITS)} ${added(film.bias)}`], result: brief(z, DIGITS) },
    { ...bent, sign: '' },
  ];
}

/** What a pooled number is made of, in as many lines as a sum has, that nothing moves. */
export function poolLines(film, { numbers, sum, value }) {
  const terms = numbers.map((number) => operand(number, DIGITS));
  if (film.pooling === 'max') return [{ name: 'The largest of', sign: ', ', terms: numbers.map((number) => brief(number, DIGITS)), is: ' is ', result: brief(value, DIGITS) }];
  return [
    { name: 'Sum', sign: ' + ', terms, result: brief(sum, DIGITS) },
    { name: 'Mean', sign: '', terms: [`${brief(sum, DIGITS)} / ${numbers.length}`], result: brief(value, DIGITS) },
  ];
}

/** A line as one text, for who does not see it. */
export const lineText = ({ name, terms, sign, is = ' = ', result }) => `${plain(name)}: ${terms.join(sign)}${is}${result}`;

function way([down, right], one) {
  const parts = [];
  if (right !== 0) parts.push(`${counted(Math.abs(right), one)} to the ${right > 0 ? 'right' : 'left'}`);
  if (down !== 0) parts.push(`${counted(Math.abs(down), one)} ${down > 0 ? 'down' : 'up'}`);
  return parts.join(' and ');
}

function mapMoved({ shift, stride }, { move, along }) {
  const picture = `The picture has moved ${way(shift, 'pixel')}.`;
  if (!move) return `${picture} With a [[stride]] of ${stride} that is no whole number of places, so the map cannot move along.`;
  if (along.same === along.of) return `${picture} The map has moved ${way(move, 'place')}: all ${along.of} numbers that could move along have.`;
  const lost = along.of - along.same;
  return `${picture} The map has moved ${way(move, 'place')}: of ${along.of} numbers that could move along ${along.same} have; the other ${lost} had seen pixels that have left the picture.`;
}

const some = (count) => (count === 0 ? 'none' : String(count));
const share = ({ same, of }) => (of > 0 ? same / of : 0);

/** How much of a grid stays where it is. */
function stays({ map, pooled }, { pools, pooling }) {
  if (map.of === 0) return 'All numbers of the map are 0 both times: there is nothing to be shifted.';
  const own = `Of the ${map.of} numbers of the map that are not 0 both times, ${some(map.same)} ${map.same > 1 ? 'are' : 'is'} as before at the same place`;
  if (pools.count === 0) return `${own}.`;
  const after = `; after ${pooling} [[pooling]], ${some(pooled.same)} of ${pooled.of} (marked =)`;
  const hides = share(pooled) > share(map) ? 'Pooling hides a part of the shift.' : 'Here pooling hides nothing of the shift.';
  return `${own}${after}. ${hides}`;
}

/** What the shift of the picture has changed, in sentences whose numbers are counted; changes from changesOf. */
export function shiftWords(film, changes) {
  if (film.shift.every((pixels) => pixels === 0)) {
    return 'Shift the picture by a pixel: the map moves along. What does [[pooling]] make of that?';
  }
  return `${mapMoved(film, changes)} ${stays(changes, film)}`;
}

/** All that is set, in a line, for a picture without its page. */
export function shownLine({ name, filter, bias, activation, padding, stride, pooling, shift }, isOwn) {
  const moved = shift.some((pixels) => pixels !== 0) ? [`shifted ${way(shift, 'pixel')}`] : [];
  const parts = [capital(name), ...moved, `filter: ${isOwn ? 'your own' : filter.label}`, `bias ${brief(bias)}`];
  return [...parts, `activation: ${activation.label}`, `padding ${padding}`, `stride ${stride}`, `pooling: ${pooling}`].join(' · ');
}

/** Numbers of the map that fill no square, which pooling leaves out. */
export function leftOut({ map, pools }) {
  if (pools.count === 0) return '';
  const [rows, columns] = [map.rows - 2 * pools.rows, map.columns - 2 * pools.columns];
  return rows + columns > 0 ? 'The last row and column fill no square: they are left out.' : '';
}
