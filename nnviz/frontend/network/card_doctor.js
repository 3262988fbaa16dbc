// What a run suffers from, where to look, and a cure to try.

import { element, setText } from '../shared/elements.js';
import { neuronName } from './names.js';
import { linked, plain } from '../shared/terms.js';

const MOST_UNITS = 8;

/** How each kind of place is shown. */
const PLACES = {
  neuron: (actions, layer, index) => actions.select({ kind: 'neuron', layer, index }),
  weight: (actions, layer, from, to) => actions.select({ kind: 'weight', layer, from, to }),
  columns: (actions, ...classes) => actions.showColumns(classes),
};

/** Go to where a finding is seen. @param {{epoch: number, place?: (string | number)[] | null}} finding */
export function goTo({ epoch, place }, actions) {
  actions.seek(epoch);
  if (!place) return;
  const [kind, ...at] = place;
  PLACES[kind](actions, ...at);
}

/** What is said above the findings; remarks are none of them. */
export function verdict({ complete, diverged_at: diverged, findings = [] }) {
  const ill = findings.filter(({ remark }) => !remark).length;
  if (ill > 0) return ill === 1 ? 'One thing to look at:' : `${ill} things to look at:`;
  const ended = complete || (diverged !== null && diverged !== undefined);
  if (!ended) return 'The doctor looks at a run when it has ended.';
  return `Nothing unusual in this run so far.${findings.length > 0 ? ' Worth knowing:' : ''}`;
}

function createFinding(finding, header, actions) {
  const button = (text, className, onClick, attributes = {}) => {
    const node = element('button', className, { type: 'button', ...attributes }, [text]);
    node.addEventListener('click', onClick);
    return node;
  };
  const show = button('Show me', 'panel-button', () => goTo(finding, actions), { 'aria-label': `Show me: ${plain(finding.title)}` });
  const cure = finding.cure && !header.alone
    ? [button(finding.cure, 'panel-button panel-main', () => actions.ask('cure', { index: finding.index }))]
    : [];
  const advice = finding.cure && header.alone ? [element('p', 'panel-note', {}, [`In nnviz: ${finding.cure}.`])] : [];
  const units = (finding.units ?? []).slice(0, MOST_UNITS).map(([layer, index]) =>
    button(neuronName(header, layer, index), 'panel-link', () => {
      actions.seek(finding.epoch);
      actions.select({ kind: 'neuron', layer, index });
    }));
  const rest = (finding.units?.length ?? 0) - units.length;
  return element('section', 'finding', {}, [
    element('h5', 'panel-title', {}, [...linked(finding.title), ' ', element('span', 'panel-note', {}, [`epoch ${finding.epoch}`])]),
    element('p', '', {}, linked(finding.sentence)),
    ...(units.length > 0 ? [element('p', 'finding-units', {}, [...units, ...(rest > 0 ? [`and ${rest} more`] : [])])] : []),
    ...advice,
    element('div', 'panel-row', {}, [show, ...cure]),
  ]);
}

/**
 * @param {object} actions
 * @returns {{root: HTMLElement, update: (moment: object) => void}}
 */
export function createDoctorCard(actions) {
  const words = element('p', '');
  const findings = element('div', 'findings');
  const root = element('div', 'panel doctor', { 'data-testid': 'doctor' }, [
    element('h4', 'panel-title', {}, linked('The [[doctor]]')), words, findings]);
  let shown = null;
  let key = '';

  function update({ header }) {
    if (header === shown) return;
    shown = header;
    setText(words, verdict(header));
    const next = JSON.stringify([header.run, header.findings ?? []]);
    if (next === key) return;
    key = next;
    findings.replaceChildren(...(header.findings ?? []).map((finding) => createFinding(finding, header, actions)));
  }

  return { root, update };
}
