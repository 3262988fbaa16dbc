// A page on paper: light colours in any theme, drawn before the browser takes its picture.

import { print } from '../shared/showing.js';

const isDark = () => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark';

/**
 * Let the page be printed.
 * @param {AbortController} life until when
 */
export function keepPrinting({ signal }) {
  window.addEventListener('beforeprint', () => {
    document.documentElement.toggleAttribute('data-dark', isDark());
    print(true);
  }, { signal });
  window.addEventListener('afterprint', () => print(false), { signal });
}
