// Where the film stands. Position is in epochs (or steps) and may lie between two of them.

import { evenPace } from './pace.js';

/** The speeds offered, as multiples of the film's own pace. */
export const SPEEDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];

/** A film takes less than this, in seconds at speed 1. */
const LONGEST = 1e5;

/** A film that may still be loading: `available` is the last index there is. */
export class Playback {
  position = 0;
  speed = 1;
  loop = false;
  /** Whether the viewer wants it to play; it may have to wait for the next index. */
  playing = false;
  /** Where it stood still before anybody moved it; null if it began to play. */
  opened = null;
  available = 0;
  /** No more will come. */
  complete = false;
  /** Distance between two kept indices: 1 where every index is kept. A step goes this far. */
  stride = 1;

  /** @param {(position: number, seconds: number) => number} [pace] where it stands some seconds later, at speed 1 */
  constructor(pace = evenPace(1)) {
    this.pace = pace;
  }

  /**
   * What exists by now. The position is kept, or moved back to the last index that exists.
   * @param {{available: number, complete: boolean, stride?: number}} film
   */
  load({ available, complete, stride = 1 }) {
    this.available = available;
    this.complete = complete;
    this.stride = stride;
    this.seek(this.position);
  }

  /**
   * Let time pass.
   * @param {number} seconds since the last tick
   * @returns {boolean} whether anything changed: the position, or that it stopped
   */
  tick(seconds) {
    if (!this.playing) return false;
    const before = this.position;
    const next = this.pace(before, seconds * this.speed);
    if (next < this.available) {
      this.position = next;
      return true;
    }
    if (this.complete && this.loop && this.available > 0) {
      // The last index is held until the following tick, so that it is seen.
      this.position = before < this.available ? this.available : 0;
      return true;
    }
    this.position = this.available;
    if (this.complete) this.playing = false;
    return this.complete || this.position !== before;
  }

  /** Play; from the start if a complete film stands at its end. */
  play() {
    if (this.complete && this.position >= this.available) this.position = 0;
    this.playing = true;
  }

  pause() {
    this.playing = false;
  }

  /** Hold at the index that is shown: between two of them, the earlier one. A film that stands stays where it is. */
  hold() {
    if (this.playing) this.seek(Math.floor(this.position / this.stride + 1e-9) * this.stride);
    this.pause();
  }

  /** @returns {number} seconds that the film takes at its speed from here to the last index that there is */
  secondsLeft() {
    const isThere = (seconds) => this.pace(this.position, seconds) >= this.available;
    let [short, long] = [0, 1];
    while (!isThere(long) && long < LONGEST) [short, long] = [long, 2 * long];
    while (long - short > 0.01) {
      const middle = (short + long) / 2;
      if (isThere(middle)) long = middle;
      else short = middle;
    }
    return (isThere(0) ? 0 : long) / this.speed;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Go to a position, limited to what is available; whether it plays does not change. */
  seek(position) {
    this.position = Math.min(Math.max(position, 0), this.available);
  }

  /** Go `delta` kept indices on (or back, if negative) and stay there. */
  step(delta) {
    this.pause();
    const here = this.position / this.stride;
    // Between two indices the earlier one is shown. The last one may stand off the stride.
    const atEnd = this.position >= this.available;
    const whole = delta < 0 && atEnd ? Math.ceil(here) : Math.floor(here);
    this.seek((whole + delta) * this.stride);
  }

  /**
   * Go to the next of some events, or the one before, and stay there; where there is none, to the end or the start.
   * @param {number[]} positions of the events, in their order
   * @param {1 | -1} direction
   */
  stepTo(positions, direction) {
    this.pause();
    const next = direction > 0
      ? positions.find((position) => position > this.position) ?? this.available
      : positions.findLast((position) => position < this.position) ?? 0;
    this.seek(next);
  }

  /** Go to the start and stay there. */
  toStart() {
    this.pause();
    this.seek(0);
  }

  toEnd() {
    this.seek(this.available);
  }

  /** @returns {'playing' | 'paused' | 'waiting' | 'ended'} */
  get state() {
    const atEnd = this.position >= this.available;
    if (this.playing) return atEnd && !this.complete ? 'waiting' : 'playing';
    return atEnd && this.complete ? 'ended' : 'paused';
  }
}
