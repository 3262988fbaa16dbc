// One batch as bars: what each of its rows adds to the loss. One of them can be taken apart above.

import { element, setText } from '../shared/elements.js';
import { short } from '../shared/loss_lines.js';
import { classMark } from '../shared/markers.js';
import { setTerms } from '../shared/terms.js';
import { batchOf, largestOf, probabilitiesOf } from './answer.js';
import { batchText, introduction, partText, rowText } from './words.js';

/**
 * @param {{takeRow: (row: number, reveals?: boolean) => void, goTo: (moment: number) => void}} acts of the viewer
 * @returns {{root: HTMLElement, show: (film: object, chosen: {moment: number, row: number | null, loss: string}) => void}}
 */
export function createBatch({ takeRow, goTo }) {
  const title = element('h3', 'batch-title');
  const after = element('output', 'batch-after');
  const slider = element('input', 'batch-epoch', { type: 'range', min: '0', step: '1', 'aria-label': 'Epoch' });
  slider.addEventListener('input', () => goTo(Number(slider.value)));
  const told = element('p', 'batch-told');
  const list = element('div', 'batch-bars', { role: 'radiogroup' });
  const level = element('span', 'batch-level', { 'aria-hidden': 'true' });
  const stage = element('div', 'batch-stage', {}, [list, level]);
  const [sum, mean] = [element('span', ''), element('strong', '')];
  const worst = element('button', 'film-button batch-worst', { type: 'button' }, ['Take the worst apart']);
  const [who, own] = [element('span', ''), element('span', 'batch-own')];
  const root = element('div', 'batch', {}, [
    element('div', 'batch-head', {}, [title, slider, after]),
    told,
    stage,
    element('p', 'batch-mean', {}, [sum, mean, '.']),
    element('div', 'batch-foot', {}, [element('p', 'batch-who', {}, [who, ' ', own]), worst]),
  ]);
  let rows = [];
  let drawn = null;
  let losing = 0;
  let written = '';
  const tops = {};
  worst.addEventListener('click', () => takeRow(losing, true));

  function build(film) {
    rows = film.batch.names.map((_, row) => {
      const input = element('input', 'visually-hidden', { type: 'radio', name: 'row' });
      input.addEventListener('change', () => takeRow(row));
      const bar = element('span', 'batch-bar');
      bar.style.setProperty('--own', `var(--class-${film.batch.y[row] % film.palette.light.classes.length})`);
      const part = element('span', 'batch-part', { 'aria-hidden': 'true' });
      const column = element('label', 'batch-row', {}, [
        input, element('span', 'batch-track', {}, [bar]), classMark(film, film.batch.y[row]), part,
      ]);
      return { input, bar, part, column };
    });
    list.replaceChildren(...rows.map(({ column }) => column));
    slider.max = String(film.batch.epochs.length - 1);
    drawn = film.batch;
  }

  function show(film, { moment: at, row: taken, loss }) {
    const wanted = [at, taken, loss, film.batch.names].join();
    if (wanted === written) return;
    written = wanted;
    if (drawn?.names.join() !== film.batch.names.join()) build(film);
    const batch = batchOf(film.batch, at, loss);
    const top = (tops[loss] ??= largestOf(film.batch, loss)); // the same at every moment, so that bars can be compared
    const epoch = film.batch.epochs[at];
    losing = batch.worst;
    setTerms(title, `From one ${film.nouns.row} to a [[batch]]`);
    setTerms(told, introduction(film));
    setTerms(after, `after [[epoch]] ${epoch}, measured by ${short(film.losses.find(({ key }) => key === loss))}`);
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', `epoch ${epoch}`);
    list.setAttribute('aria-label', `The ${film.nouns.row} to take apart`);
    rows.forEach(({ input, bar, part, column }, row) => {
      bar.style.height = `${(100 * batch.losses[row]) / top}%`;
      setText(part, partText(row, batch));
      column.classList.toggle('is-worst', row === batch.worst);
      column.title = rowText(film, row, batch);
      input.setAttribute('aria-label', column.title);
      input.checked = row === taken;
    });
    level.style.setProperty('--level', String(batch.mean / top));
    const chance = probabilitiesOf(film.batch.z(at, batch.worst))[film.batch.y[batch.worst]];
    const text = batchText(film, batch, chance);
    setTerms(sum, text.mean);
    setText(mean, text.value);
    setText(who, text.worst);
    setText(own, taken === null || taken === batch.worst ? '' : `Above: ${rowText(film, taken, batch)}.`);
    worst.hidden = taken === batch.worst;
  }

  return { root, show };
}
