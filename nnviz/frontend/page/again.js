// A part of the page runs again, a while after what it has drawn has come.

/** Streamlit says here whether a run is under way. */
const AT_REST = '[data-testid=stApp][data-test-script-state=notRunning]';

/** So long after a click or a key, in ms, the run that it asks for may not have begun yet. */
const FIRST_COME = 300;

const clocks = new WeakMap();
let touched = -Infinity;

for (const kind of ['pointerup', 'keydown', 'popstate']) {
  window.addEventListener(kind, () => { touched = performance.now(); }, true);
}

/**
 * Ask for the next run of the fragment that this stands in; Streamlit calls this after each.
 *
 * Never while another run is under way or may have been asked for: of two requests that meet,
 * Streamlit may forget the first, and what it has drawn of a whole page may be lost when a fragment
 * runs right after it. If our own request is lost, there is another one.
 * @param {{data: {seconds: number}, parentElement: Node, setTriggerValue: Function}} component
 * @returns {() => void} what is to be done when the fragment asks for no more
 */
export default function again({ data, parentElement, setTriggerValue }) {
  clearInterval(clocks.get(parentElement));
  const clock = setInterval(() => {
    const alone = performance.now() - touched > FIRST_COME;
    if (alone && document.querySelector(AT_REST)) setTriggerValue('due', true);
  }, 1000 * data.seconds);
  clocks.set(parentElement, clock);
  return () => clearInterval(clock);
}
