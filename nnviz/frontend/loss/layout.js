// Where the three charts put their axes, and the curves in them. DOM-free.

import { layoutChart } from '../shared/chart_layout.js';
import { judge, logitsAt, probabilitiesOf } from './answer.js';

const TOP = 5; // nats; the cross-entropy of p = 0.0067
const POINTS = 160;

/** Probabilities of the truth, closer together at the ends, where the curves bend. */
const SHARES = Array.from({ length: POINTS + 1 }, (_, i) => {
  const bent = (1 - Math.cos((Math.PI * i) / POINTS)) / 2;
  return Math.min(0.9995, Math.max(0.0005, bent));
});

/**
 * Every loss, and how hard it pushes the logit of the truth up, over the probability given to the truth.
 * @param {object} film
 * @param {ArrayLike<number>} p [K], whose other probabilities keep their proportions
 * @param {number} label
 * @returns {{key: string, x: number[], losses: number[], pushes: number[]}[]}
 */
export function curvesOf(film, p, label) {
  return film.losses.map(({ key }) => {
    const judged = SHARES.map((share) => judge(key, logitsAt(p, label, share), label));
    return { key, x: SHARES, losses: judged.map(({ value }) => value), pushes: judged.map(({ delta }) => -delta[label]) };
  });
}

const ofTruth = { xRange: [0, 1], xLabel: 'probability given to the truth', wholeX: false };

/** The chart of the losses over the probability given to the truth. */
export const layoutLosses = ({ width, height }) => layoutChart({
  width, height, ...ofTruth, yRange: [0, TOP], yLabel: 'loss', terms: { x: 'probability', y: 'loss' },
});

/** The chart of the pushes. */
export const layoutPushes = ({ width, height }) => layoutChart({
  width, height, ...ofTruth, yRange: [0, 1], yLabel: 'push on the logit of the truth, −∂L/∂z', terms: { x: 'probability', y: 'logit' },
});

/** The chart of what the truth is given, step by step. */
export const layoutWalks = ({ width, height }, steps) => layoutChart({
  width, height, xRange: [0, steps], xLabel: 'step', yRange: [0, 1], yLabel: 'probability given to the truth', terms: { y: 'probability' },
});

/** What the truth is given after each step of a walk. */
export const truths = (rows, label) => rows.map((z) => probabilitiesOf(z)[label]);
