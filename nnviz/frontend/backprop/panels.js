// The elements of the player: the rail of steps, the rule with its numbers, who else says so, our own lines, the places
// of the pictures. All text is set as text, never as markup.

import { element, setText } from '../shared/elements.js';
import { listed } from '../shared/format.js';
import { linked, setTerms } from '../shared/terms.js';
import { MOST_DIGITS, checksOf } from './arithmetic.js';
import { PARTS, linesOf } from './script.js';
import { symbol } from './symbols.js';
import { BEFORE, checksTitle, ruleOf, saysOf, shortTitle, titleOf } from './words.js';

/**
 * A button for each step, under the part of the way that it belongs to; dragging over them scrubs. They are one stop of the
 * tab key, at the step that is shown: the keys of the film lead on, and the focus goes along.
 */
function createRail(parent, onChoose) {
  const rail = element('div', 'rail', { role: 'toolbar', 'aria-label': 'Steps' });
  parent.append(rail);
  let buttons = [];

  function show(script) {
    buttons = script.map((step, index) => {
      const button = element('button', 'film-button rail-step', { type: 'button', title: titleOf(step) }, [shortTitle(step)]);
      button.addEventListener('click', () => onChoose(index));
      button.addEventListener('pointerenter', ({ buttons: held }) => held === 1 && onChoose(index));
      return button;
    });
    rail.replaceChildren(...PARTS.map((part) => {
      const inside = buttons.filter((_, index) => script[index].part === part);
      return element('div', 'rail-part', { role: 'group', 'aria-label': part }, [
        element('span', 'rail-name', { 'aria-hidden': 'true' }, [part]), element('span', 'rail-steps', {}, inside),
      ]);
    }));
  }

  function mark(now) {
    buttons.forEach((button, index) => {
      button.classList.toggle('rail-done', index < now);
      button.tabIndex = index === now ? 0 : -1;
      if (index === now) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
    });
    if (buttons.includes(rail.getRootNode().activeElement)) buttons[now].focus({ preventScroll: true });
  }

  return { show, mark };
}

/** Those who compute the same, as terms where they are such. */
const WHO = { autograd: '[[autograd]]', 'finite difference': '[[finite difference]]' };

/** One row of the comparison: who, the number, to how many digits it agrees. */
function checkRow({ who, same, rest, digits }) {
  const number = element('span', 'check-number', {}, [same, ...(rest ? [element('span', 'check-rest', {}, [rest])] : [])]);
  const told = digits === null ? '' : `agrees to ${digits === MOST_DIGITS ? 'the last digit' : `${digits} digits`}`;
  return element('div', 'check-row', {}, [element('dt', 'check-who', {}, linked(WHO[who] ?? who)), element('dd', 'check-value', {}, [number, element('span', 'check-digits', {}, [told])])]);
}

/** To how many digits all numbers of a matrix agree, in one sentence; empty where nobody else computes it. */
function agreement(film, { name }) {
  const others = film.others(name);
  if (others.length === 0) return '';
  const { rows, columns } = film.matrix(name);
  const count = rows * columns;
  const told = listed(others.map(({ digits }) => String(digits)));
  return count > 1 ? `${count === 2 ? 'Both' : `All ${count}`} numbers of ${symbol(name)} agree, too: to ${told} digits.` : '';
}

