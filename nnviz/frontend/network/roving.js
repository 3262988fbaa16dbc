// Many buttons, one stop of the tab key: the arrow keys lead from one to the next.

/** The place an arrow key leads to; null for any other key, which in a single column left and right are. */
export function placeAfter(key, at, count, columns) {
  const moves = { ArrowUp: -columns, ArrowDown: columns, Home: -at, End: count - 1 - at };
  if (columns > 1) Object.assign(moves, { ArrowLeft: -1, ArrowRight: 1 });
  if (!(key in moves)) return null;
  const next = at + moves[key];
  return next >= 0 && next < count ? next : at;
}

/**
 * Let the arrow keys lead through the buttons inside an element.
 * @param {HTMLElement} root
 * @param {() => HTMLButtonElement[]} buttons those there are now, row by row
 * @param {() => number} columns
 * @returns {() => void} to be called when there are other buttons
 */
export function rove(root, buttons, columns) {
  function stopAt(chosen) {
    for (const button of buttons()) button.tabIndex = button === chosen ? 0 : -1;
  }

  root.addEventListener('focusin', (event) => {
    if (buttons().includes(event.target)) stopAt(event.target);
  });
  root.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = buttons();
    const at = all.indexOf(event.target);
    const next = at < 0 ? null : placeAfter(event.key, at, all.length, columns());
    if (next === null) return;
    event.preventDefault(); // not the film's key here
    all[next].focus();
  });

  return () => {
    const all = buttons();
    if (all.length > 0 && !all.some((button) => button.tabIndex === 0)) stopAt(all[0]);
  };
}
