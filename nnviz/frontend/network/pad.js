// A pad to draw a digit on, and what the data would have of it: 8 × 8 pixels.

import { KEYS, ALLOWED, NO_ROOM, penText, preparedText } from './words_pad.js';
import { drawBlocks, drawDots, inkScale, showPixels } from './draw_pad.js';
import { element, setText } from '../shared/elements.js';
import { BLOCK, DRAWN, SIDE, dotsOf, pixelsOf, prepared } from '../model/ink.js';
import { drawingOf, strokesOn, textOf, withWay } from '../model/drawing.js';
import { pointIn } from '../shared/surface.js';
import { DONE, REFUSED } from '../shared/view.js';

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function createElements() {
  const pad = element('canvas', 'pad-canvas', {
    role: 'application', tabindex: '0', 'aria-label': 'Draw a digit', 'aria-roledescription': 'drawing pad', 'data-testid': 'pad',
  });
  const made = element('canvas', 'pad-made', { role: 'img', 'aria-label': 'The drawing as the data were prepared' });
  const cells = Array.from({ length: SIDE * SIDE }, () => element('td', 'pad-pixel'));
  const rows = Array.from({ length: SIDE }, (_, row) => element('tr', '', {}, cells.slice(row * SIDE, (row + 1) * SIDE)));
  const back = element('button', 'film-button', { type: 'button' }, ['Take back']);
  const clear = element('button', 'film-button', { type: 'button' }, ['Clear']);
  const said = element('p', 'pad-said', { role: 'status' });
  const pen = element('span', 'pad-pen', { 'aria-hidden': 'true', 'data-picture': 'no', hidden: '' });
  const place = element('p', 'visually-hidden', { 'aria-live': 'polite' });
  const root = element('div', 'pad', { role: 'group', 'aria-label': 'Drawing pad' }, [
    element('div', 'pad-pictures', {}, [
      element('figure', 'pad-picture', {}, [element('figcaption', '', {}, [`Draw a digit: ${DRAWN} × ${DRAWN} dots`]),
        element('div', 'pad-box', {}, [pad, pen]),
        element('div', 'pad-row', {}, [back, clear])]),
      element('figure', 'pad-picture', {}, [element('figcaption', '', {}, ['Stretched to the box, upright']), made]),
      element('table', 'pad-pixels', { 'data-testid': 'pad-pixels' }, [
        element('caption', '', {}, [`Dark dots per block of ${BLOCK} × ${BLOCK}`]), element('tbody', '', {}, rows),
      ]),
    ]),
    said, element('p', 'pad-keys', {}, [KEYS]), place,
  ]);
  return { root, pad, made, cells, back, clear, said, pen, place };
}

/** The middle of a dot as a place of the pad. */
const middle = ({ column, row }) => [(column + 0.5) / DRAWN, (row + 0.5) / DRAWN];

/** Everything that follows from some strokes. */
function drawingFrom(strokes) {
  const dots = dotsOf(strokes);
  const made = prepared(dots);
  return { strokes, dots, prepared: made, pixels: pixelsOf(made.dots) };
}

/**
 * @param {(drawing: {strokes: number[][][], dots: Uint8Array, prepared: object, pixels: Uint8Array}) => void} onDrawing called
 *   at most once a frame, also while the pen is down; pixels [64] 0..16, all 0 where nothing is drawn
 * @returns {{root: HTMLElement, setTheme: (theme: object) => void, view: object, destroy: () => void}} view: a thing of
 *   createView, by the name of drawing
 */
