// The runs of a visit, side by side: one click shows another, one compares, one forgets.

import { element } from '../shared/elements.js';
import { incomparableText } from './shelf_curves.js';
import { setTerms } from '../shared/terms.js';

const SVG = 'http://www.w3.org/2000/svg';
const SAMPLE = 18; // pixels long

/** What a chip stands for, in full. */
export function chipTitle({ label, parent, epoch }, shelf) {
  const from = shelf.find(({ id }) => id === parent);
  if (epoch === null || epoch === undefined) return label;
  return `${label}, trained on from epoch ${epoch}${from ? ` of ${from.label}` : ''}`;
}

/**
 * The line that a run is drawn with.
 * @param {{slot: number, dash: number[]} | null} look null: the run shown, whose curves are the main ones
 * @param {number} colors how many there are
 */
function createSample(look, colors) {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'line');
  const set = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  set(svg, { width: SAMPLE, height: 10, viewBox: `0 0 ${SAMPLE} 10`, 'aria-hidden': 'true', class: 'shelf-sample' });
  set(line, { x1: 0, x2: SAMPLE, y1: 5, y2: 5, 'stroke-width': look ? 2 : 3, 'stroke-dasharray': look ? look.dash.join(' ') : 'none' });
  line.style.stroke = look ? `var(--racer-${look.slot % colors})` : 'currentColor';
  svg.append(line);
  return svg;
}

function createButton(className, text, title, onClick, pressed) {
  const button = element('button', className, { type: 'button', title, 'aria-label': title }, text);
  if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
  button.addEventListener('click', onClick);
  return button;
}

/**
 * @param {object} actions
 * @param {object} looks from createLooks, which the curves share
 * @returns {{root: HTMLElement, update: (moment: object) => void}}
 */
export function createShelf(actions, looks) {
  const chips = element('ul', 'shelf-chips');
  const note = element('p', 'shelf-note', { 'data-testid': 'shelf-note' });
  const root = element('div', 'shelf', { role: 'group', 'aria-label': 'Runs of this visit', 'data-testid': 'shelf', hidden: '' }, [
    element('span', 'shelf-title', {}, ['Runs']), chips, note]);
  let shown = null;
  let key = '';

  function createChip(run, { shelf, compared, palette }) {
    const title = chipTitle(run, shelf);
    const name = element('span', 'shelf-label', {}, [run.label]);
    const sample = createSample(run.current ? null : looks.lookOf(run.id), palette.light.racers.length);
    const show = createButton('shelf-show', [sample, name], run.current ? `${title}: shown now` : `Show ${title}`,
      () => run.current || actions.ask('show', { id: run.id }), run.current);
    if (run.current) return element('li', 'shelf-chip shelf-current', {}, [show]);
    const isCompared = run.id === compared;
    const compare = createButton('shelf-tool', ['vs'],
      `Compare with ${title}: each weight is coloured by how far it lies from that run's`,
      () => actions.ask('compare', { id: isCompared ? null : run.id }), isCompared);
    const forget = createButton('shelf-tool', ['✕'], `Forget ${title}`, () => actions.ask('forget', { id: run.id }));
    return element('li', 'shelf-chip', {}, [show, compare, forget]);
  }

  /** The place of the button that has the focus, so that it has it again among the new ones. */
  function focused() {
    const all = [...root.querySelectorAll('button')];
    return all.indexOf(root.getRootNode().activeElement);
  }

  function update({ header }) {
    if (header === shown) return;
    shown = header;
    const { shelf = [], compared = null } = header;
    const next = JSON.stringify([shelf, compared]);
    if (next === key) return;
    key = next;
    looks.assign(shelf.map(({ id }) => id));
    root.hidden = shelf.length < 2;
    setTerms(note, incomparableText(header));
    root.style.setProperty('--runs', shelf.length);
    const at = focused();
    chips.replaceChildren(...shelf.map((run) => createChip(run, header)));
    const all = root.querySelectorAll('button');
    if (at >= 0) all[Math.min(at, all.length - 1)]?.focus();
  }

  return { root, update };
}
