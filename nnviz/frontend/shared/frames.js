// When a film of steps is drawn: at the next frame once something has changed, and at every frame while it plays.

import { createClock } from './motion.js';
import { onThemeChange } from './theme.js';
import { createView } from './view.js';
import { pointIn } from './surface.js';

/**
 * @param {HTMLElement} section of the film
 * @param {import('./playback.js').Playback} playback
 * @param {object} scene
 * @param {object} scene.things what the address says of the film, as for createView
 * @param {Element[]} scene.sized what is measured anew when its size changes
 * @param {() => boolean} scene.ready whether there is a film yet
 * @param {() => void} scene.draw the moment at which the film stands
 * @param {() => void} scene.relayout called when a size has changed
 * @param {() => void} scene.refreshTheme called when the colours have changed
 * @returns {{wake: () => void, opens: () => void, destroy: () => void}} wake: draw at the next frame; opens: another film
 *   has come, and what the address says of it is to be shown
 */
export function createFrames(section, playback, { things, sized, ready, draw, relayout, refreshTheme }) {
  const clock = createClock(frame);
  const address = createView(section, things, () => playback.playing);
  const resizes = new ResizeObserver(relayout);
  for (const element of sized) resizes.observe(element);
  onThemeChange(section, refreshTheme);

  function frame(seconds) {
    playback.tick(seconds);
    draw();
    if (!playback.playing) address.settle();
    return playback.playing;
  }

  function wake() {
    if (ready()) clock.wake();
  }

  function opens() {
    address.opens();
    address.arrive(true);
  }

  function destroy() {
    clock.stop();
    address.stop();
    resizes.disconnect();
  }

  return { wake, opens, destroy };
}

/**
 * Let the pointer drag over a chart of the steps: the film stands still at what is under it.
 * @param {HTMLElement} chart
 * @param {import('./playback.js').Playback} playback
 * @param {(pixel: number) => number | null} stepAt where in the film a pixel from the chart's left is; null if not yet known
 * @param {() => void} moved called after each move
 */
export function scrubOn(chart, playback, stepAt, moved) {
  const scrub = (event) => {
    if (!chart.hasPointerCapture(event.pointerId)) return;
    const step = stepAt(pointIn(chart, event)[0]);
    if (step === null) return;
    playback.seek(Math.round(step));
    moved();
  };
  chart.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    chart.setPointerCapture(event.pointerId);
    playback.pause();
    scrub(event);
  });
  chart.addEventListener('pointermove', scrub);
}