export function createPad(onDrawing) {
  const parts = createElements();
  let strokes = [];
  let way = null; // of the pen while it is down
  let pointer = null; // which leads it; null: the keys do
  let at = null; // where the keys have led it
  let theme = null;
  let scale = null;
  let frame = 0;

  const now = () => (way ? [...strokes, ...strokesOn(way)] : strokes);
  const say = () => setText(parts.said, preparedText(drawingFrom(strokes)));

  /** Show where the keys have led the pen. */
  function showPen() {
    parts.pen.hidden = at === null;
    if (at === null) return;
    const [x, y] = middle(at);
    Object.assign(parts.pen.style, { left: `${100 * x}%`, top: `${100 * y}%` });
    parts.pen.classList.toggle('pad-pen-down', way !== null);
    setText(parts.place, penText(at, way !== null));
  }

  function draw() {
    frame = 0;
    const drawing = drawingFrom(now());
    onDrawing(drawing);
    showPen();
    if (!theme) return;
    drawDots(parts.pad, drawing.dots, theme);
    drawBlocks(drawDots(parts.made, drawing.prepared.dots, theme), theme);
    showPixels(parts.cells, drawing.pixels, scale);
  }

  function wake() {
    frame ||= requestAnimationFrame(draw);
  }

  /** A button that can no longer be pressed hands the focus on. */
  function enable(button, isOn) {
    if (!isOn && button === button.getRootNode().activeElement) parts.pad.focus();
    button.disabled = !isOn;
  }

  function take(next) {
    strokes = next;
    [way, pointer] = [null, null]; // whatever was being drawn
    for (const button of [parts.back, parts.clear]) enable(button, strokes.length > 0);
    say();
    wake();
  }

  /** The pen is lifted. */
  function lift() {
    if (!way) return;
    const next = withWay(strokes, way);
    take(next ?? strokes);
    if (!next) setText(parts.said, NO_ROOM);
  }

  const placeOf = (event) => pointIn(parts.pad, event).map((value) => value / parts.pad.clientWidth);

  parts.pad.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || pointer !== null) return;
    lift(); // what the keys have begun
    parts.pad.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    at = null;
    way = [placeOf(event)];
    wake();
  });
  parts.pad.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const gathered = event.getCoalescedEvents();
    way.push(...(gathered.length > 0 ? gathered : [event]).map(placeOf));
    wake();
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    parts.pad.addEventListener(end, (event) => event.pointerId === pointer && lift());
  }
  // A press must not focus the pad: after it the arrow keys are time.
  parts.pad.addEventListener('mousedown', (event) => {
    event.preventDefault();
    parts.root.closest('.player')?.focus({ preventScroll: true });
  });

  function lead(step, isLong) {
    const inside = (value) => Math.min(DRAWN - 1, Math.max(0, value));
    const [dx, dy] = step.map((one) => one * (isLong ? BLOCK : 1));
    at = { column: inside(at.column + dx), row: inside(at.row + dy) };
    way?.push(middle(at));
  }

  parts.pad.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || pointer !== null) return;
    const isPen = event.key === ' ' || (event.key === 'Escape' && way);
    if (!isPen && !(event.key in WAYS)) return;
    event.preventDefault(); // it is not meant for the film
    at ??= { column: DRAWN / 2, row: DRAWN / 2 };
    if (event.key in WAYS) lead(WAYS[event.key], event.shiftKey);
    else if (way) lift();
    else way = [middle(at)];
    wake();
  });
  parts.pad.addEventListener('blur', () => {
    if (pointer !== null) return;
    lift();
    at = null;
    wake();
  });

  parts.back.addEventListener('click', () => take(strokes.slice(0, -1)));
  parts.clear.addEventListener('click', () => take([]));

  const resizes = new ResizeObserver(wake);
  resizes.observe(parts.pad);
  take([]);

  const view = {
    read: () => textOf(strokes),
    write(text) {
      const next = drawingOf(text);
      if (!next) return REFUSED;
      take(next);
      return DONE;
    },
    allowed: () => ALLOWED,
  };

  return {
    root: parts.root,
    view,
    setTheme(next) {
      theme = next;
      scale = inkScale(theme);
      wake();
    },
    destroy() {
      cancelAnimationFrame(frame);
      resizes.disconnect();
    },
  };
}
