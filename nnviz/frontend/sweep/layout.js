// Where the map, its slider, its slices and its colour bar lie; all share one axis of rates. DOM-free.

import { layoutChart, logTicks } from '../shared/chart_layout.js';
import { scoreAxis } from '../shared/measures.js';
import { share } from './scale.js';
import { curveTitle, guessText, marksOf, rateText, scaleTitle, sliceTitle } from './words.js';

/** Room for the labels of the y axes, the same for every chart. */
const GUTTER = 46;
/** Room above the plots for the labels of marks. */
const MARKS = 18;
/** Width of the slider's thumb, as in player.css. */
export const THUMB = 20;
const SWATCH = 16;
const MARGIN = 12; // right of the plots
const GAP = 10; // between two labels

/**
 * Where a rate lies among the columns of a rising grid.
 * @param {number[]} rates
 * @param {number} rate
 * @returns {number} whole for a rate of the grid, between the columns in proportion to the logarithm
 */
export function columnOf(rates, rate) {
  if (rates.length === 1) return 0;
  let i = rates.findLastIndex((value) => value <= rate);
  i = Math.min(rates.length - 2, Math.max(0, i));
  return i + Math.log(rate / rates[i]) / Math.log(rates[i + 1] / rates[i]);
}

/** Ticks of the axis of rates, as many as can be labelled. */
function rateTicks(rates, layout) {
  const width = layout.plot.right - layout.plot.left;
  const values = rates.length === 1 ? rates : logTicks(rates[0], rates.at(-1), Math.max(2, Math.floor(width / 42)));
  return values.map((value) => ({ value, label: rateText(value), at: layout.x(columnOf(rates, value)) }));
}

/** A chart over the rates: x counts columns, and column i is `columnWidth` wide around x(i). */
function overRates(record, { width, height, measure }, request) {
  const { rates } = record;
  const layout = layoutChart({
    width,
    height: height - MARKS,
    top: MARKS,
    gutter: GUTTER,
    xRange: [-0.5, rates.length - 0.5],
    xLabel: 'learning rate η (logarithmic)',
    ...request,
  });
  const columnWidth = (layout.plot.right - layout.plot.left) / rates.length;
  const placed = { ...layout, top: 0, columnWidth, xTicks: rateTicks(rates, layout) };
  return { ...placed, marks: placeMarks(marksOf(record), placed, measure) };
}

/**
 * The map: epochs over learning rates. Epoch e reaches from e − ½ to e + ½.
 * @param {object} record from readSweep
 * @param {{width: number, height: number, measure: (text: string) => number}} room in CSS pixels
 */
export function layoutMap(record, room) {
  return overRates(record, room, { yRange: [-0.5, record.epochs + 0.5], yLabel: 'epoch', wholeY: true });
}

/** The losses at the end over the learning rates. */
export function layoutLosses(record, room) {
  return overRates(record, room, { yRange: record.lossRange, yLog: true, yLabel: sliceTitle(record), terms: { y: 'loss' } });
}

/** The test scores at the end over the learning rates. */
export function layoutScores(record, room) {
  const axis = scoreAxis(record.score.measure);
  return overRates(record, room, { ...axis, yLabel: `final test ${record.score.label}` });
}

/** The loss of one run over its epochs. */
export function layoutCurve(record, { width, height }) {
  return layoutChart({
    width,
    height,
    gutter: GUTTER,
    xRange: [0, record.epochs],
    yRange: record.lossRange,
    yLog: true,
    xLabel: 'epoch',
    yLabel: curveTitle(record),
  });
}

/** The column of a layout over `count` rates that is under, or nearest to, a pixel. */
export const columnAt = (layout, pixel, count) => Math.min(count - 1, Math.max(0, Math.round(layout.xAt(pixel))));

/**
 * The kept row of the map at a pixel.
 * @param {object} layout from layoutMap
 * @param {ArrayLike<number>} bounds from strips
 * @param {number} pixel y
 * @returns {number | null} null outside what is trained
 */
