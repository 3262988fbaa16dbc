// Where the weight matrices go and how large their cells are. DOM-free.

import { areFilters, filterAt, filterBox, filterPlaces, filterRectangle } from './filter_cells.js';
import { cell } from './selection.js';
import { layerName } from './names.js';
import { shortened } from './layout_diagram.js';

const TITLE = 17;
const NUMBERS = 13; // height of a line of row or column numbers
const GUTTER = 27; // room for "bias" and row numbers; of the inputs for their names
const MOST_NAME = 84; // of a row; a longer one is shortened
const GAP = 14;
const BIAS_GAP = 4;
const RATIOS = [2.2, 2, 1.8, 1.6, 1.4, 1.2, 1]; // cell width by cell height
const SHARES = [1, 0.7, 0.5, 0.35, 0.22]; // the part of the width or height one matrix may take
const CANDIDATES = RATIOS.flatMap((ratio) => SHARES.flatMap((across) => SHARES.map((down) => [ratio, across, down])));
const LARGEST = { width: 56, height: 26 };
const SMALLEST = 0.3; // cell height, of a network that does not come up

/** Cells of at least this size hold their number. */
export const CELL_FOR_NUMBER = { width: 30, height: 13 };

/** A cell's size, smaller where a matrix of so many rows and columns would outgrow its share. */
const cellSize = (rows, columns, { cellWidth, cellHeight, mostWidth, mostHeight }) => ({
  cellWidth: Math.min(cellWidth, mostWidth / columns),
  cellHeight: Math.min(cellHeight, mostHeight / (rows + 1)),
});

/** The filters of a convolution as pictures, with the same cells as a matrix of so many places would have. */
function layoutFilters(net, layer, title, wanted) {
  const part = net.parts[layer];
  const [down, across] = filterPlaces(part);
  const { cellWidth, cellHeight } = cellSize(down, across, wanted);
  const side = Math.min(cellWidth, cellHeight, LARGEST.height);
  const { pitch, width, height } = filterBox(part, side);
  const { rows, columns, kernel, channels } = part;
  return {
    layer, rows, columns, kernel, channels, pitch, cellWidth: side, cellHeight: side, numbers: side >= CELL_FOR_NUMBER.width,
    title: title.text, subtitle: matrixSubtitle(net, layer), rowNumbers: pitch >= 11, columnNumbers: channels > 1 && pitch >= 15,
    boxWidth: Math.max(GUTTER + width, title.width), boxHeight: TITLE + NUMBERS + height + 1,
  };
}

/** Boxes of all matrices, from left to right, wrapped where the width ends. */
function flow(net, titles, gutters, wanted, width) {
  const matrices = [];
  let [x, y, shelf, widest] = [0, 0, 0, 0];
  for (const [layer, { rows, columns }] of net.parts.entries()) {
    if (columns === 0) continue; // nothing is learned there
    if (areFilters(net, layer)) {
      const filters = layoutFilters(net, layer, titles[layer], wanted);
      if (x > 0 && x + filters.boxWidth > width + 0.01) [x, y, shelf] = [0, y + shelf + GAP, 0];
      matrices.push({ ...filters, titleX: x, titleY: y, x: x + GUTTER, y: y + TITLE + NUMBERS });
      x += filters.boxWidth + GAP;
      shelf = Math.max(shelf, filters.boxHeight);
      widest = Math.max(widest, x - GAP);
      continue;
    }
    const { cellWidth, cellHeight } = cellSize(rows, columns, wanted);
    const columnNumbers = cellWidth >= 15;
    const head = TITLE + (columnNumbers ? NUMBERS : 3);
    const biasHeight = Math.max(cellHeight, 7);
    const boxWidth = Math.max(gutters[layer] + columns * cellWidth, titles[layer].width);
    const boxHeight = head + rows * cellHeight + BIAS_GAP + biasHeight + 1;
    if (x > 0 && x + boxWidth > width + 0.01) [x, y, shelf] = [0, y + shelf + GAP, 0];
    const top = y + head;
    matrices.push({
      layer, rows, columns, cellWidth, cellHeight, biasHeight, columnNumbers,
      title: titles[layer].text, subtitle: matrixSubtitle(net, layer), titleX: x, titleY: y,
      x: x + gutters[layer], y: top, biasY: top + rows * cellHeight + BIAS_GAP,
      rowNumbers: cellHeight >= 11,
      numbers: cellWidth >= CELL_FOR_NUMBER.width && cellHeight >= CELL_FOR_NUMBER.height,
    });
    x += boxWidth + GAP;
    shelf = Math.max(shelf, boxHeight);
    widest = Math.max(widest, x - GAP);
  }
  return { matrices, width: widest, height: y + shelf };
}

