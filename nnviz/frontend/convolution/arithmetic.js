// The numbers of the film: what lies below the filter, its products, the map, what is pooled of it. DOM-free.

import { ACTIVATIONS } from '../model/activations.js';
import { SIDE, spotOf, squareOf, windowOf } from './film.js';

/**
 * @param {import('./film.js').Grid} picture
 * @param {number[]} shift pixels down and to the right
 * @returns {import('./film.js').Grid} the picture moved within its frame: what leaves it is lost, and blank comes in
 */
export function shifted({ rows, columns, values }, [down, right]) {
  const moved = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns) - down, (i % columns) - right];
    return row >= 0 && row < rows && column >= 0 && column < columns ? values[row * columns + column] : 0;
  });
  return { rows, columns, values: moved };
}

/** The numbers in a frame of a grid, row by row; null where it lies outside, which counts as 0. */
export function numbersIn({ rows, columns, values }, frame) {
  return Array.from({ length: frame.rows * frame.columns }, (_, i) => {
    const [row, column] = [frame.row + Math.floor(i / frame.columns), frame.column + (i % frame.columns)];
    return row >= 0 && row < rows && column >= 0 && column < columns ? values[row * columns + column] : null;
  });
}

const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

/**
 * What the filter makes of one place.
 * @param {object} film from readFilm
 * @param {import('./film.js').Grid} picture as it is shifted
 * @param {number[]} weights [9]
 * @param {number} place
 * @returns {{pixels: (number | null)[], products: number[], rows: number[], sum: number, z: number, a: number}} rows: the
 *   products of each row of the filter, added up
 */
export function workOut(film, picture, weights, place) {
  const pixels = numbersIn(picture, windowOf(film, place));
  const products = pixels.map((pixel, i) => (pixel ?? 0) * weights[i]);
  const rows = Array.from({ length: SIDE }, (_, row) => total(products.slice(row * SIDE, (row + 1) * SIDE)));
  const sum = total(rows);
  const z = sum + film.bias;
  return { pixels, products, rows, sum, z, a: ACTIVATIONS[film.activation.key](z) };
}

const POOL = {
  max: (numbers) => Math.max(...numbers),
  mean: (numbers) => total(numbers) / numbers.length,
};

/**
 * The numbers of the map that a pooled one is made of, and that number.
 * @returns {{numbers: number[], sum: number, value: number, winner: number | null}} winner: the place of the map whose number
 *   it is, the first of equals; null for a mean
 */
export function poolOut(film, map, place) {
  const square = squareOf(film, place);
  const numbers = numbersIn(map, square);
  const value = POOL[film.pooling](numbers);
  const first = numbers.indexOf(value);
  const [down, right] = [Math.floor(first / square.columns), first % square.columns];
  const winner = film.pooling === 'max' ? (square.row + down) * map.columns + square.column + right : null;
  return { numbers, sum: total(numbers), value, winner };
}

const every = ({ rows, columns, count }, of) => ({ rows, columns, values: Array.from({ length: count }, (_, place) => of(place)) });

/**
 * The map of a picture, and what is pooled of it.
 * @returns {{map: import('./film.js').Grid, pooled: import('./film.js').Grid}}
 */
export function mapsOf(film, picture, weights) {
  const map = every(film.map, (place) => workOut(film, picture, weights, place).a);
  return { map, pooled: every(film.pools, (place) => poolOut(film, map, place).value) };
}

/** Numbers that differ by no more than their sums are rounded. */
const isSame = (a, b) => Math.abs(a - b) < 1e-9;

const isBlank = (value) => isSame(value, 0);

/** Which numbers of a grid are as they were at the same place, and not 0 both times: that says nothing. */
export const sameIn = (before, after) =>
  before.values.map((value, i) => isSame(value, after.values[i]) && !isBlank(value));

/** How many numbers of a grid are the same, of those that are not 0 both times. */
function kept(before, after) {
  const told = before.values.filter((value, i) => !isBlank(value) || !isBlank(after.values[i]));
  return { same: sameIn(before, after).filter(Boolean).length, of: told.length };
}

/** How many numbers of a map stand as far away as it has moved, of those that can. */
function movedAlong(before, after, [down, right]) {
  const found = before.values.flatMap((value, place) => {
    const { row, column } = spotOf(before, place);
    const there = numbersIn(after, { row: row + down, column: column + right, rows: 1, columns: 1 })[0];
    return there === null ? [] : [isSame(value, there)];
  });
  return { same: found.filter(Boolean).length, of: found.length };
}

/**
 * What a shift of the picture has changed.
 * @param {object} film
 * @param {{map: object, pooled: object}} before of the picture as it was, from mapsOf
 * @param {{map: object, pooled: object}} after of the shifted one
 * @returns {{move: number[] | null, along: object | null, map: object, pooled: object}} move: places down and to the right
 *   by which the map moves, null where the stride divides the shift by no whole number; along: how many numbers have moved
 *   along, of those that could; map, pooled: how many are the `same` at their own place, `of` those that are not 0 both times
 */
export function changesOf({ shift, stride }, before, after) {
  const move = shift.every((pixels) => pixels % stride === 0) ? shift.map((pixels) => pixels / stride) : null;
  return {
    move,
    along: move && movedAlong(before.map, after.map, move),
    map: kept(before.map, after.map),
    pooled: kept(before.pooled, after.pooled),
  };
}
