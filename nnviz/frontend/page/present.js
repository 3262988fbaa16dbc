// A page before a class: as large as the back row needs it, with nothing to set. The link says so: present=1.

import { DUE, presentInAddress, writePresent } from '../shared/address.js';
import { isPresented, present } from '../shared/showing.js';

const WRITTEN_IN = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]';

/** Present the page as it is: one more step for Back, which leads out again on a screen without keys. */
export function startPresenting() {
  present(true);
  writePresent(true, true);
  document.querySelector('[data-testid=stMain]')?.scrollTo({ top: 0, behavior: 'instant' });
}

function stopPresenting() {
  present(false);
  writePresent(false, false);
}

function hear(event) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.composedPath()[0].closest?.(WRITTEN_IN)) return;
  const { key } = event;
  if (key === 'Escape' && isPresented()) stopPresenting();
  else if (key === 'p' || key === 'P') (isPresented() ? stopPresenting : startPresenting)();
}

/**
 * Let the page be presented, by its key or by its address.
 * @param {AbortController} life until when
 */
export function keepPresenting({ signal }) {
  // Behind the films, which may have something open that Escape closes first.
  window.addEventListener('keydown', hear, { signal });
  window.addEventListener('popstate', () => present(presentInAddress()), { signal });
  // The page writes its fields alone.
  document.addEventListener(DUE, () => isPresented() && writePresent(true, false), { signal });
  present(isPresented() || presentInAddress());
}
