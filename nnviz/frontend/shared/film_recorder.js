// A film recorded as it plays, in the browser: frame by frame onto a canvas, whose stream a MediaRecorder takes.

import { readFrame } from './frame_items.js';
import { paintFrame } from './paint_frame.js';
import { DENSITY, canvasOf } from './picture.js';
import { withFoot } from './picture_foot.js';
import { withoutControls } from './picture_rows.js';
import { withDuration } from './webm.js';

/** What is asked for, in this order; the last one is for browsers without WebM. */
const TYPES = ['video/webm;codecs=vp8', 'video/webm;codecs=vp9', 'video/webm', 'video/mp4'];

const FRAMES = 30; // a second, at most
const HELD = 0.8; // seconds for which the last frame stays
const PATIENCE = 10; // seconds for which it stays at most, until a busy computer has recorded something at all
const WIDEST = 1920; // pixels
const BITS = 8e6; // a second, at most: lines and letters stay sharp

/** @returns {{type: string, ending: 'webm' | 'mp4'} | null} what this browser can record; null: nothing */
export function recordable() {
  const type = globalThis.MediaRecorder && TYPES.find((candidate) => MediaRecorder.isTypeSupported(candidate));
  return type ? { type, ending: type.startsWith('video/webm') ? 'webm' : 'mp4' } : null;
}

const even = (value) => 2 * Math.floor(value / 2 + 1e-6);

/**
 * Record until the film stands still.
 * @param {HTMLElement} section of the film, which plays already
 * @param {string} type from recordable
 * @param {() => boolean} isPlaying
 * @param {(seconds: number) => void} onFrame called after each frame
 * @returns {Promise<Blob>}
 */
export async function recordFilm(section, type, isPlaying, onFrame) {
  const { height } = withoutControls(readFrame(section));
  const read = () => withFoot({ ...withoutControls(readFrame(section)), height }, section);
  const first = read();
  const density = Math.min(DENSITY, WIDEST / first.width);
  const { canvas, ctx } = canvasOf(even(first.width * density) / density, even(first.height * density) / density, density);
  const paint = () => paintFrame(ctx, read(), (shown) => shown);
  paint();
  const stream = canvas.captureStream(FRAMES);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS });
  const chunks = [];
  recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && chunks.push(data));
  const whole = new Promise((resolve, reject) => {
    recorder.addEventListener('stop', resolve);
    recorder.addEventListener('error', ({ error }) => reject(error ?? new Error('The browser has stopped recording.')));
  });
  let seconds = 0;
  try {
    seconds = await play(recorder, paint, onFrame, {
      isPlaying: () => isPlaying() && section.isConnected,
      isOver: (still) => still >= (chunks.length > 0 ? HELD : PATIENCE),
    });
    if (!section.isConnected) throw new Error('The film has left the page.');
    if (recorder.state !== 'inactive') recorder.stop(); // it has stopped by itself after an error, which `whole` tells
    await whole;
    if (chunks.length === 0) throw new Error('The browser has recorded nothing; in a smaller window it has less to do.');
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return new Blob([type.startsWith('video/webm') ? withDuration(bytes, seconds) : bytes], { type: type.split(';')[0] });
}

/**
 * Paint frame after frame while the recorder runs.
 * @param {MediaRecorder} recorder
 * @param {() => void} paint
 * @param {(seconds: number) => void} onFrame
 * @param {{isPlaying: () => boolean, isOver: (still: number) => boolean}} film still: seconds since it stopped
 * @returns {Promise<number>} seconds that have been recorded
 */
function play(recorder, paint, onFrame, { isPlaying, isOver }) {
  recorder.start(1000);
  let recorded = 0; // seconds, without those in which the page was out of sight
  let last = performance.now();
  let still = 0; // seconds since the film stopped
  const lookAway = () => {
    if (recorder.state === 'inactive') return;
    if (document.hidden) recorder.pause();
    else recorder.resume();
    last = performance.now();
  };
  document.addEventListener('visibilitychange', lookAway);
  return new Promise((resolve, reject) => {
    const frame = (now) => {
      if (recorder.state === 'inactive') return resolve(recorded);
      const passed = (now - last) / 1000;
      if (passed >= 0.9 / FRAMES) {
        last = now;
        recorded += passed;
        still = isPlaying() ? 0 : still + passed;
        try {
          paint();
        } catch (error) {
          return reject(error);
        }
        onFrame(recorded);
      }
      if (isOver(still)) return resolve(recorded);
      return requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }).finally(() => document.removeEventListener('visibilitychange', lookAway));
}
