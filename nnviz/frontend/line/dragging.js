// The lines that are drawn by hand: their ends can be dragged, and moved by the arrow keys.

import { DONE, REFUSED } from '../shared/view.js';
import { moved, openingLines, paramsOf, swapped } from './hand.js';
import { cornerIn, pointIn } from '../shared/surface.js';

const STEP = 0.05; // standardised, of an arrow key
const LONG_STEP = 0.25; // with Shift
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const textOf = (lines) => lines.flat(2).join(',');

/** The lines that a text tells by the places of their ends; null if it does not tell so many within the plane. */
function linesOf(text, count, ranges) {
  const numbers = text.split(',').map(Number);
  const inside = numbers.every((value, i) => value >= ranges[i % 2][0] && value <= ranges[i % 2][1]);
  if (numbers.length !== 4 * count || !inside) return null;
  return Array.from({ length: count }, (_, j) => [0, 2].map((from) => numbers.slice(4 * j + from, 4 * j + from + 2)));
}

/**
 * @param {object} panels from createPanels
 * @param {object} scene
 * @param {() => object} scene.filmNow
 * @param {() => object | undefined} scene.layoutNow of the plane, if it has been laid out
 * @param {(params: Float32Array) => object} scene.judge what a network has right and wrong
 * @param {() => void} scene.changed called after a line has been moved
 * @returns {object} open(): begin anew; drawn() {lines, params, right, wrong}; best(): the most that was right so far;
 *   place(layout): puts the ends where they belong; view: a thing of createView
 */
export function createHand({ ends, planeBox, plane, swaps, again }, { filmNow, layoutNow, judge, changed }) {
  let drawn = null;
  let best = 0;

  const opening = () => openingLines(filmNow().ranges, filmNow().lines);

  function take(lines) {
    const params = paramsOf(filmNow().net, lines);
    drawn = { lines, params, ...judge(params) };
    best = Math.max(best, drawn.right);
  }

  function open() {
    best = 0;
    take(opening());
  }

  function act(lines) {
    take(lines);
    changed();
  }

  /** Put another line in the place of one. */
  const withLine = (index, ends) => act(drawn.lines.map((line, j) => (j === index ? ends : line)));

  const handleOf = (event) => ends().find(({ button }) => button === event.target);

  function moveTo({ line, end }, place) {
    withLine(line, moved(drawn.lines[line], end, place, filmNow().ranges));
  }

  planeBox.addEventListener('pointerdown', (event) => {
    if (event.button === 0) handleOf(event)?.button.setPointerCapture(event.pointerId);
  });
  planeBox.addEventListener('pointermove', (event) => {
    const [layout, handle] = [layoutNow(), handleOf(event)];
    if (!layout || !handle?.button.hasPointerCapture(event.pointerId)) return;
    moveTo(handle, layout.placeAt(pointIn(plane, event)));
  });
  planeBox.addEventListener('keydown', (event) => {
    const [way, handle] = [KEYS[event.key], handleOf(event)];
    if (!way || !handle || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // it is not meant for the film
    const step = event.shiftKey ? LONG_STEP : STEP;
    moveTo(handle, drawn.lines[handle.line][handle.end].map((value, d) => value + step * way[d]));
  });
  swaps.forEach((swap, index) => swap.addEventListener('click', () => withLine(index, swapped(drawn.lines[index]))));
  again.addEventListener('click', () => act(opening()));

  function place(layout) {
    const [across, down] = cornerIn(planeBox, plane);
    for (const { line, end, button } of ends()) {
      const [x, y] = layout.at(drawn.lines[line][end]);
      button.style.left = `${x + across}px`;
      button.style.top = `${y + down}px`;
    }
  }

  const view = {
    read: () => (textOf(drawn.lines) === textOf(opening()) ? '' : textOf(drawn.lines)),
    write(text) {
      const { lines, ranges } = filmNow();
      const wanted = text === '' ? opening() : linesOf(text, lines, ranges);
      if (!wanted) return REFUSED;
      act(wanted);
      return DONE;
    },
    allowed: () => `${2 * filmNow().lines} places of the plane, two numbers each`,
  };
  return { open, drawn: () => drawn, best: () => best, place, view };
}
