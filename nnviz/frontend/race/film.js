// A race as it arrives: every optimizer's path over one landscape, step by step. DOM-free.

import { doubles } from '../shared/block.js';

/** The paths of one optimizer as Float64Arrays: w [2(T+1)], loss [T+1], parts [T · terms · 2]. */
function readRunner(header, arrays, i) {
  const [w, loss, parts] = ['w', 'loss', 'parts'].map((name) => doubles(arrays[`${name}${i}`]));
  const { learning_rate: learningRate, diverged_at: divergedAt, ...rest } = header;
  return { ...rest, learningRate, divergedAt, w, loss, parts, steps: loss.length - 1 };
}

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} race: landscape, window [[low, high], [low, high]], minima, levels, chosen, play, palette,
 *   relief {data, shape [Y, X]} (losses on a grid of the window), start [w1, w2], steps (of the longest path), and the
 *   runners {key, label, learningRate, racer, shape, terms, momentum, w, loss, parts, steps, divergedAt}
 */
export function readRace({ header, arrays }) {
  const runners = header.runners.map((runner, i) => readRunner(runner, arrays, i));
  return {
    landscape: header.landscape,
    window: header.window,
    minima: header.minima,
    levels: header.levels,
    chosen: header.chosen,
    play: header.play,
    palette: header.palette,
    relief: arrays.relief,
    runners,
    start: [...runners[0].w.slice(0, 2)],
    steps: Math.max(...runners.map((runner) => runner.steps)),
  };
}

/**
 * Whether two films show the same race, whoever's steps are taken apart.
 * @param {object | null} a
 * @param {object} b
 */
export function sameRace(a, b) {
  const name = ({ landscape, start, steps, play, runners }) =>
    JSON.stringify([landscape, start, steps, play, runners.map(({ key, learningRate }) => [key, learningRate])]);
  return a !== null && name(a) === name(b);
}

/** @returns {boolean} whether a point lies on the map */
export const onMap = ([[left, right], [bottom, top]], x, y) => x >= left && x <= right && y >= bottom && y <= top;

/** @returns {boolean} whether a runner is ever said to have left the map, or to have diverged */
export function strays(race, { w, divergedAt }) {
  return divergedAt !== null || Array.from({ length: w.length / 2 }, (_, t) => 2 * t).some((i) => !onMap(race.window, w[i], w[i + 1]));
}

/**
 * Where a runner is at a position of the film; who diverged stays at the last finite weights.
 * @param {object} runner
 * @param {number} position 0..steps of the race
 * @returns {{step: number, x: number, y: number, loss: number, diverged: boolean}} step and loss: of the last step
 *   completed; x, y: between two steps too
 */
export function placeAt(runner, position) {
  const { w, steps, divergedAt } = runner;
  const step = Math.min(steps, Math.floor(position + 1e-9));
  const diverged = step === divergedAt;
  const finite = (row) => Number.isFinite(w[2 * row]) && Number.isFinite(w[2 * row + 1]);
  const from = finite(step) ? step : step - 1;
  const to = Math.min(from + 1, steps);
  const moved = from === step && finite(to) ? Math.max(0, Math.min(1, position - step)) : 0;
  const between = (axis) => w[2 * from + axis] + moved * (w[2 * to + axis] - w[2 * from + axis]);
  return { step, x: between(0), y: between(1), loss: runner.loss[step], diverged };
}

/**
 * The step of a runner that is taken apart at a step of the race: the one that begins there, or its last.
 * @returns {number | null} null if it made none
 */
export function stepShown(runner, step) {
  return runner.steps > 0 ? Math.min(step, runner.steps - 1) : null;
}

/**
 * The quantities of one step, in the order of runner.terms.
 * @returns {number[][]} [terms][2]
 */
export function partsOf(runner, step) {
  const count = runner.terms.length;
  return runner.terms.map((_, term) => [0, 1].map((axis) => runner.parts[2 * (step * count + term) + axis]));
}

/**
 * The axis of the losses, the same for the whole race: logarithmic, from the least to what is not far above the start.
 * @param {object} race
 * @returns {number[]} [low, high], both above 0
 */
export function lossRange({ runners }) {
  const positive = runners.flatMap(({ loss }) => [...loss]).filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [1e-12, 1];
  const start = runners[0].loss[0] > 0 ? runners[0].loss[0] : Math.max(...positive);
  const high = Math.min(100 * start, positive.reduce((a, b) => Math.max(a, b))) * 1.5;
  const low = Math.max(1e-10 * start, positive.reduce((a, b) => Math.min(a, b))) / 1.5;
  return [Math.min(low, high / 10), high];
}
