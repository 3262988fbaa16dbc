// Where the parts of both drawings lie, in the units of their box. DOM-free.

/** Width and height of either drawing. */
export const BOX = [480, 234];
export const MIDDLE = 112;

const ROWS = { 1: [112], 2: [70, 154], 3: [46, 112, 178], 4: [32, 86, 138, 192] };

/** @returns {number[]} the heights at which so many inputs arrive */
export const rowsOf = (count) => ROWS[count];

/** How wide a connection of this weight is drawn. */
export const thickness = (w) => 1.5 + 2.2 * Math.abs(w);

/** @returns {'positive' | 'negative' | 'zero'} */
export const signOf = (value) => (value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero');

const PIECES = 80; // of a curve

/**
 * A curve as the path of a drawing.
 * @param {(z: number) => number} f
 * @param {{left: number, right: number, top: number, bottom: number}} box
 * @param {number} reach z goes from −reach to reach; f is shown from low to high, and cut beyond
 * @returns {string}
 */
export function curvePath(f, { left, right, top, bottom }, reach, [low, high]) {
  let pen = false; // whether the point before is shown
  let path = '';
  for (let i = 0; i <= PIECES; i += 1) {
    const a = f(reach * ((2 * i) / PIECES - 1));
    const inside = a >= low && a <= high;
    const [x, y] = [left + ((right - left) * i) / PIECES, bottom - ((a - low) / (high - low)) * (bottom - top)];
    if (inside) path += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = inside;
  }
  return path;
}
