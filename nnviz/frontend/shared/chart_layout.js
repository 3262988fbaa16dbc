// Where a small line chart puts its axes. DOM-free.

import { brief } from './format.js';

const LABEL_WIDTH = 6.6; // of one character at 11 px, generously
const LINE = 15;

/**
 * Round numbers across a range.
 * @param {number} low
 * @param {number} high
 * @param {number} most how many at most
 * @param {boolean} whole only whole numbers
 * @returns {number[]} rising, within [low, high]
 */
export function niceTicks(low, high, most, whole = false) {
  if (!(high > low) || most < 1) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999);
  const step = Math.max(factor * power, whole ? 1 : 0);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i += 1) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Round numbers across a logarithmic range: powers of ten, or 1, 2 and 5 times these where it is short.
 * @param {number} low > 0
 * @param {number} high
 * @param {number} most how many at most
 * @returns {number[]} rising, within [low, high]; [low] if there is none
 */
export function logTicks(low, high, most) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  const factors = 3 * (decades + 1) <= most ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, most)));
  const ticks = [];
  for (let power = last; power >= first - 1; power -= every) {
    ticks.unshift(...factors.map((factor) => Number(`${factor}e${power}`)));
  }
  const within = ticks.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  return within.length > 0 ? within : [low];
}

/** Counts across an axis of log(1 + x) from 0: 0, 1, 2, 5, 10, … as far as they stand apart. */
function countTicks(high, most) {
  if (high < 1) return [0];
  const room = Math.log1p(high) / Math.max(2, most);
  const ticks = [0];
  for (const value of logTicks(1, high, 3 * Math.ceil(Math.log10(high) + 2))) {
    if (Math.log1p(value) - Math.log1p(ticks.at(-1)) >= room) ticks.push(value);
  }
  return ticks;
}

const plain = (value) => brief(value, Number.isInteger(value) ? 1 : 3);

/**
 * Lay out a chart.
 * @param {object} request
 * @param {number} request.width CSS pixels
 * @param {number} request.height CSS pixels
 * @param {number[]} request.xRange [low, high]
 * @param {number[]} request.yRange [low, high]
 * @param {string} request.xLabel
 * @param {string} request.yLabel name and unit; stands above the axis, written level
 * @param {number} [request.left] where the chart begins on its canvas
 * @param {number} [request.top]
 * @param {(value: number) => string} [request.yFormat]
 * @param {boolean} [request.wholeX] ticks on whole numbers only
 * @param {boolean} [request.wholeY]
 * @param {boolean} [request.xLog] a logarithmic axis of counts from 0: log(1 + x)
 * @param {boolean} [request.yLog] a logarithmic axis; what is not above 0 lies at −∞
 * @param {number} [request.gutter] room for the y labels, for charts that must be aligned
 * @returns {object} plot {left, top, right, bottom}, x(value), y(value) → pixels, xAt(pixel) → value,
 *   xTicks and yTicks [{value, label, at}], and the request's own fields
 */
export function layoutChart(request) {
  const { width, height, xRange, yRange, left = 0, top = 0, wholeX = true, wholeY = false, xLog = false, yLog = false } = request;
  const { yFormat = yLog ? (value) => brief(value, 1) : plain } = request;
  const rows = Math.max(1, Math.floor((height - 3 * LINE) / 30));
  const yValues = yLog ? logTicks(...yRange, rows) : niceTicks(...yRange, rows, wholeY);
  const { gutter = 8 + LABEL_WIDTH * Math.max(...yValues.map((value) => yFormat(value).length)) } = request;
  const plot = {
    left: left + gutter,
    top: top + LINE + 10,
    right: left + width - 12,
    bottom: top + height - 2 * LINE - 2,
  };
  const [alongX, backFromX] = xLog ? [Math.log1p, Math.expm1] : [(value) => value, (value) => value];
  const xSpan = alongX(xRange[1]) - alongX(xRange[0]) || 1;
  const onAxis = yLog ? (value) => Math.log(Math.max(0, value)) : (value) => value;
  const floor = onAxis(yRange[0]);
  const ySpan = onAxis(yRange[1]) - floor || 1;
  const x = (value) => plot.left + ((alongX(value) - alongX(xRange[0])) / xSpan) * (plot.right - plot.left);
  const y = (value) => plot.bottom - ((onAxis(value) - floor) / ySpan) * (plot.bottom - plot.top);
  const xAt = (pixel) => backFromX(alongX(xRange[0]) + ((pixel - plot.left) / (plot.right - plot.left)) * xSpan);
  const columns = Math.max(1, Math.floor((plot.right - plot.left) / 56));
  const xValues = xLog ? countTicks(xRange[1], columns) : niceTicks(xRange[0], xRange[1], columns, wholeX);
  return {
    ...request,
    left,
    top,
    plot,
    x,
    y,
    xAt,
    xTicks: xValues.map((value) => ({ value, label: plain(value), at: x(value) })),
    yTicks: yValues.map((value) => ({ value, label: yFormat(value), at: y(value) })),
  };
}

/**
 * Binary search in a rising array.
 * @param {ArrayLike<number>} values
 * @param {number} x
 * @param {number} [length] how many of the values count
 * @returns {number} index of the last value <= x; 0 if there is none
 */
export function lastAtOrBefore(values, x, length = values.length) {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The tangent of a curve as it lies on the screen.
 * @param {{x: Function, y: Function}} scale value → pixels
 * @param {{x: number, y: number, slope: number}} point slope = dy/dx there
 * @param {number} halfLength pixels to each side
 * @returns {number[][]} its two ends [x, y] in pixels, the left one first
 */
export function tangentEnds(scale, { x, y, slope }, halfLength) {
  const [px, py] = [scale.x(x), scale.y(y)];
  const dx = scale.x(x + 1) - px;
  const dy = slope * (scale.y(y + 1) - py);
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [(halfLength * dx) / length, (halfLength * dy) / length];
  return [[px - ux, py - uy], [px + ux, py + uy]];
}
