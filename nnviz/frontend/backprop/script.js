// The steps of the film, in their order, and where in it a position is. DOM-free.

/** The parts of the way, as they are headed on the rail of steps. */
export const PARTS = ['Forward', 'Loss', 'Backward', 'Update', 'Again'];

const from = (first, last, make) => Array.from({ length: last - first + 1 }, (_, i) => make(first + i)).flat();
const down = (first, last, make) => from(first, last, (l) => make(first + last - l));

const forward = (depth) => from(1, depth, (layer) => {
  const last = layer === depth;
  return [
    { part: 'Forward', kind: 'sum', layer, result: `z${layer}` },
    last ? { part: 'Forward', kind: 'softmax', layer, result: 'p' } : { part: 'Forward', kind: 'activation', layer, result: `a${layer}` },
  ];
});

const backward = (depth) => down(1, depth, (layer) => [
  layer === depth
    ? [{ part: 'Backward', kind: 'delta_last', layer, result: `delta${layer}` }]
    : [
      { part: 'Backward', kind: 'blame', layer, result: `blame${layer}` },
      { part: 'Backward', kind: 'delta', layer, result: `delta${layer}` },
    ],
  [
    { part: 'Backward', kind: 'weights', layer, result: `dW${layer}` },
    { part: 'Backward', kind: 'biases', layer, result: `db${layer}` },
  ],
].flat());

/** The entries of matrices that a step tells one after another: [{name, row, column}]. */
function entriesOf(film, { result, kind }) {
  const names = { loss: ['losses', 'loss'], again: ['losses_after', 'loss_after'], batch: [] }[kind] ?? [result];
  return names.flatMap((name) => {
    const { rows, columns } = film.matrix(name);
    return Array.from({ length: rows * columns }, (_, i) => ({ name, row: Math.floor(i / columns), column: i % columns }));
  });
}

/**
 * The steps of a film: {part, kind, layer, result, entries}.
 * @param {object} film from readFilm
 */
export function scriptOf(film) {
  const { depth } = film;
  const steps = [
    { part: 'Forward', kind: 'batch', layer: 0, result: 'x' },
    ...forward(depth),
    { part: 'Loss', kind: 'loss', layer: depth, result: 'loss' },
    ...backward(depth),
    ...from(1, depth, (layer) => [{ part: 'Update', kind: 'update', layer, result: `after${layer}` }]),
    { part: 'Again', kind: 'again', layer: depth, result: 'loss_after' },
  ];
  return steps.map((step) => ({ ...step, entries: entriesOf(film, step) }));
}

/**
 * What a position of the film shows: between one step and the next, the step's entries one after another.
 * @param {object[]} script from scriptOf
 * @param {number} position 0 to the number of steps
 * @returns {{index: number, step: object, at: number, entry: object | null}} at: which of the entries
 */
export function momentAt(script, position) {
  const index = Math.min(Math.floor(position), script.length - 1);
  const step = script[index];
  const count = step.entries.length;
  const at = Math.max(0, Math.min(Math.floor((position - index) * count + 1e-9), count - 1));
  return { index, step, at, entry: step.entries[at] ?? null };
}

/** The position that shows an entry of a step: at its beginning, so that the first is where the step begins. */
export const positionOf = (script, index, at) => index + at / Math.max(1, script[index].entries.length);

/** The names of the matrices that are known once a step has been made. */
export const knownAt = (script, index) => new Set(['x', 'y', ...script.slice(0, index + 1).flatMap(({ result, entries }) => [result, ...entries.map(({ name }) => name)])]);

/** The kinds of our own lines; the loop of the way back ends before the first layer. */
function lineKind({ kind, layer }, { depth }) {
  if (kind === 'sum' && layer === depth) return 'sum_last';
  if (kind === 'weights' || kind === 'biases') return layer === 1 ? 'gradient_first' : 'gradient';
  return kind;
}

/** Our own lines that make a step. */
export const linesOf = (film, step) => film.lines[lineKind(step, film)];

const SECONDS = { first: 2.4, entry: 0.7, most: 9 };

/** How long a step is looked at, in seconds: long enough to read, and for each of its entries a moment. */
export const secondsOf = ({ entries }) => Math.min(SECONDS.most, SECONDS.first + SECONDS.entry * entries.length);

/** A pace at which every step has its time. */
export const scriptPace = (script) => (position, seconds) => {
  let [at, left] = [position, seconds];
  while (left > 0 && at < script.length) {
    const length = secondsOf(script[Math.floor(at)]);
    const rest = (Math.floor(at) + 1 - at) * length;
    if (left < rest) return at + left / length;
    at = Math.floor(at) + 1;
    left -= rest;
  }
  return at;
};
