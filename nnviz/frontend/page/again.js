// A part of the page runs again, a while after what it has drawn has come.

/** Streamlit says here whether a run is under way. */
const AT_REST = '[data-testid=stApp][data-test-script-state=notRunning]';

const clocks = new WeakMap();

/**
 * Ask for the next run of the fragment that this stands in; Streamlit calls this after each.
 *
 * Never while a run is under way: what Streamlit has drawn of a whole page may be lost when a
 * fragment runs right after it, and then its films are put up anew. If the request is lost, there
 * is another one.
 * @param {{data: {seconds: number}, parentElement: Node, setTriggerValue: Function}} component
 * @returns {() => void} what is to be done when the fragment asks for no more
 */
export default function again({ data, parentElement, setTriggerValue }) {
  clearInterval(clocks.get(parentElement));
  const clock = setInterval(() => {
    if (document.querySelector(AT_REST)) setTriggerValue('due', true);
  }, 1000 * data.seconds);
  clocks.set(parentElement, clock);
  return () => clearInterval(clock);
}
