// The weights of a convolution as pictures: a line for each filter, in it a square for each map that it reads, and at its
// end the bias. DOM-free.
//
// A place is [down, across] in weights from the first of the first filter, without the space between the squares; a cell is
// [row, column] of W, and a bias is below the last row, as in a matrix.

/** Whether a part's weights are pictures: filters, of a network that reads pictures. */
export const areFilters = ({ picture, parts }, layer) => picture !== null && parts[layer].kind === 'convolution';

/** How many places there are down and across, with that of the bias. */
export const filterPlaces = ({ channels, kernel, columns }) => [columns * kernel, channels * kernel + 1];

/** The place of a cell; a bias stands beside the middle of its filter. */
export function filterPlace({ channels, kernel, rows }, row, column) {
  if (row === rows) return [column * kernel + (kernel >> 1), channels * kernel];
  const within = row % (kernel * kernel);
  return [column * kernel + Math.floor(within / kernel), Math.floor(row / (kernel * kernel)) * kernel + within % kernel];
}

/** The cell at a place. */
export function filterCell({ channels, kernel, rows }, down, across) {
  const column = Math.floor(down / kernel);
  if (across === channels * kernel) return [rows, column];
  return [Math.floor(across / kernel) * kernel * kernel + (down % kernel) * kernel + across % kernel, column];
}

const gapOf = (cell) => Math.max(2, cell * 0.5);

/** How wide and high filters are with cells of a size, without what stands around them. */
export function filterBox({ channels, kernel, columns }, cell) {
  const pitch = kernel * cell + gapOf(cell);
  return { pitch, width: channels * pitch + Math.max(cell, 7), height: columns * pitch - gapOf(cell) };
}

/** The rectangle of a cell. @param {{x: number, y: number, cell: number, pitch: number}} matrix */
export function filterRectangle(matrix, row, column) {
  const { x, y, kernel, cellWidth: cell, pitch, channels } = matrix;
  if (row === matrix.rows) return { x: x + channels * pitch, y: y + column * pitch, width: Math.max(cell, 7), height: kernel * cell };
  const [down, across] = filterPlace(matrix, row, column);
  return { x: x + Math.floor(across / kernel) * pitch + (across % kernel) * cell, y: y + column * pitch + (down % kernel) * cell, width: cell, height: cell };
}

/** The cell [row, column] under a point; null: there is none. */
export function filterAt(matrix, x, y) {
  const { kernel, cellWidth: cell, pitch, channels, columns, rows } = matrix;
  const [column, channel] = [Math.floor((y - matrix.y) / pitch), Math.floor((x - matrix.x) / pitch)];
  if (column < 0 || column >= columns || channel < 0 || channel > channels) return null;
  const [down, across] = [y - matrix.y - column * pitch, x - matrix.x - channel * pitch].map((at) => Math.floor(at / cell));
  if (down >= kernel) return null;
  if (channel === channels) return x < matrix.x + channels * pitch + Math.max(cell, 7) ? [rows, column] : null;
  return across < kernel ? filterCell(matrix, column * kernel + down, channel * kernel + across) : null;
}
