// The film as it arrives: a picture, a filter, and how it goes over the picture; from that, its places. DOM-free.

/** Weights of a filter across, and down. */
export const SIDE = 3;

/** Numbers of a map in a square that becomes one, across and down. */
export const SQUARE = 2;

/**
 * A grid of numbers [rows, columns].
 * @typedef {{rows: number, columns: number, values: ArrayLike<number>}} Grid
 */

/** Where a frame of some rows and columns lies in a grid, from the upper left; it may begin outside. */
const frameOf = (row, column, side) => ({ row, column, rows: side, columns: side });

/**
 * @param {{header: object}} block from decode()
 * @returns {object} film: what the header says, and
 *   picture: the grid as it comes, before it is shifted; pads: rows of blank around it
 *   map, pools: how many {rows, columns, count} places the filter has, and pooling
 *   steps: one for each place of both, after the start
 *   opening: the step that it opens with, in the middle of the map
 */
export function readFilm({ header }) {
  const { picture: { pixels, shape: [rows, columns], name, full }, padding, stride, pooling } = header;
  const along = (side) => Math.floor((side + 2 * padding - SIDE) / stride) + 1;
  const sized = (down, across) => ({ rows: down, columns: across, count: down * across });
  const map = sized(along(rows), along(columns));
  const pools = pooling === 'none' ? sized(0, 0) : sized(Math.floor(map.rows / SQUARE), Math.floor(map.columns / SQUARE));
  return {
    ...header,
    picture: { rows, columns, values: pixels },
    name,
    full,
    map,
    pools,
    steps: map.count + pools.count,
    opening: Math.floor((map.rows - 1) / 2) * map.columns + Math.ceil(map.columns / 2),
  };
}

/** Row and column of a place of a grid. */
export const spotOf = ({ columns }, place) => ({ row: Math.floor(place / columns), column: place % columns });

/** The window of a place of the filter, in the picture without its padding. */
export function windowOf({ map, stride, padding }, place) {
  const { row, column } = spotOf(map, place);
  return frameOf(row * stride - padding, column * stride - padding, SIDE);
}

/** The square of the map that a pooled number is made of. */
export function squareOf({ pools }, place) {
  const { row, column } = spotOf(pools, place);
  return frameOf(row * SQUARE, column * SQUARE, SQUARE);
}

/** All that a pooled number has seen of the picture: the windows of its square. */
export function seenBy(film, place) {
  const { row, column } = squareOf(film, place);
  const { stride, padding } = film;
  return frameOf(row * stride - padding, column * stride - padding, (SQUARE - 1) * stride + SIDE);
}
