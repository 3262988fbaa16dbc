// How a film of steps begins. DOM-free.

/**
 * Where a film that has just come begins.
 * @param {import('./playback.js').Playback} playback
 * @param {{steps: number, play: number}} film
 * @param {boolean} still the viewer wants no motion: the result, not the way there
 */
export function cue(playback, { steps, play }, still) {
  playback.load({ available: steps, complete: true });
  playback.pause();
  if (still) playback.toEnd();
  else playback.toStart();
  if (!still && play > 0 && steps > 0) playback.play();
  playback.opened = playback.playing ? null : playback.position;
}