/** Our own lines, those at work marked. */
function listingNode({ name, file, lines, lit }) {
  const code = element('code', '', {}, lines.map((line, index) => element('span', lit.includes(index) ? 'line line-lit' : 'line', {}, [`${line}\n`])));
  return element('div', 'lines-one', {}, [
    element('p', 'lines-name', {}, [name ? `${name}, ${file}` : file]),
    element('pre', 'lines', { tabindex: '0', 'aria-label': name || file }, [code]),
  ]);
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @param {{onChoose: (index: number) => void}} on a step was chosen on the rail
 * @returns {object} section; equation, diagram (canvases); controls (where the transport goes); open(film, script); write(film,
 *   moment, told): everything that is text
 */
export function createPanels(container, { onChoose }) {
  const section = element('section', 'player', { 'data-testid': 'backprop-player', 'aria-label': 'Backpropagation, step by step', tabindex: '-1' });
  container.append(section);
  const grid = section.appendChild(element('div', 'backprop'));
  const top = grid.appendChild(element('div', 'backprop-top'));
  const controls = top.appendChild(element('div', 'backprop-controls'));
  const rail = createRail(top, onChoose);

  const told = grid.appendChild(element('div', 'backprop-told'));
  const title = told.appendChild(element('p', 'backprop-title'));
  const name = title.appendChild(element('strong', 'backprop-name'));
  const where = title.appendChild(element('span', 'backprop-where'));
  const says = told.appendChild(element('p', 'backprop-says'));
  const rule = told.appendChild(element('p', 'backprop-rule'));
  const proof = grid.appendChild(element('div', 'backprop-proof'));
  const worked = proof.appendChild(element('div', ''));
  const numbers = worked.appendChild(element('p', 'backprop-numbers'));
  const left = numbers.appendChild(element('span', 'backprop-left'));
  const right = numbers.appendChild(element('span', ''));
  const result = numbers.appendChild(element('strong', 'backprop-result'));
  const heading = worked.appendChild(element('p', 'checks-title'));
  const checks = worked.appendChild(element('dl', 'checks'));
  const all = worked.appendChild(element('p', 'checks-all'));
  const before = proof.appendChild(element('p', 'backprop-before', {}, linked(BEFORE)));

  const ground = grid.appendChild(element('div', 'backprop-diagram'));
  const diagram = ground.appendChild(element('canvas', 'backprop-network', { role: 'img' }));
  const whose = ground.appendChild(element('p', 'backprop-whose'));
  const sheet = grid.appendChild(element('div', 'backprop-sheet'));
  sheet.append(element('p', 'backprop-hint', {}, ['Click a number of the result, or press ↑ ↓, to see how it is computed.']));
  const equation = sheet.appendChild(element('canvas', 'backprop-equation', { role: 'img' }));
  const code = grid.appendChild(element('div', 'backprop-code'));
  let shownLines = null;

  function writeLines(film, step) {
    const listings = linesOf(film, step);
    if (listings === shownLines) return;
    shownLines = listings;
    code.replaceChildren(element('p', 'lines-title', {}, ['The program lines that do this']), element('div', 'lines-side', {}, listings.map(listingNode)));
  }

  function write(film, { index, step, entry }, { state, steps, arithmetic }) {
    Object.assign(section.dataset, { step: String(index), steps: String(steps), kind: step.kind, state, entry: entry ? `${entry.name} ${entry.row} ${entry.column}` : '' });
    rail.mark(index);
    setText(name, titleOf(step));
    setText(where, ` step ${index + 1} of ${steps}`);
    setTerms(says, saysOf(film, step));
    setText(rule, ruleOf(film, step));
    setText(left, arithmetic.left && `${arithmetic.left} = `);
    setText(right, arithmetic.right && `${arithmetic.right} = `);
    setText(result, arithmetic.result);
    const compared = checksOf(film, entry);
    worked.hidden = entry === null;
    before.hidden = entry !== null;
    setText(heading, checksTitle(compared.length - 1));
    checks.replaceChildren(...compared.map(checkRow));
    setText(all, entry ? agreement(film, entry) : '');
    setTerms(whose, `In the neurons: the numbers of ${film.nouns.row} ${arithmetic.focus.row + 1}, ${film.rows[arithmetic.focus.row]}. Below them: [[δ]], once it is known.`);
    writeLines(film, step);
    const summary = `${titleOf(step)}. ${ruleOf(film, step)}. ${arithmetic.left} = ${arithmetic.right} = ${arithmetic.result}`;
    equation.setAttribute('aria-label', `The matrices of the step. ${summary}`);
    diagram.setAttribute('aria-label', `The network. ${summary}`);
  }

  return { section, equation, diagram, controls, open: (script) => rail.show(script), write };
}
