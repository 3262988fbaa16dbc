// Where a film stands and how it plays, as the address says it; see view.js.

import { SPEEDS } from './playback.js';
import { DONE, LATER, REFUSED, oneOf } from './view.js';

/**
 * @param {import('./playback.js').Playback} playback
 * @param {{unit: 'epoch' | 'step', last: () => number, redraw: () => void, prefix?: string}} film last: the index that the
 *   film ends at; prefix: of the names, where the page has another film that plays
 * @returns {object} things of createView: the position under the name of its unit, speed and loop
 */
export function playbackView(playback, { unit, last, redraw, prefix = '' }) {
  // Upwards: at a hair less, the moment before would be shown.
  const here = () => String(Math.ceil(playback.position * 1e6) / 1e6);
  const position = {
    read: () => (playback.position === playback.opened ? '' : here()),
    here, // it opens at its beginning or, for who wants no motion, at its end
    write: (text) => {
      const at = text === '' ? playback.opened ?? playback.position : Number(text);
      if (!(at >= 0 && at <= last())) return REFUSED;
      playback.pause();
      playback.seek(at);
      redraw();
      // At the last index so far, the film would go along with what is still to come.
      return at < playback.available || playback.complete ? DONE : LATER;
    },
    allowed: () => `a number from 0 to ${last()}`,
  };
  const speed = oneOf(() => SPEEDS.map(String), () => String(playback.speed), (text) => {
    playback.speed = Number(text);
    redraw();
  });
  const loop = oneOf(() => ['', 'on'], () => (playback.loop ? 'on' : ''), (text) => {
    playback.loop = text === 'on';
    redraw();
  });
  return { [`${prefix}${unit}`]: position, [`${prefix}speed`]: speed, [`${prefix}loop`]: loop };
}
