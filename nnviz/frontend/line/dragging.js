// The line that is drawn by hand: its two ends can be dragged, and moved by the arrow keys.

import { DONE, REFUSED } from '../shared/view.js';
import { moved, neuronOf, openingEnds, swapped } from './hand.js';
import { cornerIn, pointIn } from '../shared/surface.js';

const STEP = 0.05; // standardised, of an arrow key
const LONG_STEP = 0.25; // with Shift
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const textOf = (ends) => ends.flat().join(',');

/**
 * @param {object} panels from createPanels
 * @param {object} scene
 * @param {() => object} scene.filmNow
 * @param {() => object | undefined} scene.layoutNow of the plane, if it has been laid out
 * @param {(neuron: number[]) => object} scene.judge what the line has right and wrong
 * @param {() => void} scene.changed called after the line has been moved
 * @returns {object} open(): begin anew; line() {ends, neuron, right, wrong}; best(): the most that was right so far;
 *   place(layout): puts the ends where they belong; view: a thing of createView
 */
export function createHand({ ends: handles, planeBox, plane, swap, again }, { filmNow, layoutNow, judge, changed }) {
  let ends = null;
  let line = null;
  let best = 0;

  function take(next) {
    const neuron = neuronOf(next);
    ends = next;
    line = { ends, neuron, ...judge(neuron) };
    best = Math.max(best, line.right);
  }

  function open() {
    best = 0;
    take(openingEnds(filmNow().ranges));
  }

  function act(next) {
    take(next);
    changed();
  }

  handles.forEach(({ button }, index) => {
    const moveTo = (place) => act(moved(ends, index, place, filmNow().ranges));
    button.addEventListener('pointerdown', (event) => {
      if (event.button === 0) button.setPointerCapture(event.pointerId);
    });
    button.addEventListener('pointermove', (event) => {
      const layout = layoutNow();
      if (!layout || !button.hasPointerCapture(event.pointerId)) return;
      moveTo(layout.placeAt(pointIn(plane, event)));
    });
    button.addEventListener('keydown', (event) => {
      const way = KEYS[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault(); // it is not meant for the film
      const step = event.shiftKey ? LONG_STEP : STEP;
      moveTo(ends[index].map((value, d) => value + step * way[d]));
    });
  });
  swap.addEventListener('click', () => act(swapped(ends)));
  again.addEventListener('click', () => act(openingEnds(filmNow().ranges)));

  function place(layout) {
    const [across, down] = cornerIn(planeBox, plane);
    handles.forEach(({ button }, i) => {
      const [x, y] = layout.at(ends[i]);
      button.style.left = `${x + across}px`;
      button.style.top = `${y + down}px`;
    });
  }

  const opening = () => openingEnds(filmNow().ranges);
  const view = {
    read: () => (textOf(ends) === textOf(opening()) ? '' : textOf(ends)),
    write(text) {
      const [ax, ay, bx, by] = text === '' ? opening().flat() : text.split(',').map(Number);
      const { ranges } = filmNow();
      const fits = [[ax, ay], [bx, by]].every((end) => end.every((value, d) => value >= ranges[d][0] && value <= ranges[d][1]));
      if (!fits) return REFUSED;
      act([[ax, ay], [bx, by]]);
      return DONE;
    },
    allowed: () => 'two places of the plane, four numbers',
  };
  return { open, line: () => line, best: () => best, place, view };
}
