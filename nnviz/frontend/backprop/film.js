// What the player knows of a batch's way forward and back: its matrices by name, and what others say of them.
// DOM-free. The names are those of nnviz/study/backpropagation.py.

import { doubles } from '../shared/block.js';

const readMatrix = (arrays, shapes, name) => {
  const [rows, columns] = shapes[name];
  const data = doubles(arrays[name]);
  return { rows, columns, data, at: (row, column) => data[row * columns + column] };
};

/**
 * @param {{header: object, arrays: object}} block from decode
 * @returns {object} header's fields; depth, the number of weight matrices; matrix(name); others(name), who else computes
 *   it: [{who, matrix, digits}]
 */
export function readFilm({ header, arrays }) {
  const { sizes, shapes, agreement, learning_rate: learningRate, follows_gradient: followsGradient } = header;
  const matrices = new Map(Object.keys(shapes).map((name) => [name, readMatrix(arrays, shapes, name)]));
  return {
    ...header,
    learningRate,
    followsGradient,
    depth: sizes.length - 1,
    count: header.rows.length,
    matrix: (name) => matrices.get(name),
    others: (name) => Object.entries(agreement[name] ?? {}).map(([who, digits]) => ({ who, digits, matrix: matrices.get(`${name} ${who}`) })),
  };
}

/** The transpose of a matrix. */
export const transposed = ({ rows, columns, at }) => ({
  rows: columns,
  columns: rows,
  data: Float64Array.from({ length: rows * columns }, (_, i) => at(i % rows, Math.floor(i / rows))),
  at: (row, column) => at(column, row),
});
