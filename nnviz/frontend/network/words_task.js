// What is said about answers, by the key of the task. DOM-free.

import { fixed, probability, significant, withUnit } from '../shared/format.js';
import { groupsIn } from '../model/batches_zoom.js';

const NO_ANSWER = 'the outputs are not numbers';
const FAR = 30; // e^30 has 14 digits: from there on only the distances between the z are worth writing

/** The name of what an output stands for: its class, or the target. */
export const outputName = ({ net }, k) => net.task.outputs[k].name;

/** Softmax of one output, written out. */
function softmaxLines(logits, index, chance) {
  const values = Array.from(logits);
  if (!values.every(Number.isFinite)) return ['Softmax of outputs that are not numbers has no answer.'];
  const largest = Math.max(...values);
  const shift = values.some((z) => Math.abs(z) > FAR) ? largest : 0;
  const powers = values.map((z) => Math.exp(z - shift));
  const text = (value) => significant(value, 4);
  const sum = powers.reduce((total, power) => total + power, 0);
  const raised = shift === 0 ? 'e^z' : 'e^(z − largest z)';
  return [
    `[[Softmax]] makes [[probabilities]] of all ${values.length} outputs: p = ${raised}, divided by their sum.`,
    `${raised} = ${text(powers[index])}; sum ${powers.map(text).join(' + ')} = ${text(sum)}`,
    `p = ${text(powers[index])} / ${text(sum)} = ${probability(chance, 2)}`,
  ];
}

const classification = {
  reading: 'probability',
  readings: 'probabilities',
  output: 'its [[logit]]',
  write: (header, k, chance) => probability(chance),
  widest: () => probability(1),
  brief: (header, readings, answer) => `${outputName(header, answer)} ${probability(readings[answer], 0)}`,
  answer: (header, readings, answer) => `${outputName(header, answer)} ${probability(readings[answer])}`,
  all: (header, readings) => Array.from(readings, (chance, k) => `${outputName(header, k)} ${probability(chance)}`).join(', '),
  verdict(header, answer, truth) {
    const name = outputName(header, answer);
    if (truth === null) return `Predicted ${name}.`;
    return answer === truth ? `Predicted ${name}: right.` : `Predicted ${name}: wrong, it is ${outputName(header, truth)}.`;
  },
  guess(header, answer, truth) {
    const name = outputName(header, answer);
    if (truth === null) return `${name}.`;
    return answer === truth ? `${name}: just luck.` : `${name}: it is ${outputName(header, truth)}.`;
  },
  /** Beside an output, where a row is followed whose truth is known. */
  note: (header, k, truth) => (k === truth ? 'true' : ''),
  lines: (header, { outputs, readings }, index) => softmaxLines(outputs, index, readings[index]),
  /** @returns {string} e.g. "5 Adelie, 7 Gentoo, 4 Chinstrap" */
  batch(header, rows, y) {
    const counts = groupsIn(header.net.task, rows, y);
    const present = counts.flatMap((count, k) => (count > 0 ? [`${count} ${outputName(header, k)}`] : []));
    return present.length === 1 ? `${present[0]}: only one ${header.nouns.target} in this batch` : present.join(', ');
  },
  /** One telling fact about an output on the training rows. */
  fact: (header, { answers }, { y }, index, rows) =>
    `predicted for ${rows.filter((row) => answers[row] === index).length} of ${rows.length} training rows`,
};

/** A value of the target in its own unit, with no more digits than its spread gives reason for. */
function valueText({ net: { task } }, k, value) {
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(task.std))));
  return withUnit(fixed(value, decimals), task.outputs[k].unit);
}

/** What was to be learned, in the target's own unit. */
const wanted = ({ net: { task } }, y) => task.mean + y * task.std;

const regression = {
  reading: 'value',
  readings: 'values',
  output: 'the value, [[standardised]]',
  write: valueText,
  widest: (header) => valueText(header, 0, header.net.task.range.high),
  brief: (header, readings) => valueText(header, 0, readings[0]),
  answer: (header, readings) => `${outputName(header, 0)} ${valueText(header, 0, readings[0])}`,
  all: (header, readings) => Array.from(readings, (value, k) => `${outputName(header, k)} ${valueText(header, k, value)}`).join(', '),
  verdict: (header, answer, truth) => `Predicted ${regression.guess(header, answer, truth)}`,
  guess(header, answer, truth) {
    const name = `${outputName(header, 0)} ${valueText(header, 0, wanted(header, answer))}`;
    return truth === null ? `${name}.` : `${name}, it is ${valueText(header, 0, wanted(header, truth))}.`;
  },
  note: () => '',
  lines: (header, { readings }, index) => [
    `The value is z · standard deviation + mean of the training rows = ${valueText(header, index, readings[index])}`,
  ],
  batch: (header, rows, y) =>
    `mean ${outputName(header, 0)} ${valueText(header, 0, wanted(header, Array.from(rows).reduce((sum, row) => sum + y[row], 0) / rows.length))}`,
  fact(header, { answers }, { y }, index, rows) {
    const off = rows.reduce((sum, row) => sum + Math.abs(answers[row] - y[row]), 0) / rows.length;
    return `off by ${valueText(header, 0, off * header.net.task.std)} on average of ${rows.length} training rows`;
  },
};

const WORDS = { classification, regression };

/** What is said in the task of a header. */
export const taskWords = ({ net }) => WORDS[net.task.key];

/** @returns {string} "probability 98.1 %" */
export const readingOf = (header, k, value) => `${taskWords(header).reading} ${taskWords(header).write(header, k, value)}`;

/** @returns {string} "predicted Adelie 98.1 %", or why nothing is */
export const answerText = (header, readings, answer) =>
  (header.net.task.isAnswer(answer) ? `predicted ${taskWords(header).answer(header, readings, answer)}` : NO_ANSWER);

/**
 * What the network makes of a row, in words.
 * @param {number | null} truth null: nobody knows it
 * @param {boolean} untrained then even what is right is luck
 */
export function verdict(header, answer, truth, untrained) {
  if (!header.net.task.isAnswer(answer)) return 'The outputs are not numbers: no prediction.';
  const words = taskWords(header);
  return untrained ? `Not trained yet, it guesses ${words.guess(header, answer, truth)}` : words.verdict(header, answer, truth);
}
