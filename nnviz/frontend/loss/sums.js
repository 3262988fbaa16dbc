// The losses of the answer in numbers, and the gradient that each sends back.

import { element, setText } from '../shared/elements.js';
import { lineSample, short } from '../shared/loss_lines.js';
import { setTerms } from '../shared/terms.js';
import { signed, sums } from './words.js';

/** The lines of arithmetic, one for each way to make a number of what p misses. */
export function createSums() {
  const root = element('dl', 'sums');
  const lines = [];

  function line() {
    const parts = { name: element('dt', 'sum-name'), formula: element('span', 'sum-formula'), results: [] };
    parts.dd = element('dd', 'sum-line', {}, [parts.formula]);
    root.append(element('div', 'sum', {}, [parts.name, parts.dd]));
    return parts;
  }

  function result(parts) {
    const [name, value] = [element('span', 'sum-what'), element('strong', 'sum-value')];
    parts.dd.append(element('span', 'sum-result', {}, [name, ' ', value]));
    return { name, value };
  }

  return {
    root,
    show(p, label) {
      sums(p, label).forEach(({ name, formula, results }, i) => {
        const parts = (lines[i] ??= line());
        setTerms(parts.name, name);
        setText(parts.formula, formula);
        results.forEach((one, j) => {
          const shown = (parts.results[j] ??= result(parts));
          setTerms(shown.name, one.name);
          setText(shown.value, one.value);
        });
      });
    },
  };
}

/** Half of a cell's width stands for a gradient of 1. */
const REACH = 50;

function createCell() {
  const bar = element('span', 'gradient-bar', { 'aria-hidden': 'true' });
  const number = element('span', 'gradient-number');
  return { root: element('td', 'gradient-cell', {}, [number, element('span', 'gradient-track', { 'aria-hidden': 'true' }, [bar])]), bar, number };
}

/**
 * The gradient of each loss at each logit, as numbers and as bars from the middle.
 * @returns {{root: HTMLElement, show: (film: object, judged: Object<string, {delta: Float64Array}>, chosen: string) => void}}
 *   chosen: the loss whose steps are taken
 */
export function createGradients() {
  const head = element('tr', '');
  const body = element('tbody', '');
  const caption = element('caption', '');
  setTerms(caption, 'The [[gradient]] that each loss sends back: ∂L/∂z, how much the loss grows with each [[logit|logits]] z. A [[step]] goes the other way.');
  const root = element('table', 'gradients', {}, [caption, element('thead', '', {}, [head]), body]);
  let rows = [];
  let drawn = '';

  function build(film) {
    head.replaceChildren(element('td', 'gradient-corner'), ...film.classes.map((name) => element('th', '', { scope: 'col' }, [name])));
    rows = film.losses.map((loss) => {
      const cells = film.classes.map(createCell);
      const name = element('th', 'gradient-loss', { scope: 'row' }, [lineSample(loss), ` ${short(loss)}`]);
      if (loss.key === 'cross_entropy') name.append(element('span', 'gradient-rule', {}, [' = p − y']));
      return { key: loss.key, cells, root: element('tr', '', {}, [name, ...cells.map((cell) => cell.root)]) };
    });
    body.replaceChildren(...rows.map((row) => row.root));
  }

  return {
    root,
    show(film, judged, chosen) {
      const wanted = `${film.classes} ${film.losses.map(({ key }) => key)}`;
      if (wanted !== drawn) build(film);
      drawn = wanted;
      for (const { key, cells, root: row } of rows) {
        row.classList.toggle('is-chosen', key === chosen);
        cells.forEach(({ bar, number }, k) => {
          const slope = judged[key].delta[k];
          setText(number, signed(slope));
          bar.style.left = `${REACH + REACH * Math.min(0, slope)}%`;
          bar.style.width = `${REACH * Math.abs(slope)}%`;
        });
      }
    },
  };
}
