// Frames: one at a time, only while something moves, and not at all for who wants no motion.

import { FRAME_DUE } from './showing.js';

const LONGEST_TICK = 0.1; // seconds; a page that was hidden does not jump ahead

/** @returns {boolean} whether the viewer has asked for no motion */
export const prefersStill = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * A loop of animation frames that sleeps until it is woken.
 * @param {(seconds: number, time: number) => boolean} frame draws, `seconds` after the frame before
 *   (0 after a sleep), and tells whether it wants another
 * @returns {{wake: () => void, stop: () => void}}
 */
export function createClock(frame) {
  let request = 0;
  let lastTime = null;

  function tick(time) {
    request = 0;
    const seconds = lastTime === null ? 0 : Math.min(LONGEST_TICK, (time - lastTime) / 1000);
    const goesOn = frame(seconds, time);
    lastTime = goesOn ? time : null;
    if (goesOn) wake();
  }

  /** A picture is about to be taken of the page. */
  function hurry() {
    if (request === 0) return;
    cancelAnimationFrame(request);
    tick(performance.now());
  }

  function wake() {
    if (request === 0) request = requestAnimationFrame(tick);
  }

  function stop() {
    cancelAnimationFrame(request);
    document.removeEventListener(FRAME_DUE, hurry);
  }

  document.addEventListener(FRAME_DUE, hurry);
  return { wake, stop };
}
