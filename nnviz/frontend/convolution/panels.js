// The elements of the film: picture, filter, products, map, what is pooled of it; the sum as text; what a shift has changed.

import { element, setText } from '../shared/elements.js';
import { capital } from '../shared/format.js';
import { plain, setTerms } from '../shared/terms.js';
import { createCells } from './cells.js';
import { SIDE } from './film.js';
import { createWeights } from './weights.js';
import { lineText, shownLine } from './words.js';

const LINES = 6; // of the sum of a place

/** A grid under its name, with a note below. */
function createFigure(name, grid, more = []) {
  const title = element('figcaption', 'conv-caption');
  const note = element('p', 'conv-note');
  const root = element('figure', `conv-figure conv-${name}`, {}, [title, grid.root, ...more, note]);
  return { root, title, note };
}

/** A line of the sum, whose later terms keep their place unseen. */
function createLine() {
  const name = element('dt', 'conv-line-name');
  const terms = element('span', 'conv-terms');
  const result = element('strong', 'conv-result');
  const root = element('dd', 'conv-line', {}, [terms, result]);
  let written = '';

  /** term: the one that is being added, in this line; null: all of it is there; −1: nothing of it */
  function write(line, term) {
    setTerms(name, line?.name ?? '');
    const now = line ? line.terms.join(line.sign) : '';
    if (now !== written) {
      written = now;
      const spans = (line?.terms ?? []).map((text, i) => element('span', 'conv-term', {}, [`${i > 0 ? line.sign : ''}${text}`]));
      terms.replaceChildren(...spans);
    }
    setText(result, line ? `${line.is ?? ' = '}${line.result}` : '');
    [...terms.children].forEach((span, i) => {
      span.classList.toggle('conv-later', term !== null && i > term);
      span.classList.toggle('conv-now', term === i);
    });
    result.classList.toggle('conv-later', term !== null);
  }

  return { parts: [name, root], write };
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @param {{weight: (index: number, value: number) => void, reset: () => void, scrub: (step: number) => void}} act
 * @returns {object} section; picture, products, map, pooled (cells), weights; controls (where the transport goes);
 *   open(film), write(film, moment, shown)
 */
export function createPanels(container, act) {
  const picture = createCells('picture', ['seen', 'window']);
  const products = createCells('products', ['term']);
  const map = createCells('map', ['square', 'winner', 'place']);
  const pooled = createCells('pooled', ['place']);
  const weights = createWeights(act.weight);
  products.size(SIDE, SIDE);
  const reset = element('button', 'film-button conv-reset', { type: 'button' }, ['Back to its weights']);
  reset.addEventListener('click', act.reset);
  const figures = {
    picture: createFigure('picture', picture),
    filter: createFigure('filter', weights, [reset]),
    products: createFigure('products', products),
    map: createFigure('map', map),
    pooled: createFigure('pooled', pooled),
  };
  figures.filter.note.dataset.picture = 'no';
  setText(figures.filter.note, 'Drag or type a number.');
  const scrub = element('input', 'conv-scrub', { type: 'range', min: '0', step: '1', value: '0', 'aria-label': 'Place' });
  scrub.addEventListener('input', () => act.scrub(Number(scrub.value)));
  const controls = element('div', 'conv-controls');
  const title = element('p', 'conv-title');
  const told = element('p', 'conv-told');
  const lines = Array.from({ length: LINES }, createLine);
  const sum = element('div', 'conv-sum', {}, [title, told, element('dl', 'conv-lines', {}, lines.flatMap(({ parts }) => parts))]);
  const changes = element('p', 'conv-changes', { role: 'status' });
  const grid = element('div', 'conv', {}, [
    ...Object.values(figures).map(({ root }) => root), scrub, controls, sum,
    element('div', 'conv-shift', {}, [element('p', 'conv-shift-title', {}, ['What a shift changes']), changes]),
  ]);
  const section = element('section', 'player', { 'data-testid': 'convolution-player', 'aria-label': 'A filter slides over a picture', tabindex: '-1' }, [grid]);
  container.append(section);

  /** What holds for the whole film. */
  function open(film) {
    const { rows, columns } = film.picture;
    picture.size(rows + 2 * film.padding, columns + 2 * film.padding);
    map.size(film.map.rows, film.map.columns);
    pooled.size(film.pools.rows, film.pools.columns);
    scrub.max = String(film.steps);
    figures.pooled.root.classList.toggle('conv-absent', film.pools.count === 0);
    setTerms(figures.picture.title, capital(film.name));
    setTerms(figures.products.title, 'Pixel × weight');
    setTerms(figures.map.title, `[[Feature map]], ${film.map.rows} × ${film.map.columns}`);
    setTerms(figures.pooled.title, film.pools.count === 0 ? '' : `${capital(film.pooling)} [[pooled]], ${film.pools.rows} × ${film.pools.columns}`);
  }

  /** The sum of the moment, line by line. */
  function writeSum(moment, found) {
    const rows = moment.kind === 'pool' ? found.numbers.length : SIDE;
    lines.forEach((line, i) => {
      const begins = i * rows;
      const at = moment.term === null ? null : Math.max(-1, moment.term - begins);
      line.write(found.lines[i], at !== null && at >= rows ? null : at);
    });
  }

  function write(film, moment, { found, head, changed, own, note, state }) {
    setTerms(title, head.title);
    setTerms(told, head.told);
    writeSum(moment, found);
    setTerms(changes, changed);
    setTerms(figures.filter.title, `[[Filter]]: ${own ? 'your own' : film.filter.label}`);
    setText(figures.pooled.note, note);
    reset.classList.toggle('conv-absent', !own);
    const at = String(moment.number);
    if (scrub.value !== at) scrub.value = at;
    const arithmetic = moment.term === -1 ? plain(head.told) : `${found.lines.map(lineText).join('. ')}.`;
    const says = `${plain(head.title)}. ${arithmetic}`;
    scrub.setAttribute('aria-valuetext', says);
    picture.label(`The picture: ${film.name}. ${plain(head.told)}`);
    products.label(moment.kind === 'filter' ? `The nine products. ${says}` : 'The nine products');
    section.dataset.caption = shownLine(film, own);
    section.dataset.state = state;
    section.dataset.step = at;
    section.dataset.kind = moment.kind;
    section.dataset.place = String(moment.place);
  }

  return { section, picture, products, map, pooled, weights, controls, open, write };
}
