// A page on paper: light colours in any theme, drawn before the browser takes its picture.

import { isPresented, present, print } from '../shared/showing.js';

const isDark = () => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark';

const SHEET = 688; // pixels between the margins of A4

/** Charts are as wide as the screen lets them be: on paper they are no wider than the sheet. */
function fitCharts(printed) {
  for (const drawn of document.querySelectorAll('.stPlotlyChart .main-svg:first-child')) {
    const place = drawn.closest('[data-testid="stElementContainer"]');
    place.style.zoom = printed ? String(Math.min(1, SHEET / Number.parseFloat(drawn.getAttribute('width')))) : '';
  }
}

const COPY = 'chart-on-paper';

/** What a graphics processor has drawn is gone by the time of the print: a copy of it, drawn anew, takes its place. */
function copyLandscapes() {
  for (const { _fullLayout: layout } of document.querySelectorAll('.js-plotly-plot')) {
    for (const name of layout?._subplots?.gl3d ?? []) {
      const { container, glplot } = layout[name]._scene;
      glplot.redraw();
      const { width, height, style } = glplot.canvas;
      const copy = Object.assign(document.createElement('canvas'), { className: COPY, width, height });
      copy.style.cssText = style.cssText;
      copy.getContext('2d').drawImage(glplot.canvas, 0, 0);
      container.append(copy);
    }
  }
}

/**
 * Let the page be printed.
 * @param {AbortController} life until when
 */
export function keepPrinting({ signal }) {
  let presented = false; // a sheet is the page as it is at a desk
  window.addEventListener('beforeprint', () => {
    presented = isPresented();
    present(false);
    document.documentElement.toggleAttribute('data-dark', isDark());
    fitCharts(true);
    copyLandscapes();
    print(true);
  }, { signal });
  window.addEventListener('afterprint', () => {
    fitCharts(false);
    document.querySelectorAll(`.${COPY}`).forEach((copy) => copy.remove());
    print(false);
    present(presented);
  }, { signal });
}
