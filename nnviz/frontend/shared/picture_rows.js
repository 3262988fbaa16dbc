// A picture closed up: rows in which nothing is seen, because what stands there is only to be pressed, take little room.

/** Pixels that stay between what stands above and what stands below. */
const BETWEEN = 24;

/** Pixels at the upper and the lower edge of a box that belong to the edge. */
const EDGE = 8;

/** The rows of an item that nothing may be taken out of. */
function fixedRows({ rows, holds, radius }) {
  if (!rows) return [];
  const [from, to] = rows;
  const edge = Math.max(radius, EDGE);
  return holds && to - from > 2 * edge ? [[from, from + edge], [to - edge, to]] : [rows];
}

/**
 * Where a frame has nothing from its left to its right, between the first and the last thing that it shows.
 * @param {object[]} items of a frame from readFrame
 * @returns {[number, number][]} from where to where, downwards
 */
export function emptyRows(items) {
  const fixed = items.filter(({ kind }) => kind !== 'clip').flatMap(fixedRows).sort(([one], [other]) => one - other);
  const empty = [];
  let end = fixed[0]?.[0];
  for (const [from, to] of fixed) {
    if (from > end) empty.push([end, from]);
    end = Math.max(end, to);
  }
  return empty;
}

/** The rows that are in both lists, each of which goes downwards and has no overlaps. */
function inBoth(some, others) {
  return some.flatMap(([from, to]) => others.map(([start, end]) => [Math.max(from, start), Math.min(to, end)]))
    .filter(([from, to]) => to > from);
}

/** The same rows downwards, those that meet as one. */
function joined(rows) {
  const found = [];
  for (const [from, to] of rows.toSorted(([one], [other]) => one - other)) {
    if (found.length > 0 && from <= found.at(-1)[1]) found.at(-1)[1] = Math.max(found.at(-1)[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** The same frame whose empty rows are each hardly higher than this: what is drawn moves by whole pixels, and stays sharp. */
function shortened(frame, empty, left) {
  const cuts = empty.map(([from, to]) => ({ from, height: to - from, cut: Math.max(0, Math.floor(to - from - left)) }));
  const taken = (y) => cuts.reduce((sum, { from, height, cut }) => sum + Math.min(1, Math.max(0, (y - from) / height)) * cut, 0);
  const raised = (item) => {
    if (!item.rows) return item;
    const [from, to] = item.rows;
    const up = taken(from);
    const next = { ...item, rows: [from - up, to - taken(to)] };
    if (item.matrix) next.matrix = item.matrix.with(5, item.matrix[5] - up);
    else next.y -= up;
    if (item.holds) next.height -= taken(to) - up;
    return next;
  };
  return { ...frame, height: frame.height - taken(frame.height), items: frame.items.map(raised) };
}

/** @returns {object} a frame from readFrame without tall empty rows */
export const closedUp = (frame) => shortened(frame, emptyRows(frame.items), BETWEEN);

/** @returns {object} the same without the rows of its controls alone: what is said later in a film has its place still */
export const withoutControls = (frame) => shortened(frame, inBoth(emptyRows(frame.items), joined(frame.controls)), 0);
