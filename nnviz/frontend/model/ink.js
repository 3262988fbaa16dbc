// The picture that the data would have of a digit drawn by hand. DOM-free.
//
// The digits of the data were prepared by NIST's handprint recognition system (Garris et al. 1994, NISTIR 5469): the box
// of the ink is stretched to 20 × 32 dots, whatever its shape was, in the middle of 32 × 32; little ink is thickened and
// much is thinned; the rows are shifted until the digit's left side is upright. A pixel counts the dark dots of its block.
//
// Dots are Uint8Array [32 · 32], row by row from the top left, 1 where there is ink.

/** Dots of a drawing across, and down. */
export const DRAWN = 32;

/** Pixels of a picture across, and down. */
export const SIDE = 8;

/** Dots of a pixel's block across, and down. */
export const BLOCK = DRAWN / SIDE;

/** The value of a pixel whose block is dark all over. */
export const FULL = BLOCK * BLOCK;

/** Dots across that every digit is stretched to; down it is all of them. */
export const WIDE = 20;

/** The pen's radius is √11 half dots: so large that no dot's middle ever lies on its rim, where rounding would decide. */
const REACH = 11;

/** With less ink than this many dots a digit is thickened, once for each that it falls short of. */
const THIN = [256, 108];

/** With more it is thinned, once for each that it exceeds. */
const THICK = [412, 560];

/** Rows from the top and from the bottom of the ink at which its left side is looked for: the outermost may be a speck. */
const SPECKS = 2;

/** So few rows cannot lean. */
const LOW = 5;

/** Darken what the pen covers on its way between two places, in half dots. */
function pull(dots, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const reach = Math.sqrt(REACH);
  const range = (a, b) => [Math.max(0, Math.floor((Math.min(a, b) - reach) / 2)), Math.min(DRAWN - 1, Math.ceil((Math.max(a, b) + reach) / 2))];
  const [[left, right], [top, bottom]] = [range(ax, bx), range(ay, by)];

  function isCovered(x, y) {
    const along = x * dx + y * dy;
    if (along <= 0) return x * x + y * y <= REACH;
    if (along >= length) return (x - dx) ** 2 + (y - dy) ** 2 <= REACH;
    return (x * dy - y * dx) ** 2 <= REACH * length;
  }

  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      if (isCovered(2 * column + 1 - ax, 2 * row + 1 - ay)) dots[row * DRAWN + column] = 1;
    }
  }
}

/**
 * The dots under a round pen.
 * @param {number[][][]} strokes each the places [x, y] that the pen went through, finite, 0..1 from the pad's left upper
 *   corner; what lies outside leaves no ink
 * @returns {Uint8Array} [32 · 32]
 */
export function dotsOf(strokes) {
  const dots = new Uint8Array(DRAWN * DRAWN);
  for (const stroke of strokes) {
    const places = stroke.map((place) => place.map((value) => 2 * DRAWN * value));
    places.forEach((place, i) => pull(dots, places[Math.max(0, i - 1)], place));
  }
  return dots;
}

/** How many dots are dark. */
export const inkOf = (dots) => dots.reduce((sum, dot) => sum + dot, 0);

/**
 * The box of the ink.
 * @param {Uint8Array} dots
 * @returns {{left: number, top: number, width: number, height: number} | null} in dots; null where there is no ink
 */
export function boxOf(dots) {
  const [columns, rows] = [[], []];
  dots.forEach((dot, i) => {
    if (!dot) return;
    columns.push(i % DRAWN);
    rows.push(Math.floor(i / DRAWN));
  });
  if (columns.length === 0) return null;
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  return { left, top, width: Math.max(...columns) - left + 1, height: Math.max(...rows) - top + 1 };
}

/** What a box holds, stretched to 20 × 32 dots in the middle; each dot is the one that its own middle falls on. */
function stretched(dots, { left, top, width, height }) {
  const out = new Uint8Array(DRAWN * DRAWN);
  const margin = (DRAWN - WIDE) / 2;
  for (let y = 0; y < DRAWN; y += 1) {
    const row = top + Math.floor(((2 * y + 1) * height) / (2 * DRAWN));
    for (let x = 0; x < WIDE; x += 1) {
      const column = left + Math.floor(((2 * x + 1) * width) / (2 * WIDE));
      out[y * DRAWN + margin + x] = dots[row * DRAWN + column];
    }
  }
  return out;
}

/** How many of a dot's four neighbours are dark; beyond the edge none is. */
function neighbours(dots, i) {
  const x = i % DRAWN;
  return (x > 0 && dots[i - 1]) + (x < DRAWN - 1 && dots[i + 1]) + (dots[i - DRAWN] ?? 0) + (dots[i + DRAWN] ?? 0);
}

const thickened = (dots) => dots.map((dot, i) => Number(dot || neighbours(dots, i) > 0));
const thinned = (dots) => dots.map((dot, i) => Number(dot && neighbours(dots, i) === 4));

/** How often a digit with so much ink is thickened; below 0 it is thinned. */
const growthOf = (ink) => THIN.filter((least) => ink < least).length - THICK.filter((most) => ink > most).length;

function grown(dots, growth) {
  const change = growth > 0 ? thickened : thinned;
  return Array.from({ length: Math.abs(growth) }).reduce(change, dots);
}

/** How far the left side of the ink leans: dots to the right for each of some rows down. */
function leanOf(dots) {
  const box = boxOf(dots);
  if (box === null || box.height <= LOW) return { dots: 0, rows: 1 };
  const leftAt = (row) => dots.subarray(row * DRAWN, (row + 1) * DRAWN).indexOf(1);
  const [high, low] = [box.top + SPECKS, box.top + box.height - 1 - SPECKS];
  const [above, below] = [leftAt(high), leftAt(low)];
  return above < 0 || below < 0 ? { dots: 0, rows: 1 } : { dots: below - above, rows: low - high };
}

/** The rows shifted, about the middle one, against a lean; what is shifted off the edge is lost. */
function upright(dots, lean) {
  const out = new Uint8Array(DRAWN * DRAWN);
  for (let row = 0; row < DRAWN; row += 1) {
    const shift = Math.round(((DRAWN / 2 - row) * lean.dots) / lean.rows);
    for (let column = Math.max(0, shift); column < Math.min(DRAWN, DRAWN + shift); column += 1) {
      out[row * DRAWN + column] = dots[row * DRAWN + column - shift];
    }
  }
  return out;
}

/**
 * A drawing as the data's digits were prepared.
 * @param {Uint8Array} dots
 * @returns {{dots: Uint8Array, box: object | null, growth: number, lean: number}} box: of the ink before; growth: how often
 *   it was thickened, below 0 thinned; lean: how many dots the left side went to the right on its way down, before it was
 *   put upright
 */
export function prepared(dots) {
  const box = boxOf(dots);
  if (box === null) return { dots, box, growth: 0, lean: 0 };
  const large = stretched(dots, box);
  const growth = growthOf(inkOf(large));
  const even = grown(large, growth);
  const lean = leanOf(even);
  return { dots: upright(even, lean), box, growth, lean: lean.dots };
}

/**
 * The pixels of a drawing.
 * @param {Uint8Array} dots
 * @returns {Uint8Array} [8 · 8] the dark dots of each block, 0..16
 */
export function pixelsOf(dots) {
  const pixels = new Uint8Array(SIDE * SIDE);
  dots.forEach((dot, i) => {
    pixels[Math.floor(i / DRAWN / BLOCK) * SIDE + Math.floor((i % DRAWN) / BLOCK)] += dot;
  });
  return pixels;
}
