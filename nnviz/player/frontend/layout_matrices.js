// Where the weight matrices go and how large their cells are. DOM-free.

import { cell } from './selection.js';
import { layerName } from './names.js';

const TITLE = 17;
const NUMBERS = 13; // height of a line of row or column numbers
const GUTTER = 27; // room for "bias" and row numbers
const GAP = 14;
const BIAS_GAP = 4;
const RATIOS = [2.2, 2, 1.8, 1.6, 1.4, 1.2, 1]; // cell width by cell height
const LARGEST = { width: 56, height: 26 };

/** Cells of at least this size hold their number. */
export const CELL_FOR_NUMBER = { width: 32, height: 13 };

/** Boxes of all matrices, from left to right, wrapped where the width ends. */
function flow(sizes, titles, cellWidth, cellHeight, width, measure) {
  const head = TITLE + (cellWidth >= 15 ? NUMBERS : 3);
  const matrices = [];
  let [x, y, shelf, widest] = [0, 0, 0, 0];
  for (let layer = 0; layer + 1 < sizes.length; layer += 1) {
    const [rows, columns] = [sizes[layer], sizes[layer + 1]];
    const biasHeight = Math.max(cellHeight, 7);
    const boxWidth = Math.max(GUTTER + columns * cellWidth, measure(titles[layer]));
    const boxHeight = head + rows * cellHeight + BIAS_GAP + biasHeight;
    if (x > 0 && x + boxWidth > width + 0.01) [x, y, shelf] = [0, y + shelf + GAP, 0];
    const top = y + head;
    matrices.push({
      layer, rows, columns, cellWidth, cellHeight, biasHeight,
      title: titles[layer], titleX: x, titleY: y, x: x + GUTTER, y: top, biasY: top + rows * cellHeight + BIAS_GAP,
      columnNumbers: cellWidth >= 15, rowNumbers: cellHeight >= 11,
      numbers: cellWidth >= CELL_FOR_NUMBER.width && cellHeight >= CELL_FOR_NUMBER.height,
    });
    x += boxWidth + GAP;
    shelf = Math.max(shelf, boxHeight);
    widest = Math.max(widest, x - GAP);
  }
  return { matrices, width: widest, height: y + shelf };
}

/** The largest cells of one ratio with which everything fits; null if even the smallest do not. */
function largest(ratio, fits) {
  const most = Math.min(LARGEST.height, LARGEST.width / ratio);
  for (let height = most; height >= 1; height -= 0.25) {
    const result = fits(height * ratio, height);
    if (result) return result;
  }
  return null;
}

/**
 * Lay out one heatmap per weight matrix, its bias row below it, with the largest cells that fit.
 * @param {{width: number, height: number, sizes: number[], measure: (text: string) => number}} request
 * @returns {{matrices: object[], width: number, height: number}}
 */
export function layoutMatrices({ width, height, sizes, measure }) {
  const titles = sizes.slice(1).map((columns, layer) => `W${layer + 1}  ${sizes[layer]} × ${columns}`);
  const fits = (cellWidth, cellHeight) => {
    const result = flow(sizes, titles, cellWidth, cellHeight, width, measure);
    return result.width <= width + 0.01 && result.height <= height + 0.01 ? result : null;
  };
  const worth = ({ matrices: [{ cellWidth, cellHeight, numbers }] }) => cellWidth * cellHeight * (numbers ? 4 : 1);
  const candidates = RATIOS.map((ratio) => largest(ratio, fits)).filter(Boolean);
  const best = candidates.reduce((a, b) => (a && worth(a) >= worth(b) ? a : b), null);
  return best ?? flow(sizes, titles, 1, 1, width, measure);
}

/** "inputs → hidden 1": the layers between which a matrix stands. */
export const matrixSubtitle = (sizes, layer) => `${layerName(sizes, layer)} → ${layerName(sizes, layer + 1)}`;

/** The rectangle of a cell; row `rows` is the bias. */
export function cellRectangle(matrix, row, column) {
  const isBias = row === matrix.rows;
  return {
    x: matrix.x + column * matrix.cellWidth,
    y: isBias ? matrix.biasY : matrix.y + row * matrix.cellHeight,
    width: matrix.cellWidth,
    height: isBias ? matrix.biasHeight : matrix.cellHeight,
  };
}

/**
 * What lies under a point of the matrices.
 * @returns {object | null} a selection, see selection.js
 */
export function hitMatrices({ matrices }, x, y, sizes) {
  for (const matrix of matrices) {
    const column = Math.floor((x - matrix.x) / matrix.cellWidth);
    const row = y >= matrix.biasY ? matrix.rows : Math.floor((y - matrix.y) / matrix.cellHeight);
    const below = y > matrix.biasY + matrix.biasHeight;
    const between = row === matrix.rows && y < matrix.biasY;
    if (column < 0 || column >= matrix.columns || row < 0 || row > matrix.rows || below || between) continue;
    return cell(matrix.layer, row, column, sizes);
  }
  return null;
}
