// A part of the page runs again, a while after what it has drawn has come.

/** Streamlit says here whether a run is under way. */
const AT_REST = '[data-testid=stApp][data-test-script-state=notRunning]';

/** So long after a click or a key, in ms, the run that it asks for may not have begun yet. */
const FIRST_COME = 300;

/** A browser may say for long that it is never idle, as Chromium does after some scrolling; so long is waited, in ms. */
const PATIENCE = 300;

/** When the browser has nothing else to do: what has been clicked comes first. */
const whenIdle = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: PATIENCE }) : setTimeout(act));

const clocks = new WeakMap();
let touched = -Infinity;

for (const kind of ['pointerdown', 'pointerup', 'keydown', 'popstate']) {
  window.addEventListener(kind, () => { touched = performance.now(); }, true);
}

/** Whether nobody else's run is under way or may have been asked for. */
function alone() {
  return performance.now() - touched > FIRST_COME && document.querySelector(AT_REST) !== null;
}

/**
 * Ask for the next run of the fragment that this stands in; Streamlit calls this after each.
 *
 * Of two requests that meet, Streamlit may forget one, and what it has drawn of a whole page may be
 * lost when a fragment runs right after it. If our own request is lost, there is another one.
 * @param {{data: {seconds: number}, parentElement: Node, setTriggerValue: Function}} component
 * @returns {() => void} what is to be done when the fragment asks for no more
 */
export default function again({ data, parentElement, setTriggerValue }) {
  clearInterval(clocks.get(parentElement));
  const clock = setInterval(() => whenIdle(() => {
    if (clocks.get(parentElement) === clock && alone()) setTriggerValue('due', true);
  }), 1000 * data.seconds);
  clocks.set(parentElement, clock);
  return () => {
    clearInterval(clock);
    if (clocks.get(parentElement) === clock) clocks.delete(parentElement);
  };
}