export function rowAt({ plot, yRange }, bounds, pixel) {
  const epoch = yRange[0] + ((plot.bottom - pixel) / (plot.bottom - plot.top)) * (yRange[1] - yRange[0]);
  const rows = bounds.length - 1;
  if (!(epoch >= bounds[0] && epoch <= bounds[rows])) return null;
  let row = 0;
  while (row < rows - 1 && bounds[row + 1] <= epoch) row += 1;
  return row;
}

/**
 * Where the slider stands, so that the middle of its thumb lies over the middle of each column.
 * @returns {{left: number, width: number}} pixels
 */
export function sliderBox({ plot, columnWidth }) {
  const left = plot.left + columnWidth / 2 - THUMB / 2;
  return { left, width: plot.right - plot.left - columnWidth + THUMB };
}

/**
 * Put the marks' labels above a plot, each as near to its mark as it can be without touching another.
 * Where there is no room for all, the first ones are left out; where there is not for the rest, the labels are the short ones.
 * @param {object[]} marks from marksOf
 * @param {object} layout
 * @param {(text: string) => number} measure width of a text in pixels
 * @returns {object[]} marks from left to right with left, right, textLeft and textWidth in pixels
 */
export function placeMarks(marks, layout, measure) {
  const room = { left: layout.plot.left, right: layout.plot.right };
  let placed = marks.map((mark) => ({
    ...mark,
    left: layout.x(mark.from),
    right: layout.x(mark.to),
    textWidth: measure(mark.label),
  }));
  const needed = (list) => list.reduce((sum, { textWidth }) => sum + textWidth + GAP, -GAP);
  const isTight = () => needed(placed) > room.right - room.left;
  while (isTight() && placed[0].short === undefined) placed = placed.slice(1);
  if (isTight()) placed = placed.map((mark) => ({ ...mark, label: mark.short, textWidth: measure(mark.short) }));
  while (isTight()) placed = placed.slice(1);
  placed.sort((a, b) => a.left + a.right - b.left - b.right);
  let free = room.left;
  for (const mark of placed) {
    mark.textLeft = Math.max(free, (mark.left + mark.right - mark.textWidth) / 2);
    free = mark.textLeft + mark.textWidth + GAP;
  }
  let limit = room.right;
  for (const mark of placed.toReversed()) {
    mark.textLeft = Math.min(mark.textLeft, limit - mark.textWidth);
    limit = mark.textLeft - GAP;
  }
  return placed;
}

/** Where the title of the colour bar begins, as the place of its term. */
export const scaleSpot = (measure) => ({ form: 'training loss', left: 2, top: 1, width: measure('training loss'), height: 14 });

/**
 * The colour bar, level, with its legend.
 * @param {object} record
 * @param {{width: number, measure: (text: string) => number}} room in CSS pixels
 * @returns {object} title; bar {left, right, top, bottom}; ticks [{label, at, align}]; guess {label, at, textLeft};
 *   diverged {left, label}
 */
export function layoutScale(record, { width, measure }) {
  const { lossRange, guess } = record;
  const words = 'diverged';
  const diverged = { label: words, left: width - MARGIN - SWATCH - 6 - measure(words) };
  const bar = { left: GUTTER, right: Math.min(diverged.left - 26, GUTTER + 420), top: 36, bottom: 48 };
  const x = (loss) => bar.left + share(loss, lossRange) * (bar.right - bar.left);
  const inner = logTicks(...lossRange, Math.max(2, Math.floor((bar.right - bar.left) / 46)));
  const [low, high] = lossRange;
  const free = inner.filter((value) => x(value) - x(low) > 44 && x(high) - x(value) > 36);
  const label = guessText(record);
  const at = x(guess.cost);
  return {
    title: scaleTitle(record),
    bar,
    ticks: [
      { label: `≤ ${rateText(low)}`, at: x(low) },
      ...free.map((value) => ({ label: rateText(value), at: x(value) })),
      { label: `≥ ${rateText(high)}`, at: x(high) },
    ],
    guess: { label, at, textLeft: Math.min(at - 6, width - measure(label)) },
    diverged,
  };
}
