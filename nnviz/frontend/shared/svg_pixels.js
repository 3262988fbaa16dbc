// A bitmap as shapes: the pixels of one colour become one path, their runs merged into rectangles. DOM-free.

const byte = (value) => value.toString(16).padStart(2, '0');

/** Pixels in whose bytes red comes first, as a colour of SVG and how opaque it is. */
const colorOf = (pixel) => ({
  color: `#${byte(pixel & 255)}${byte((pixel >>> 8) & 255)}${byte((pixel >>> 16) & 255)}`,
  opacity: (pixel >>> 24) / 255,
});

/** The runs of equal pixels in a line, as [from, to, pixel]; what cannot be seen is none. */
function runsOf(line) {
  const runs = [];
  for (let from = 0; from < line.length;) {
    let to = from + 1;
    while (to < line.length && line[to] === line[from]) to += 1;
    if (line[from] >>> 24 > 0) runs.push([from, to, line[from]]);
    from = to;
  }
  return runs;
}

/**
 * Each colour of a bitmap as a path, in pixels of the bitmap.
 * @param {Uint32Array} pixels [height · width], red in the lowest byte, as canvases have them
 * @param {number} width
 * @param {number} height
 * @returns {{d: string, color: string, opacity: number}[]}
 */
export function pixelPaths(pixels, width, height) {
  const paths = new Map(); // by pixel
  const closed = ([from, to, pixel], top, bottom) => {
    const path = paths.get(pixel) ?? [];
    path.push(`M${from} ${top}h${to - from}v${bottom - top}H${from}z`);
    paths.set(pixel, path);
  };
  let open = new Map(); // the rectangles that reach down to the line above: where each began
  for (let y = 0; y <= height; y += 1) {
    const runs = y < height ? runsOf(pixels.subarray(y * width, (y + 1) * width)) : [];
    const next = new Map(runs.map((run) => [run.join(), { run, top: y }]));
    for (const [key, { run, top }] of open) {
      if (next.has(key)) next.get(key).top = top;
      else closed(run, top, y);
    }
    open = next;
  }
  return [...paths].map(([pixel, path]) => ({ d: path.join(''), ...colorOf(pixel) }));
}
