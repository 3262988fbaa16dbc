// What is said of the slice that the decision map shows. DOM-free.

import { listed } from '../shared/format.js';
import { heldFeatures, NEAR } from '../model/slice.js';
import { rawText } from './words_inputs.js';
import { outputName } from './words_task.js';

const DIGITS = 4;
const raw = (header, data, d, x) => rawText(header, data, d, x, DIGITS);

/**
 * What the map holds still, and who lies near it; '' where it holds nothing.
 * @param {{features: {name: string, unit: string}[]}} header
 * @param {{mean: ArrayLike<number>, std: ArrayLike<number>}} data
 * @param {object} plane
 * @param {ArrayLike<number>} base [D] standardised
 * @param {string | null} whose the row that the values are taken from; null: they are the means
 * @param {boolean} isChosen whether the marks tell rows that were chosen from the others, and not how near they lie
 * @returns {string} e.g. "A slice: bill depth held at 17.2 mm, body mass at 4207 g (the means). Faint: over 1 standard
 *   deviation away."
 */
export function sliceText(header, data, plane, base, whose, isChosen = false) {
  const chosen = 'Faint: not chosen under Confusion.';
  if (header.features.length <= plane.axes.length) return isChosen ? chosen : '';
  const faint = isChosen ? chosen : `Faint: over ${NEAR} standard deviation away.`;
  const held = heldFeatures(plane);
  if (held.length === 0) return `A slice: all other components held at ${whose ? `those of ${whose}` : 'their means'}. ${faint}`;
  const values = held.map((d, i) => `${header.features[d].name} ${i === 0 ? 'held ' : ''}at ${raw(header, data, d, base[d])}`);
  return `A slice: ${values.join(', ')} (${whose ?? (held.length > 1 ? 'the means' : 'the mean')}). ${faint}`;
}

/**
 * Why a row's answer is not the map's where its mark lies.
 * @param {{map: number, own: number, features: number[]}} why from whyOther
 * @param {ArrayLike<number>} base [D] standardised
 * @param {ArrayLike<number>} x [D] the row, standardised
 * @returns {string} e.g. "Here the map shows Gentoo because it holds body mass at 4207 g; with its own 3300 g the network
 *   says Adelie."
 */
export function whyText(header, data, { map, own, features }, base, x) {
  const held = features.map((d) => `${header.features[d].name} at ${raw(header, data, d, base[d])}`);
  const its = features.map((d) => raw(header, data, d, x[d]));
  const cause = features.length > 0 ? `it holds ${listed(held)}` : 'it holds all other components still';
  return `Here the map shows ${outputName(header, map)} because ${cause}; `
    + `with its own ${features.length > 0 ? listed(its) : 'values'} the network says ${outputName(header, own)}.`;
}
