// The timeline: the loss and the task's other measure over the epochs, and a slider to move through them.

import { fitCanvas } from '../shared/surface.js';
import { drawCurves, drawCursor, layoutChart } from '../shared/chart.js';
import { lastEpoch } from '../model/history.js';
import { axisOf, measuresOf } from '../shared/measures.js';

const STACKED_BELOW = 560; // CSS pixels
const LOSS_SHARE = 0.65;

/** Layouts of the two charts side by side, or one above the other where it is narrow. */
export function layoutTimeline(width, height, header) {
  const stacked = width < STACKED_BELOW;
  const xRange = [0, Math.max(1, header.epochs)];
  const shared = { xRange, xLabel: 'epoch' };
  const [loss, measure] = measuresOf(header).map((key) => ({ ...shared, ...axisOf(header, key) }));
  const half = height / 2;
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

/**
 * Bring the slider to life.
 * @param {{slider: HTMLElement, curves: HTMLCanvasElement, cursor: HTMLCanvasElement}} elements
 * @param {{onDragStart: () => void, onSeek: (epoch: number) => void}} options
 * @returns {{resize, redraw, moveCursor}}
 */
export function createTimeline({ slider, curves, cursor }, { onDragStart, onSeek }) {
  let layouts = [];
  let series = [[], []];
  let curvesSurface = null;
  let cursorSurface = null;
  let dragged = null; // the chart the pointer went down in

  const pointerEpoch = (event) => dragged.xAt(event.clientX - slider.getBoundingClientRect().left);

  slider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || layouts.length === 0) return;
    const box = slider.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const [first, second] = layouts;
    dragged = x >= second.left && y >= second.top ? second : first;
    slider.setPointerCapture(event.pointerId);
    onDragStart();
    onSeek(pointerEpoch(event));
  });
  slider.addEventListener('pointermove', (event) => {
    if (dragged) onSeek(pointerEpoch(event));
  });
  const letGo = () => {
    dragged = null;
  };
  slider.addEventListener('pointerup', letGo);
  slider.addEventListener('pointercancel', letGo);

  /** Fit to the size the style gives. */
  function resize(header) {
    curvesSurface = fitCanvas(curves);
    cursorSurface = fitCanvas(cursor);
    layouts = layoutTimeline(curvesSurface.width, curvesSurface.height, header);
  }

  /**
   * Draw the curves: after new rows, another theme or another size.
   * @param {object[]} others the losses of other runs, as series
   * @param {number[]} edited the epochs at which parameters were changed by hand
   */
  function redraw(header, history, theme, others, edited) {
    const { ctx, width, height } = curvesSurface;
    const colors = theme.palette.series;
    series = measuresOf(header).map((measure) => seriesOf(header, history, measure, colors));
    ctx.clearRect(0, 0, width, height);
    const diverged = header.diverged_at;
    const ends = diverged === null || diverged === undefined ? [] : [{ x: diverged, label: `diverged at epoch ${diverged}` }];
    const marks = [...ends, ...edited.map((epoch) => ({ x: epoch, label: `changed at epoch ${epoch}` }))];
    const untrained = history.rows <= 1 && !header.training && !header.complete;
    const notes = { marks, hint: untrained ? 'not trained yet' : '' };
    const loaded = header.complete && ends.length === 0 ? header.epochs : lastEpoch(history);
    drawCurves(ctx, layouts[0], [...others, ...series[0]], loaded, theme, notes);
    drawCurves(ctx, layouts[1], series[1], loaded, theme, { ...notes, hint: '' });
  }

  /** Put the cursor at an epoch. */
  function moveCursor(epoch, theme) {
    const { ctx, width, height } = cursorSurface;
    ctx.clearRect(0, 0, width, height);
    layouts.forEach((layout, i) => drawCursor(ctx, layout, series[i], epoch, theme));
  }

  return { resize, redraw, moveCursor };
}
