// A descent as it arrives: the record of one weight on its way, and the loss it walks on. DOM-free.

import { doubles } from '../shared/block.js';

/**
 * The loss of ŷ = w·x on one example, as a function of w.
 * @param {{x: number, y: number, half: boolean}} example half: ½(ŷ − y)² instead of (ŷ − y)²
 * @returns {{lossAt: (w: number) => number, minimum: number | null}} minimum: the best weight, null if none is
 */
export function oneWeight({ x, y, half }) {
  const scale = half ? 0.5 : 1;
  return {
    lossAt: (w) => scale * (w * x - y) ** 2,
    minimum: x * x > 0 ? y / x : null,
  };
}

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} film: x, y, half, learningRate, optimizer, followsGradient, play, palette, lossAt,
 *   minimum, steps = T, divergedAt (step or null), and the record as Float64Arrays: w, loss, grad [T+1]
 *   (row t: after t steps) and direction [T] (what η was multiplied with in the step from t to t+1)
 */
export function readFilm({ header, arrays }) {
  const w = doubles(arrays.w);
  const loss = doubles(arrays.loss);
  const grad = doubles(arrays.grad);
  const steps = w.length - 1;
  const whole = [w[steps], loss[steps], grad[steps]].every(Number.isFinite);
  return {
    x: header.x,
    y: header.y,
    half: header.half,
    learningRate: header.learning_rate,
    optimizer: header.optimizer,
    followsGradient: header.follows_gradient,
    play: header.play ?? 0,
    palette: header.palette,
    ...oneWeight(header),
    w,
    loss,
    grad,
    direction: doubles(arrays.direction),
    steps,
    divergedAt: whole ? null : steps,
  };
}

const HOLD = 0.35; // of a step: time to read the slope before the weight moves

/**
 * How far along its way the weight is, at a fraction of a step: it rests, then goes and arrives softly.
 * @param {number} fraction 0..1
 * @returns {number} 0..1
 */
export function travel(fraction) {
  const moving = Math.max(0, fraction - HOLD) / (1 - HOLD);
  return moving * moving * (3 - 2 * moving);
}

/**
 * Where the weight is at a position of the film, between two steps too.
 * @param {object} film
 * @param {number} position 0..steps
 * @returns {{step: number, moved: number, w: number, loss: number}} step: the last one completed;
 *   moved: 0..1 of the way to the next
 */
export function weightAt(film, position) {
  const step = Math.min(film.steps, Math.floor(position + 1e-9));
  const moved = step < film.steps ? travel(Math.max(0, position - step)) : 0;
  if (moved === 0) return { step, moved, w: film.w[step], loss: film.loss[step] };
  const w = film.w[step] + moved * (film.w[step + 1] - film.w[step]);
  return { step, moved, w, loss: film.lossAt(w) };
}
