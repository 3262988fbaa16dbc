// A sweep as it arrives: the losses of A learning rates × B seeds, and what they say. DOM-free.

/** A rate that ends above this share of its first loss has hardly learned. */
const HARDLY_LEARNED = 0.9;

const orInfinity = (value) => (Number.isFinite(value) ? value : Infinity);

/**
 * @param {ArrayLike<number>} values at least one
 * @returns {{low: number, median: number, high: number}} what is not finite counts as ∞, so the
 *   median is ∞ where at least half of the values are not finite; of an even number it is the mean
 *   of the two in the middle
 */
export function spread(values) {
  const sorted = Array.from(values, orInfinity).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { low: sorted[0], median, high: sorted.at(-1) };
}

/** The spread over the seeds at each rate, of values [A, B] from `offset` on. */
function spreads(values, offset, rates, seeds) {
  const all = Array.from({ length: rates }, (_, a) => spread(values.subarray(offset + a * seeds, offset + (a + 1) * seeds)));
  return { low: all.map(({ low }) => low), median: all.map(({ median }) => median), high: all.map(({ high }) => high) };
}

/** Median loss over the seeds, [rows, A]; the rows that `before` has already are taken from it. */
function mediansOf(losses, rows, rates, seeds, before) {
  const medians = new Float32Array(rows * rates);
  medians.set(before);
  for (let cell = before.length; cell < medians.length; cell += 1) {
    medians[cell] = spread(losses.subarray(cell * seeds, (cell + 1) * seeds)).median;
  }
  return medians;
}

/** How many rates, from the smallest on, end hardly below where they began. */
function hardlyLearned(final, start) {
  const learned = final.findIndex((loss, a) => !(Number.isFinite(loss) && loss > HARDLY_LEARNED * start[a]));
  return learned < 0 ? final.length : learned;
}

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @param {object | null} before the record shown so far; of the same sweep, its medians are kept, of any its colours
 * @returns {object} record: the header's run, training, complete, epochs, guess, score, palette …; rates [A], seeds [B],
 *   focus (index of the seed drawn in full), rows, kept (the epoch of each row), last (epoch), losses
 *   [rows, A, B], medians [rows, A] (∞: diverged), final (spread over the seeds of the last training
 *   loss), stuck (how many rates hardly learned); where complete also testLosses [rows, A] of the
 *   focus, finalTests and finalScores [A, B], and their spreads test and scores; else null
 */
export function readSweep({ header, arrays }, before = null) {
  const [rows, rates, seeds] = arrays.train_loss.shape;
  const losses = arrays.train_loss.data;
  const known = before?.run === header.run && before.rows <= rows ? before.medians : [];
  const medians = mediansOf(losses, rows, rates, seeds, known);
  const final = spreads(losses, (rows - 1) * rates * seeds, rates, seeds);
  const finalTests = arrays.final_test_loss?.data ?? null;
  const finalScores = arrays.final_test_score?.data ?? null;
  return {
    run: header.run,
    training: header.training,
    complete: header.complete,
    epochs: header.epochs,
    rates: header.learning_rates,
    seeds: header.seeds,
    focus: header.seed,
    best: header.best,
    edge: header.edge,
    guess: header.guess,
    score: header.score,
    lossLabel: header.loss.label,
    lossUnit: header.loss.unit,
    unitWords: header.loss.unit_words,
    lossRange: header.loss_range,
    palette: header.scenery?.palette ?? before.palette,
    rows,
    kept: arrays.epochs.data,
    last: arrays.epochs.data[rows - 1],
    losses,
    medians,
    final,
    stuck: header.complete ? hardlyLearned(final.median, medians) : 0,
    testLosses: arrays.test_loss?.data ?? null,
    finalTests,
    finalScores,
    test: finalTests && spreads(finalTests, 0, rates, seeds),
    scores: finalScores && scoreSpreads(finalScores, rates, seeds),
  };
}

/** Spread of the scores [A, B] of the runs that did not diverge; NaN where none is left. */
function scoreSpreads(values, rates, seeds) {
  const all = Array.from({ length: rates }, (_, a) => {
    const finite = values.subarray(a * seeds, (a + 1) * seeds).filter(Number.isFinite);
    return finite.length > 0 ? spread(finite) : { low: NaN, median: NaN, high: NaN };
  });
  return { low: all.map(({ low }) => low), median: all.map(({ median }) => median), high: all.map(({ high }) => high) };
}

/**
 * Whether a block brings nothing: it is of the same sweep, but from before what is shown.
 * @param {object | null} record
 * @param {{header: object, arrays: object}} block
 */
export const isLate = (record, { header, arrays }) => record?.run === header.run && arrays.train_loss.shape[0] < record.rows;

/** Whether a block leaves out its colours, and none have come before. */
export const lacksScenery = (record, { header }) => !header.scenery && !record;

/** @returns {'empty' | 'training' | 'complete'} how far a sweep is; null: there is none */
export function stateOf(record) {
  if (!record) return 'empty';
  if (record.complete) return 'complete';
  return record.training || record.rows > 1 ? 'training' : 'empty';
}

/** Training losses of one run, [rows]. */
export function lossesOf({ losses, rows, rates, seeds }, rate, seed) {
  return Float32Array.from({ length: rows }, (_, row) => losses[(row * rates.length + rate) * seeds.length + seed]);
}

/** Test losses of the run in focus at one rate, [rows]; null before they are there. */
export function testLossesOf({ testLosses, rows, rates }, rate) {
  return testLosses && Float32Array.from({ length: rows }, (_, row) => testLosses[row * rates.length + rate]);
}

/** The first kept epoch at which a run's training loss is not finite, or null. */
export function divergedAt(record, rate, seed) {
  const row = lossesOf(record, rate, seed).findIndex((loss) => !Number.isFinite(loss));
  return row < 0 ? null : record.kept[row];
}

/**
 * The stretch of epochs that each row stands for: up to half-way to its neighbours.
 * @returns {Float64Array} [rows + 1], rising; what is complete reaches to the end, also where all
 *   runs diverged before
 */
export function strips({ kept, rows, last, epochs, complete }) {
  const bounds = new Float64Array(rows + 1);
  bounds[0] = -0.5;
  for (let row = 1; row < rows; row += 1) bounds[row] = (kept[row - 1] + kept[row]) / 2;
  bounds[rows] = (complete ? epochs : last) + 0.5;
  return bounds;
}

/**
 * Where the map shows a diverged run: stretches of epochs in each column.
 * @returns {{column: number, from: number, to: number}[]}
 */
export function divergedStretches(record) {
  const { medians, rows, rates } = record;
  const bounds = strips(record);
  const found = [];
  for (let column = 0; column < rates.length; column += 1) {
    let from = null;
    for (let row = 0; row <= rows; row += 1) {
      const diverged = row < rows && medians[row * rates.length + column] === Infinity;
      if (diverged && from === null) from = bounds[row];
      if (!diverged && from !== null) {
        found.push({ column, from, to: bounds[row] });
        from = null;
      }
    }
  }
  return found;
}

/** What the runs at one rate and kept row are: losses over the seeds, and how many diverged. */
export function cellAt({ losses, kept, rates, seeds }, column, row) {
  const from = (row * rates.length + column) * seeds.length;
  const values = losses.subarray(from, from + seeds.length);
  const finite = values.filter(Number.isFinite);
  return { epoch: kept[row], spread: spread(values), diverged: values.length - finite.length, finite };
}
