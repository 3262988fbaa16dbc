// A number that its box refuses is answered beside the box, in words, with what is allowed.
//
// Streamlit leaves a number beyond the bounds in the box and goes on with the one before; of one with
// a fraction, a box for whole numbers takes the whole part. Neither is said on the page. The style
// sheet shows the words as long as the browser calls the box invalid.

const BOX = '[data-testid=stNumberInput]';
const FIELD = '[data-testid=stNumberInputField]';

/** Say what is allowed wherever something else is typed; once for the whole document. */
export function tellBounds() {
  document.addEventListener('input', tell, true);
}

function tell({ target }) {
  if (!target.matches?.(FIELD)) return;
  const words = refusal(target);
  target.closest(BOX).dataset.refusal = words;
  if (words) target.setAttribute('aria-description', words);
  else target.removeAttribute('aria-description');
}

const shown = (text) => String(Number(text)).replace('-', '−');

/**
 * Why a box does not take what is typed; short, as some boxes are narrow.
 * @param {{value: string, min: string, max: string, step: string}} field
 * @returns {string} a sentence; empty if it takes it
 */
export function refusal({ value, min, max, step }) {
  const number = Number(value);
  const whole = [min, max].every((end) => Number.isInteger(Number(end))) && Number(step) === 1;
  const within = number >= Number(min) && number <= Number(max);
  if (value === '' || (within && (!whole || Number.isInteger(number)))) return '';
  return `Not ${shown(value)}: ${whole ? 'whole numbers' : 'numbers'} from ${shown(min)} to ${shown(max)}.`;
}
