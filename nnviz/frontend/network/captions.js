// The words and numbers around the pictures. A text is set only where it differs: each change costs a layout.

import { counted } from '../shared/format.js';
import { setText } from '../shared/elements.js';
import { focused } from './draw_diagram.js';
import { describeSelection } from './names.js';
import { unitOf } from '../shared/measures.js';
import { momentNumbers, trainingNote } from './summary.js';
import { setTerms } from '../shared/terms.js';
import { ACTIVATION_CLAMP, diverging, shades } from '../shared/theme.js';
import { taskWords } from './words_task.js';

/** What the colours of the neurons stand for, in each mode. */
const NEURONS = {
  response: (header) => `pictures: [[activation]] over the [[decision map]]; outputs: [[${taskWords(header).reading}]]`,
  swarm: ({ nouns, net: { task } }) =>
    `pictures: [[activation]] for every ${nouns.row}${task.groups > 1 ? `, a column per ${nouns.target}` : ''}`,
  row: ({ nouns }) => `neurons: [[activation]] for the ${nouns.row} followed; outputs: [[z]]`,
  maps: ({ nouns }) => `[[feature maps]]: [[activation]] for the ${nouns.row} followed; s stands above each layer`,
  bias: ({ net }) => `neurons: [[bias]]; inputs${net.parts.some(({ columns }) => columns === 0) ? ' and pooling' : ''} have none`,
};

/** The colour scales with their captions. */
export function captionScales({ neuronScale, weightScale, lineLegend }, moment, mode, theme) {
  const { weight, activation } = theme.palette;
  const clamp = moment.header.weight_clamp;
  const nonFiniteColor = shades(weight, theme.background).css.at(-1);
  const shared = { theme, anyNonFinite: moment.anyNonFinite, nonFiniteColor };
  const pairs = { response: activation, swarm: null, row: activation, maps: activation, bias: weight };
  neuronScale.update({
    ...shared,
    pair: pairs[mode],
    clamp: { bias: clamp, maps: 's' }[mode] ?? ACTIVATION_CLAMP,
    text: NEURONS[mode](moment.header),
  });
  weightScale.update({ ...shared, pair: weight, clamp, text: `${weightsText(moment)}; beyond ±${clamp} drawn as ±${clamp}` });
  lineLegend.update({ colors: [-1, 1].map((value) => diverging(value, 1, weight, theme.background)), ...linesText(moment) });
}

/** What the cells of the matrices stand for. */
function weightsText({ isDifference, isSame, epoch, otherEpoch }) {
  if (!isDifference) return '[[weight]] (and [[bias]])';
  if (isSame) return 'no difference yet: both runs have the same weights here';
  return `[[weight]] (and [[bias]]) minus the other run’s${otherEpoch === epoch ? '' : ` at epoch ${otherEpoch}`}`;
}

/** What the colours and widths of the lines stand for; no words where there is nothing to see. */
export function linesText({ isDifference, isSame }) {
  if (!isDifference) return { words: ['negative', 'positive [[weight]]'], sized: '· width = size' };
  if (isSame) return { words: [], sized: 'no difference yet to the other run' };
  return { words: ['less', 'more than the other run'], sized: '' };
}

/** A unit as a term, where there is one. */
const marked = (unit) => (unit ? `[[${unit}]]` : '');

/** The line of numbers at the cursor. */
export function captionRow({ readout, slider, section }, moment) {
  const { header, history } = moment;
  const numbers = momentNumbers(moment);
  readout.build(header.curves);
  for (const [key, text] of Object.entries(numbers)) setText(readout.values[key], text);
  setText(readout.units.epoch, `of ${header.epochs}`);
  for (const curve of header.curves) setTerms(readout.units[curve.name], marked(unitOf(header, curve)));
  const changed = moment.edited ? ['with your changes'] : moment.batches ? [`after ${moment.batches.done} of ${counted(moment.batches.of, 'batch', 'batches')}`] : [];
  setText(readout.note, [...changed, trainingNote(header, history.rows, history.epochs[history.rows - 1])].filter(Boolean).join(' · '));
  slider.setAttribute('aria-valuemax', header.epochs);
  slider.setAttribute('aria-valuenow', numbers.epoch);
  slider.setAttribute('aria-valuetext', `epoch ${numbers.epoch} of ${header.epochs}, test loss ${numbers.test_loss}`);
  section.dataset.epoch = numbers.epoch;
}

/**
 * What has happened last, one thing at a time: as it happens while the film stands there, later as something past.
 * @returns {{epoch: number, isPast: boolean, sentence: string} | null}
 */
export function lastMilestone({ header: { milestones = [] }, epoch, batches, edited }) {
  const last = milestones.findLast((one) => one.epoch <= epoch);
  if (!last) return null;
  const isPast = last.epoch < epoch || batches?.done > 0 || edited;
  return { epoch: last.epoch, isPast, sentence: isPast ? last.past : last.sentence };
}

/** Say it: the button leads to its epoch. */
export function captionMilestone({ milestone }, moment) {
  const last = lastMilestone(moment);
  milestone.root.classList.toggle('milestone-past', Boolean(last?.isPast));
  milestone.root.style.visibility = last ? '' : 'hidden'; // its place stays, so that nothing below moves
  setText(milestone.epoch, last ? `epoch ${last.epoch}` : '');
  setTerms(milestone.sentence, last ? `: ${last.sentence}` : '');
}

/** What is pointed at. */
export function captionSelection({ pointed }, moment) {
  setText(pointed, describeSelection(focused(moment), moment));
}
