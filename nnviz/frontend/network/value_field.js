// One number that can be typed or pulled: a field, a slider, and a sentence where what is typed cannot be.

import { element, setText } from '../shared/elements.js';

const PATIENCE = 600; // milliseconds in which half a number may be completed
let fields = 0;

/**
 * @param {{read: (text: string) => {value: number | null, error: string}, onValue: (value: number) => void}} options
 *   read: what was typed, or a sentence why not
 * @returns {{root: HTMLElement, show: Function, clear: () => void}}
 */
export function createValueField({ read, onValue }) {
  const id = `value-field-${(fields += 1)}`;
  const name = element('label', 'value-name', { for: id });
  const range = element('input', 'value-range', { type: 'range' });
  const input = element('input', 'value-input', {
    id, type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `${id}-error`,
  });
  const unit = element('span', 'value-unit', { 'aria-hidden': 'true' });
  const error = element('p', 'value-error', { id: `${id}-error`, role: 'status' });
  error.hidden = true;
  const root = element('div', 'value-field', {}, [name, range, input, unit, error]);
  let shown = null; // the number that the field stands for
  let step = null;
  let pulling = false;
  let waiting = null;

  function say(sentence) {
    clearTimeout(waiting);
    setText(error, sentence);
    error.hidden = !sentence;
    input.setAttribute('aria-invalid', String(sentence !== ''));
  }

  function take(value) {
    say('');
    shown = Math.fround(value);
    onValue(value);
  }

  // The click that leads into the field selects its text; the next one sets the caret.
  let entered = false;
  input.addEventListener('focus', () => {
    entered = true;
  });
  input.addEventListener('click', () => {
    if (entered && input.selectionStart === input.selectionEnd) input.select();
    entered = false;
  });

  input.addEventListener('input', () => {
    const typed = read(input.value);
    clearTimeout(waiting);
    if (typed.value === null) waiting = setTimeout(() => say(typed.error), PATIENCE);
    else {
      range.value = String(typed.value);
      take(typed.value);
    }
  });
  input.addEventListener('change', () => say(read(input.value).error));
  range.addEventListener('input', () => {
    const value = Number((Math.round(range.valueAsNumber / step) * step).toPrecision(6));
    input.value = String(value);
    take(value);
  });
  range.addEventListener('pointerdown', () => {
    pulling = true;
  });
  const letGo = () => {
    pulling = false;
  };
  range.addEventListener('pointerup', letGo);
  range.addEventListener('pointercancel', letGo);
  range.addEventListener('lostpointercapture', letGo);
  range.addEventListener('blur', letGo);

  /**
   * Show a number; what is being typed stays as long as the number does.
   * @param {{name: string, unit?: string, note?: string, value: number, text: string, low: number, high: number, step: number}} next
   *   note: after the unit; text: the number as it is typed; step: of the slider
   */
  function show(next) {
    if (step !== next.step) range.step = String(next.step);
    step = next.step;
    setText(name, next.name);
    setText(unit, [next.unit, next.note].filter(Boolean).join(' '));
    const spoken = next.unit ? `${next.name} in ${next.unit}` : next.name;
    if (range.getAttribute('aria-label') !== `${spoken}, slider`) {
      range.setAttribute('aria-label', `${spoken}, slider`);
      input.setAttribute('aria-label', spoken);
    }
    if (range.min !== String(next.low)) range.min = String(next.low);
    if (range.max !== String(next.high)) range.max = String(next.high);
    if (Object.is(shown, Math.fround(next.value)) || pulling) return;
    shown = Math.fround(next.value);
    say('');
    input.value = next.text;
    range.value = String(Number.isFinite(next.value) ? next.value : 0);
  }

  /** Forget what was typed: another number comes next. */
  function clear() {
    shown = null;
    pulling = false;
  }

  return { root, show, clear };
}
