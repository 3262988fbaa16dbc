// What the film of a plane says. DOM-free.

import { brief, counted, fixed, listed, percent, withUnit } from '../shared/format.js';
import { biasAt, weightAt } from '../model/parts.js';
import { rightAt } from './film.js';
import { linesOf } from './geometry.js';

const subscript = (number) => String.fromCharCode(0x2080 + number);

/** A term of a sum with its sign: "− 2.16·x₂". */
const added = (value, name) => `${value < 0 ? '−' : '+'} ${fixed(Math.abs(value), 2)}${name}`;

/** z = 2.28·x₁ − 2.16·x₂ − 0.47 */
const sum = (letter, values, names) => {
  const [first, ...others] = values;
  return `${letter} = ${fixed(first, 2)}${names[0]} ${others.map((value, i) => added(value, names[i + 1] ?? '')).join(' ')}`;
};

const inputs = ['·x₁', '·x₂'];

/** The sums of a network, one for each of its neurons. @returns {string[]} */
export function sums({ net, layered }, params) {
  const first = linesOf(net, params);
  if (!layered) return [sum('z', first[0], inputs)];
  const last = net.parts.length - 1;
  const values = first.map((_, j) => params[weightAt(net, last, j, 0)]);
  return [
    ...first.map((neuron, j) => sum(sumName({ layered }, j), neuron, inputs)),
    sum('z', [...values, params[biasAt(net, last + 1, 0)]], first.map((_, j) => `·tanh z${subscript(j + 1)}`)),
  ];
}

/** What the sum of one of the first neurons is called. @param {number} line from 0 */
export const sumName = ({ layered }, line) => (layered ? `z${subscript(line + 1)}` : 'z');

/** What is drawn by hand. */
export const handName = ({ layered }) => (layered ? 'Your lines' : 'Your line');

const nameOf = ({ layered }, line) => (layered ? `line ${line + 1}` : 'your line');

/** One end of a line that is drawn by hand. */
export const endName = (film, line, end) => `The ${['first', 'second'][end]} end of ${nameOf(film, line)}`;

/** What lets a line say yes on its other side. */
export const swapName = (film, line) => (film.layered ? `Turn arrow ${line + 1}` : 'Swap sides');

/** What stands beside a line's arrow: what is answered where it points to or, behind it, what holds on the line. */
export const sideName = (film, line) => (film.layered ? { behind: `${sumName(film, line)} = 0` } : { ahead: film.classes[1] });

/** What the letters of the sums stand for. */
export function legend({ features, classes, layered }) {
  const names = features.map(({ name }, d) => (name === `x${subscript(d + 1)}` ? name : `x${subscript(d + 1)} is the ${name}`));
  const arrows = layered ? ' An arrow points to where its z is above 0.' : '';
  return `${listed(names)}, both [[standardised]].${arrows} The answer is “${classes[1]}” where ${layered ? 'the last ' : ''}z is above 0.`;
}

/** How many are right, and how many that is. */
export const scoreWords = ({ count }, right) => `${right} of ${count} right (${percent(right / count, right === count ? 0 : 1)})`;

/** What is said of a line drawn by hand beside its score. */
export function handNote({ count, nouns }, right, best) {
  if (right === count) return `No ${nouns.row} is on the wrong side.`;
  const wrong = `${counted(count - right, nouns.row, nouns.rows)} on the wrong side`;
  return best > right ? `${wrong}; your best so far: ${best} right.` : `${wrong}.`;
}

/** Where the record stands. */
export const standing = ({ steps }, step) => (step === 0 ? `before step 1 of ${steps}` : `after step ${step} of ${steps}`);

/** A place of the plane in the features' own units. */
export const placeWords = ({ features, mean, std }, place) => features
  .map(({ name, unit }, d) => `${name} ${withUnit(fixed(place[d] * std[d] + mean[d], unit ? 1 : 2), unit)}`).join(', ');

/** The record in one sentence, for a screen reader. */
export const summary = (film, step) =>
  `Gradient descent ${standing(film, step)}: ${scoreWords(film, rightAt(film, step))}, loss ${brief(film.losses[step], 4)}.`;
