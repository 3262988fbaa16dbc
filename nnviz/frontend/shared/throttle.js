// Writing less often than things change: numbers that follow each other too fast cannot be read. DOM-free.

/**
 * Call `write` at most so many times a second; the last call that was held back comes late, but comes.
 * @param {(...args: any[]) => void} write
 * @param {number} perSecond
 * @returns {(urgent: boolean, ...args: any[]) => void} urgent: now, whatever came before
 */
export function createThrottle(write, perSecond) {
  const gap = 1000 / perSecond;
  let last = -Infinity;
  let timer = null;
  let held = [];

  function run() {
    clearTimeout(timer);
    timer = null;
    last = Date.now();
    write(...held);
  }

  return (urgent, ...args) => {
    held = args;
    const wait = last + gap - Date.now();
    if (urgent || wait <= 0) run();
    else timer ??= setTimeout(run, wait);
  };
}
