// Asking the page for what is missing, again and again until it has come. DOM-free.

/** What is sent while the film mounts may get lost. */
const MILLISECONDS_BETWEEN_REQUESTS = 1000;

/**
 * @param {() => void} ask sends one request
 * @returns {{need: (missing: boolean) => void, stop: () => void}} need: whether something is missing by now
 */
export function createResync(ask) {
  let asking = null;

  function stop() {
    clearInterval(asking);
    asking = null;
  }

  function need(missing) {
    if (missing === (asking !== null)) return;
    stop();
    if (!missing) return;
    asking = setInterval(ask, MILLISECONDS_BETWEEN_REQUESTS);
    ask();
  }

  return { need, stop };
}
