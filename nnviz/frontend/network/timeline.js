// The timeline: the loss and the task's other measure over the epochs, and a slider to move through them.

import { element } from '../shared/elements.js';
import { fitCanvas, pointIn, textMeasure } from '../shared/surface.js';
import { drawCurves, drawCursor, layoutChart } from '../shared/chart.js';
import { lastEpoch } from '../model/history.js';
import { axisOf, measuresOf } from '../shared/measures.js';
import { axisSpots, createSpots } from '../shared/terms.js';
import { epochName } from './time_axis.js';

const STACKED_BELOW = 560; // CSS pixels
const LEAST_HEIGHT = 120; // of one of two charts; where there is no room for both, the second lies below the edge
const LOSS_SHARE = 0.65;

/** What a click on an axis changes has this sign beside its name. */
const CHANGES = '⇄';
const named = (name, log) => `${name}${log ? ', logarithmic' : ''} ${CHANGES}`;

/** The range of a logarithmic axis that holds all that is above 0. */
function logRange(history, names, top) {
  const values = names.flatMap((name) => Array.from(history.curves[name].subarray(0, history.rows)));
  const low = values.reduce((least, value) => (value > 0 && value < least ? value : least), top);
  return [Math.min(low, top / 10) / 1.3, top];
}

/**
 * Layouts of the two charts side by side, or one above the other where it is narrow.
 * @param {{time: {end: number, log: boolean}, lossLog: boolean}} axes time: from timeAxis
 */
export function layoutTimeline(width, height, header, history, axes) {
  const stacked = width < STACKED_BELOW;
  const shared = { xRange: [0, axes.time.end], xLog: axes.time.log, xLabel: `${epochName(axes.time)} ${CHANGES}` };
  const [loss, measure] = measuresOf(header).map((key) => ({ ...shared, ...axisOf(header, key) }));
  loss.yLabel = named(loss.yLabel, axes.lossLog);
  measure.xLabel = epochName(axes.time);
  if (axes.lossLog) {
    const names = header.curves.filter((curve) => curve.measure === 'loss').map(({ name }) => name);
    Object.assign(loss, { yLog: true, yRange: logRange(history, names, loss.yRange[1]) });
  }
  const half = Math.max(height / 2, LEAST_HEIGHT);
  if (stacked) {
    return [
      layoutChart({ ...loss, width, height: half }),
      layoutChart({ ...measure, width, height: half, top: half }),
    ];
  }
  const left = Math.round(width * LOSS_SHARE);
  return [
    layoutChart({ ...loss, width: left, height }),
    layoutChart({ ...measure, width: width - left - 8, height, left: left + 8 }),
  ];
}

const DASHES = { train: [], test: [5, 4] };

function seriesOf({ curves }, history, wanted, colors) {
  const x = history.epochs.subarray(0, history.rows);
  return curves.filter(({ measure }) => measure === wanted).map(({ name, side }) => ({
    label: side, dash: DASHES[side], x, y: history.curves[name].subarray(0, history.rows), color: colors[side],
  }));
}

/** A button over the name of an axis, which explains what it changes. */
function createAxisButton(slider, name, onClick) {
  const button = element('button', 'axis-button', { type: 'button', 'aria-label': `Logarithmic ${name} axis`, 'data-term': 'logarithmic' });
  button.addEventListener('click', onClick);
  slider.after(button); // not within it: a slider has no parts that one can press

  function place({ left, top, width, height }, pressed) {
    Object.assign(button.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    button.setAttribute('aria-pressed', String(pressed));
  }
  return place;
}

/**
 * Bring the slider to life.
 * @param {{slider: HTMLElement, curves: HTMLCanvasElement, cursor: HTMLCanvasElement}} elements
 * @param {{onDragStart: () => void, onSeek: (epoch: number, dragged: boolean) => void,
 *   onAxis: (axis: 'time' | 'loss') => void}} options onAxis: the viewer wants it the other way
 * @returns {{resize, redraw, moveCursor}}
 */
export function createTimeline({ slider, curves, cursor }, { onDragStart, onSeek, onAxis }) {
  const placeTime = createAxisButton(slider, 'epoch', () => onAxis('time'));
  const placeLoss = createAxisButton(slider, 'loss', () => onAxis('loss'));
  const spots = createSpots(slider.parentElement, curves);
  let layouts = [];
  let series = [[], []];
  let curvesSurface = null;
  let cursorSurface = null;
  let dragged = null; // the chart the pointer went down in

  const pointerEpoch = (event) => dragged.xAt(pointIn(slider, event)[0]);

  slider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || layouts.length === 0) return;
    const [x, y] = pointIn(slider, event);
    const [first, second] = layouts;
    const chart = x >= second.left && y >= second.top ? second : first;
    if (y > chart.plot.bottom + 2) {
      onAxis('time');
      return;
    }
    if (chart === first && x < chart.plot.left - 4) {
      onAxis('loss');
      return;
    }
    dragged = chart;
    slider.setPointerCapture(event.pointerId);
    onDragStart();
    onSeek(pointerEpoch(event), false);
  });
  slider.addEventListener('pointermove', (event) => {
    if (dragged) onSeek(pointerEpoch(event), true);
  });
  const letGo = () => {
    dragged = null;
  };
  slider.addEventListener('pointerup', letGo);
  slider.addEventListener('pointercancel', letGo);

  /** Fit to the size the style gives. */
  function resize() {
    curvesSurface = fitCanvas(curves);
    cursorSurface = fitCanvas(cursor);
  }

  /**
   * Draw the curves: after new rows, another theme or another size.
   * @param {{time: object, lossLog: boolean}} axes as for layoutTimeline
   * @param {object[]} others the losses of other runs, as series
   * @param {number[]} edited the epochs at which parameters were changed by hand
   */
  function redraw(header, history, theme, axes, others, edited) {
    const { ctx, width, height } = curvesSurface;
    layouts = layoutTimeline(width, height, header, history, axes);
    const { left, top, plot } = layouts[0];
    placeTime({ left: (plot.left + plot.right) / 2 - 70, top: plot.bottom + 17, width: 140, height: 18 }, axes.time.log);
    placeLoss({ left, top, width: Math.min(260, width / 2), height: 18 }, axes.lossLog);
    const colors = theme.palette.series;
    series = measuresOf(header).map((measure) => seriesOf(header, history, measure, colors));
    ctx.clearRect(0, 0, width, height);
    const diverged = header.diverged_at;
    const ends = diverged === null || diverged === undefined ? [] : [{ x: diverged, label: `diverged at epoch ${diverged}` }];
    const marks = [...ends, ...edited.map((epoch) => ({ x: epoch, label: `changed at epoch ${epoch}` }))];
    const untrained = history.rows <= 1 && !header.training && !header.complete;
    const notes = { marks, hint: untrained ? 'not trained yet' : '' };
    const loaded = lastEpoch(history);
    drawCurves(ctx, layouts[0], [...others, ...series[0]], loaded, theme, notes);
    drawCurves(ctx, layouts[1], series[1], loaded, theme, { ...notes, hint: '' });
    spots(axisSpots(layouts[1], textMeasure(theme.font)));
  }

  /** Put the cursor at an epoch. */
  function moveCursor(epoch, theme) {
    const { ctx, width, height } = cursorSurface;
    ctx.clearRect(0, 0, width, height);
    layouts.forEach((layout, i) => drawCursor(ctx, layout, series[i], epoch, theme));
  }

  return { resize, redraw, moveCursor };
}
