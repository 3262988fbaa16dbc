// A page on paper: light colours in any theme, drawn before the browser takes its picture.

import { print } from '../shared/showing.js';

const isDark = () => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark';

/** Let the page be printed; once for the whole document. */
export function keepPrinting() {
  window.addEventListener('beforeprint', () => {
    document.documentElement.toggleAttribute('data-dark', isDark());
    print(true);
  });
  window.addEventListener('afterprint', () => print(false));
}
