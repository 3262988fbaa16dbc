// How a network answers all over the plane: the output's probability at the middles of a grid. DOM-free.

import { answersOf, createAnswers } from '../model/answers.js';

export const COLUMNS = 64;
export const ROWS = 48;

/** The middles of the cells, row by row from the top left, standardised [COLUMNS · ROWS · 2]. */
export function gridOf([[left, right], [bottom, top]]) {
  const points = new Float32Array(2 * COLUMNS * ROWS);
  for (let i = 0; i < COLUMNS * ROWS; i += 1) {
    points[2 * i] = left + ((right - left) * ((i % COLUMNS) + 0.5)) / COLUMNS;
    points[2 * i + 1] = top - ((top - bottom) * (Math.floor(i / COLUMNS) + 0.5)) / ROWS;
  }
  return points;
}

/**
 * @param {object} net from openNetwork
 * @returns {(params: ArrayLike<number>, grid: Float32Array) => Float32Array} the probabilities of the second class
 */
export function createField(net) {
  const room = createAnswers(net, COLUMNS * ROWS);
  const model = answersOf(net, {});
  return (params, grid) => model.rows(Float32Array.from(params), grid, COLUMNS * ROWS, room).readings;
}
