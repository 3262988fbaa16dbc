// A page on paper: light colours in any theme, drawn before the browser takes its picture.

import { print } from '../shared/showing.js';

const isDark = () => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark';

/** Charts are so wide as the screen lets them be: on paper they are scaled to the sheet. */
function scaleCharts() {
  for (const chart of document.querySelectorAll('.stPlotlyChart .main-svg')) {
    const [width, height] = ['width', 'height'].map((side) => Number.parseFloat(chart.getAttribute(side)));
    if (width > 0 && height > 0) chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
  }
}

function unscaleCharts() {
  for (const chart of document.querySelectorAll('.stPlotlyChart .main-svg')) chart.removeAttribute('viewBox');
}

/**
 * Let the page be printed.
 * @param {AbortController} life until when
 */
export function keepPrinting({ signal }) {
  window.addEventListener('beforeprint', () => {
    document.documentElement.toggleAttribute('data-dark', isDark());
    scaleCharts();
    print(true);
  }, { signal });
  window.addEventListener('afterprint', () => {
    unscaleCharts();
    print(false);
  }, { signal });
}