/**
 * The layout with the largest cells of one ratio for which everything fits; null if none does.
 * Tried from large to small: where a smaller cell lets a matrix move up a shelf, it may fit less.
 */
function largest(ratio, attempt) {
  for (let cellHeight = Math.min(LARGEST.height, LARGEST.width / ratio); cellHeight > SMALLEST; cellHeight *= 0.97) {
    const layout = attempt(cellHeight);
    if (layout) return layout;
  }
  return null;
}

/** How good a layout is: the area of its cells, and twice that where all of them hold their numbers. */
function worth({ matrices }) {
  const area = matrices.reduce((sum, { rows, columns, cellWidth, cellHeight }) => sum + rows * columns * cellWidth * cellHeight, 0);
  return area * (matrices.every(({ numbers }) => numbers) ? 2 : 1);
}

/**
 * Lay out one heatmap per weight matrix that is not empty, its bias row below it, so that they fill the space.
 * @param {{width: number, height: number, net: object, inputs: string[], measure: (text: string) => number}} request
 *   inputs: what the rows of the first matrix are called, if each is an input
 * @returns {{matrices: object[], width: number, height: number}}
 */
export function layoutMatrices({ width, height, net, inputs, measure }) {
  const titles = net.parts.map(({ rows, columns, kernel }, layer) => {
    const text = areFilters(net, layer) ? `W${layer + 1}  ${columns} filters ${kernel} × ${kernel}` : `W${layer + 1}  ${rows} × ${columns}`;
    return { text, width: measure(text) };
  });
  const named = net.parts[0].rows === inputs.length ? inputs.map((name) => shortened(name, MOST_NAME, measure)) : null;
  const gutters = net.parts.map((_, layer) => (layer === 0 && named ? Math.max(GUTTER, Math.ceil(Math.max(...named.map(measure))) + 6) : GUTTER));
  const put = (wanted) => {
    const laid = flow(net, titles, gutters, wanted, width);
    if (laid.matrices[0]?.layer === 0) laid.matrices[0].rowNames = named;
    return laid;
  };
  let best = null;
  for (const [ratio, across, down] of CANDIDATES) {
    const layout = largest(ratio, (cellHeight) => {
      const wanted = { cellWidth: cellHeight * ratio, cellHeight, mostWidth: width * across, mostHeight: height * down };
      const result = put(wanted);
      return result.width <= width + 0.01 && result.height <= height + 0.01 ? result : null;
    });
    if (layout && (best === null || worth(layout) > worth(best))) best = layout;
  }
  return best ?? put({ cellWidth: 1, cellHeight: 1, mostWidth: width, mostHeight: height });
}

/** The titles, and what stands before each row of biases, as places of their terms. */
export const matrixSpots = ({ matrices }, measure) => matrices.flatMap(({ title, titleX, titleY, x, biasY, biasHeight, kernel }) => [
  { form: 'weight matrix', left: titleX, top: titleY, width: measure(title), height: TITLE - 2 },
  ...(kernel ? [] : [{ form: 'bias', left: x - 4 - measure('bias'), top: biasY + biasHeight / 2 - NUMBERS / 2, width: measure('bias'), height: NUMBERS }]),
]);

/** "inputs → hidden 1": the layers between which a matrix stands. */
const matrixSubtitle = (net, layer) => `${layerName(net, layer)} → ${layerName(net, layer + 1)}`;

/** The rectangle of a cell; row `rows` is the bias. */
export function cellRectangle(matrix, row, column) {
  if (matrix.kernel) return filterRectangle(matrix, row, column);
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
export function hitMatrices({ matrices }, x, y, net) {
  for (const matrix of matrices) {
    if (matrix.kernel) {
      const found = filterAt(matrix, x, y);
      if (found) return cell(matrix.layer, ...found, net);
      continue;
    }
    const column = Math.floor((x - matrix.x) / matrix.cellWidth);
    const row = y >= matrix.biasY ? matrix.rows : Math.floor((y - matrix.y) / matrix.cellHeight);
    const below = y > matrix.biasY + matrix.biasHeight;
    const between = row === matrix.rows && y < matrix.biasY;
    if (column < 0 || column >= matrix.columns || row < 0 || row > matrix.rows || below || between) continue;
    return cell(matrix.layer, row, column, net);
  }
  return null;
}
