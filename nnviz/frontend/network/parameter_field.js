// A weight or bias that can be changed: its field, and a button that takes the change back.

import { element, setText } from '../shared/elements.js';
import { createValueField } from './value_field.js';
import { exact, typed } from './words_numbers.js';
import { reach, readParameter } from './words_neuron.js';

/**
 * @param {{edit: (offset: number, value: number) => void, undo: (offset: number) => void}} actions
 * @returns {{root: HTMLElement, show: (name: string, offset: number, moment: object) => void}}
 */
export function createParameterField(actions) {
  let offset = -1;
  let bound = 0;
  const field = createValueField({ read: readParameter, onValue: (value) => actions.edit(offset, value) });
  const undo = element('button', 'card-button', { type: 'button' }, ['Undo']);
  const was = element('span', 'card-note');
  const undoing = element('p', 'card-row', {}, [undo, was]);
  const root = element('div', 'parameter', {}, [field.root, undoing]);
  undo.addEventListener('click', () => actions.undo(offset));

  /** @param {string} name "bias" or "weight" */
  function show(name, nextOffset, { params, recorded, edited, edits }) {
    if (nextOffset !== offset) {
      offset = nextOffset;
      bound = 0;
      field.clear();
    }
    const value = params[offset];
    // While it is pulled towards zero, the slider's ends must stay where they are.
    bound = Math.max(bound, reach(value));
    field.show({ name, value, text: typed(value), low: -bound, high: bound, step: 0.01 });
    const isEdited = edited && edits.has(offset);
    undoing.hidden = !isEdited;
    if (isEdited) setText(was, `edited; trained value ${exact(recorded[offset])}`);
  }

  return { root, show };
}
