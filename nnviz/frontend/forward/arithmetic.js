// What happens in a step, in words and with its numbers. DOM-free.

import { brief, capital, operand, probability, withUnit } from '../shared/format.js';
import { largestOf } from './moment.js';

const UNTRAINED = 0; // the first setting of the weights
const CHANCE = ' These [[weights]] are random, nothing is learned yet: it is a guess.';
const DIGITS = 4;
const number = (value) => brief(value, DIGITS);
const factor = (value) => operand(value, DIGITS);

const partOf = (stage, key) => stage.parts.find((part) => part.key === key);
const valueOf = (stage, key, row, column) => {
  const part = partOf(stage, key);
  return part.values[row * part.columns + column];
};
const times = ({ rows, columns }) => `${rows} × ${columns}`;

/** Which row it is about, where there is more than one. */
const ofRow = ({ rows, nouns }, row, word = 'for') => (rows.length > 1 ? ` ${word} ${nouns.row} ${row + 1}` : '');

const LOOKS = {
  example: () => ['A layer of three [[neurons]]', 'The [[weights]] W are 2 × 3, that is 2 rows and 3 columns: a row for each [[input]] that they leave, a column '
    + 'for each neuron that they enter. Each number of z is a row of x times a column of W, plus the [[bias]].'],
  inputs: ({ nouns, rows }) => ['What was measured', `Millimetres and grams are put on one scale: minus the mean of the [[training set]], divided by its `
    + `[[standard deviation]]. So 0 is an average ${nouns.row}. ${rows.length > 1 ? `Each ${nouns.row} is a row: ` : 'Here: '}`
    + `${rows.map(({ name }, i) => `${rows.length > 1 ? `${i + 1} ` : ''}${name}`).join('; ')}.`],
  hidden: ({ rows, nouns }, stage) => shapes(rows, nouns, stage, 'Every [[neuron]] has a column of W.'),
  output: ({ rows, nouns }, stage) => shapes(rows, nouns, stage, `There is a column of W for each possible ${nouns.target}. These z are called [[logits]].`),
  softmax: () => ['From [[logits]] to [[probabilities]]', '[[Softmax]]: e ≈ 2.718 to the power of each logit makes all numbers positive; divided by their sum, they add up to 1.'],
};

function shapes(rows, nouns, stage, says) {
  const [x, W, z] = ['x', 'W', 'z'].map((key) => partOf(stage, key));
  const { names } = stage;
  const who = rows.length > 1 ? ` The ${rows.length} ${nouns.rows} are ${rows.length} rows, and W is the same for all.` : '';
  return [`${names.x} · ${names.W} + ${names.b} = ${names.z}`,
    `${times(x)} times ${times(W)} makes ${times(z)}: the two numbers in the middle have to agree. ${says}${who}`];
}

/** The lines of each kind of step: title, what is told, and a formula `before` its terms, a sign between them, the result. */
const LINES = {
  look(header, stage) {
    const [title, told] = LOOKS[stage.kind](header, stage);
    return { title, told };
  },
  sum(header, stage, { row, column }) {
    const x = partOf(stage, 'x');
    const { names } = stage;
    const terms = Array.from({ length: x.columns }, (_, k) =>
      `${factor(valueOf(stage, 'x', row, k))} × ${factor(valueOf(stage, 'W', k, column))}`);
    return {
      title: `${names.z}, [[neuron]] ${column + 1}${ofRow(header, row)}`,
      told: `Multiply row ${row + 1} of ${names.x} and column ${column + 1} of ${names.W} pair by pair, add up, then add the [[bias]].`,
      terms: [...terms, factor(valueOf(stage, 'b', 0, column))],
      sign: ' + ',
      result: number(valueOf(stage, 'z', row, column)),
    };
  },
  bend({ activation }, stage) {
    const z = partOf(stage, 'z');
    const pairs = Array.from({ length: z.columns }, (_, k) => `${number(z.values[k])} → ${number(partOf(stage, 'a').values[k])}`);
    return {
      title: `[[Activation]]: ${activation.label}`,
      told: `a = ${activation.plain}, each number by itself.${z.rows > 1 ? ' The first row:' : ''}`,
      terms: pairs,
      sign: ',  ',
    };
  },
  standardise(header, stage, { row, column }) {
    const { name, unit } = header.features[column];
    const [measured, mean, std] = ['measured', 'mean', 'std'].map((key) => valueOf(stage, key, key === 'measured' ? row : 0, column));
    return {
      title: `${capital(name)}${ofRow(header, row, 'of')}: ${withUnit(number(measured), unit)}`,
      told: `${withUnit(number(Math.abs(measured - mean)), unit)} ${measured < mean ? 'below' : 'above'} the mean; a standard deviation is ${withUnit(number(std), unit)}.`,
      terms: [`(${number(measured)} − ${factor(mean)}) ÷ ${factor(std)}`],
      sign: '',
      result: number(valueOf(stage, 'x', row, column)),
    };
  },
  exp({ classes, ...header }, stage, { row, column }) {
    return {
      title: `${classes[column]}${ofRow(header, row)}`,
      told: 'e to the power of its [[logit]]: one more in the logit makes it 2.718 times as large.',
      terms: [`e^${factor(valueOf(stage, 'z', row, column))}`],
      sign: '',
      result: number(valueOf(stage, 'e', row, column)),
    };
  },
  total(header, stage, { row }) {
    const { columns } = partOf(stage, 'e');
    return {
      title: `The sum${ofRow(header, row)}`,
      told: 'All exponentials of the row, added up.',
      terms: Array.from({ length: columns }, (_, k) => number(valueOf(stage, 'e', row, k))),
      sign: ' + ',
      result: number(valueOf(stage, 's', row, 0)),
    };
  },
  share({ classes, ...header }, stage, { row, column }) {
    const share = valueOf(stage, 'p', row, column);
    return {
      title: `[[Probability]] of ${classes[column]}${ofRow(header, row)}`,
      told: 'Its exponential, divided by the sum.',
      terms: [`${number(valueOf(stage, 'e', row, column))} ÷ ${factor(valueOf(stage, 's', row, 0))}`],
      sign: '',
      result: `${number(share)} (${probability(share)})`,
    };
  },
  answer({ classes, rows, nouns }, stage, { row }, setting) {
    const best = largestOf(stage, row);
    const { truth } = rows[row];
    const share = valueOf(stage, 'p', row, best);
    const right = best === truth ? 'and it is one' : `but the truth is ${classes[truth]}`;
    return {
      title: `The answer${ofRow({ rows, nouns }, row)}: ${classes[best]}`,
      told: `The largest [[probability]], ${probability(share)}, says ${classes[best]}, ${right}.${setting === UNTRAINED ? CHANCE : ''}`,
    };
  },
};

/**
 * What happens in a step.
 * @param {object} header of the film
 * @param {object} moment from momentAt
 * @returns {{title: string, told: string, terms?: string[], sign?: string, result?: string}} with terms in double brackets
 */
export const lineOf = (header, { stage, step, setting }) => LINES[step.kind](header, stage, step, setting);

/** The moment in one sentence, for a screen reader. */
export function summary(header, moment) {
  const { title, told, terms, sign, result } = lineOf(header, moment);
  const sum = terms ? ` ${terms.join(sign)}${result ? ` = ${result}` : ''}` : '';
  return `${moment.stage.name}. ${title}. ${told}${sum}`.replace(/\[\[([^\]|]+)(?:\|[^\]]+)?\]\]/g, '$1');
}
