// A press of a button counts, whatever the page does while it lasts.
//
// Whoever types into a field and presses a button without leaving it makes the page run as the mouse
// goes down: what stands above the button grows, the button moves or is put up anew, and the mouse
// comes up over something else, which is no click. So a field is left when the press is complete, as
// it is on a touch screen; and where a run that was under way already has put up another button in
// its place, or has moved it, that one is clicked.

const BUTTON = '[data-testid=stButton] button';
const FIELD = 'input, textarea';

/** The button that is held down, where it was then, and the selector of whatever takes its place. */
let held = null;

/** Whether a press has been counted that the browser may yet count as a click, on whatever is there. */
let counted = false;

/** Make presses count; once for the whole document. */
export function keepPresses() {
  document.addEventListener('pointerdown', begin, true);
  document.addEventListener('mousedown', stayInField, true);
  document.addEventListener('pointerup', end, true);
  document.addEventListener('pointercancel', forget, true);
  document.addEventListener('click', click, true);
}

function begin(event) {
  const button = event.isPrimary && event.button === 0 && event.target.closest?.(BUTTON);
  const key = button && [...button.closest('[class*=st-key-]').classList].find(isKey);
  held = button
    ? { button, at: button.getBoundingClientRect(), selector: `.${CSS.escape(key)} button` }
    : null;
  counted = false;
}

function stayInField(event) {
  const field = document.activeElement;
  if (event.target.closest?.(BUTTON) && field?.matches(FIELD)) event.preventDefault();
}

function end(event) {
  const press = held;
  held = null;
  if (!press || !within(press.at, event)) return;
  const under = document.elementFromPoint(event.clientX, event.clientY);
  if (press.button.contains(under)) return; // the browser's own click follows
  document.querySelector(press.selector)?.click();
  counted = true;
}

function forget() {
  held = null;
}

function click(event) {
  const ofThePress = counted && event.isTrusted && event.detail > 0; // a key's click has no detail
  if (ofThePress) {
    counted = false;
    event.stopImmediatePropagation();
    event.preventDefault();
    return;
  }
  // A field says what was typed before the button is heard.
  event.target.closest?.(BUTTON)?.focus({ preventScroll: true });
}

function isKey(name) {
  return name.startsWith('st-key-');
}

function within({ left, right, top, bottom }, { clientX, clientY }) {
  return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
}
