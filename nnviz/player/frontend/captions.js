// The words and numbers around the pictures. A text is set only where it differs: each change costs a layout.

import { describeSelection } from './names.js';
import { chancesText, measurementsText } from './penguins.js';
import { rowNumbers, trainingNote } from './summary.js';
import { shades } from './theme.js';

const HINT = 'Point at a line, a neuron or a cell to read its value.';

/** Set a text where it differs. */
export const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

/** The colour scales with their captions. */
export function captionScales({ neuronScale, weightScale }, header, scene, who, theme) {
  const { weight, activation } = theme.palette;
  const { isActivation, clamp } = scene.fill;
  const shared = { theme, anyNonFinite: scene.anyNonFinite, nonFiniteColor: shades(weight, theme.background).css.at(-1) };
  neuronScale.update({
    ...shared,
    pair: isActivation ? activation : weight,
    clamp,
    text: isActivation ? `neurons: activation for ${who}; outputs: z` : 'neurons: bias; inputs have none',
  });
  weightScale.update({
    ...shared,
    pair: weight,
    clamp: scene.clamp,
    text: `weight (and bias) value; beyond ±${scene.clamp} drawn as ±${scene.clamp}`,
  });
}

/** The line of numbers at the cursor. */
export function captionRow({ readout, slider, section }, header, history, row) {
  const numbers = rowNumbers(history, row);
  for (const [key, text] of Object.entries(numbers)) setText(readout.values[key], text);
  setText(readout.units.epoch, `of ${header.epochs}`);
  setText(readout.units.train_loss, header.loss_unit);
  setText(readout.units.test_loss, header.loss_unit);
  setText(readout.note, trainingNote(header, history.rows, history.epochs[history.rows - 1]));
  slider.setAttribute('aria-valuemax', header.epochs);
  slider.setAttribute('aria-valuenow', numbers.epoch);
  slider.setAttribute('aria-valuetext', `epoch ${numbers.epoch} of ${header.epochs}, test loss ${numbers.test_loss}`);
  section.dataset.epoch = numbers.epoch;
}

/** What is pointed at, and the penguin the activations are for. */
export function captionSelection({ pointed, penguin, fill }, header, scene, choice) {
  const text = describeSelection(scene.selection, header, scene);
  const isNeuron = scene.selection?.kind === 'neuron';
  setText(pointed, text ? text + (isNeuron && scene.layers ? ` for ${choice.who}` : '') : HINT);
  const { isActivation } = scene.fill;
  fill.who.hidden = !isActivation;
  penguin.hidden = !isActivation;
  if (!isActivation) return;
  setText(penguin, `${choice.who}: ${measurementsText(header, choice.rows, choice.row)} → ${chancesText(header, scene.chances)}`);
}
