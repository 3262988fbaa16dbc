// The card "Neuron": its arithmetic for the row that is followed, complete, and a bias that can be changed.

import { isDead } from '../model/dead.js';
import { isOff } from '../model/edits.js';
import { element, setText } from '../shared/elements.js';
import { activationOf, biasAt, hasWeights, isOutput, mapsOf, outgoing } from '../model/parts.js';
import { neuronTerms } from '../model/neuron_terms.js';
import { createParameterField } from './parameter_field.js';
import { deadText } from './pictures.js';
import { createPrecision } from './precision.js';
import { createProducts } from './products.js';
import { sameSelection } from './selection.js';
import { linked, setTerms } from '../shared/terms.js';
import { createThrottle } from '../shared/throttle.js';
import { measuredName } from './words_inputs.js';
import { activationText, inputLines, pooledLines, pooledText, sumLines, termLines, titleOf } from './words_neuron.js';
import { compact, exact } from './words_numbers.js';
import { tidy } from './words_row.js';
import { taskWords } from './words_task.js';

const TEXTS_PER_SECOND = 12;
const HOW = 'Click a neuron in the diagram, or reach it with the arrow keys and press Enter, to see its arithmetic.';

/** Numbers with their full precision as tooltip. */
function setNumber(cell, text, title) {
  setText(cell, text);
  if (cell.title !== title) cell.title = title;
}

/** Lines of a name and a number. */
function createFacts(className) {
  const root = element('dl', className);
  let cells = [];
  return {
    root,
    /** @param {string[][]} short [name, number] @param {string[][]} full the same, in full */
    show(short, full) {
      if (cells.length !== short.length) {
        cells = short.map(() => [element('dt'), element('dd')]);
        root.replaceChildren(...cells.map(([name, value]) => element('div', '', {}, [name, value])));
      }
      short.forEach(([name, value], i) => {
        setTerms(cells[i][0], name);
        setNumber(cells[i][1], value, full[i][1]);
      });
    },
  };
}

/** input × weight = product, one line per neuron before; of what pools, the inputs alone. Filters have products.js. */
function createTerms() {
  const heads = ['from', 'value', '× [[weight]]', '= product'].map((text) => element('th', '', { scope: 'col' }, linked(text)));
  const body = element('tbody');
  const root = element('div', 'card-scroll', {}, [element('table', 'card-table', {}, [element('thead', '', {}, [element('tr', '', {}, heads)]), body])]);
  let rows = [];
  return {
    root,
    show(short, full) {
      if (rows.length !== short.length) {
        rows = short.map(() => [element('th', '', { scope: 'row' }), element('td'), element('td'), element('td')]);
        body.replaceChildren(...rows.map((cells) => element('tr', '', {}, cells)));
      }
      const isWeighed = short.every((line) => 'weight' in line);
      for (const [, , ...more] of [heads, ...rows]) for (const cell of more) cell.hidden = !isWeighed;
      short.forEach((line, i) => {
        const [name, ...cells] = rows[i];
        setText(name, line.name);
        ['input', 'weight', 'product'].forEach((key, column) => setNumber(cells[column], line[key] ?? '', full[i][key] ?? ''));
      });
    },
  };
}

/**
 * @param {object} actions edit, undo, toggleNeuron
 * @returns {{root: HTMLElement, update: (moment: object) => void, setTheme: (theme: object) => void}}
 */
export function createNeuronCard(actions) {
  let moment = null;
  let neuron = null;
  let theme = null;
  const how = element('p', 'card-how', {}, [HOW]);
  const title = element('h3', 'card-title');
  const where = element('p', 'card-where');
  const precision = createPrecision(compact, () => write(true));
  const toggle = element('button', 'card-button', { type: 'button' });
  const dead = element('p', 'card-verdict');
  const terms = createTerms();
  const products = createProducts();
  const sums = createFacts('card-facts card-sums');
  const line = element('p', 'card-formula');
  const words = element('p', 'card-note');
  const soft = element('div', 'card-lines');
  const bias = createParameterField(actions);
  const body = element('div', 'card-body', {}, [
    element('div', 'card-head', {}, [title, toggle]), where, dead, bias.root, terms.root, products.root, sums.root, line, words, soft, precision.root,
  ]);
  const root = element('div', 'card card-neuron', {}, [how, body]);

  toggle.addEventListener('click', () => actions.toggleNeuron(neuron.layer, neuron.index));

  const write = createThrottle(() => {
    const chosen = neuron !== null;
    how.hidden = chosen;
    body.hidden = !chosen;
    if (!chosen) return;
    const { header, epoch, who, edited } = moment;
    setText(title, titleOf(header, neuron.layer, neuron.index));
    setText(where, `${who.label} · epoch ${epoch}${edited ? ' · edited' : ''}`);
    root.classList.toggle('card-full', precision.isFull);
    writeDead();
    if (neuron.layer === 0) writeInput();
    else if (moment.net.parts[neuron.layer - 1].kind === null) writeAnswer();
    else writeNeuron();
  }, TEXTS_PER_SECOND);

  function writeDead() {
    const { net, swarm, data } = moment;
    dead.hidden = !isDead(net, swarm, data, neuron.layer, neuron.index);
    if (!dead.hidden) setText(dead, `Dead at this epoch: ${deadText(data)}.`);
  }

  function showParts(isInput, canSwitch, isLast) {
    for (const part of [terms.root, products.root, bias.root, line]) part.hidden = isInput;
    words.hidden = isInput;
    toggle.hidden = !canSwitch;
    soft.hidden = !isLast;
  }

  function writeInput() {
    const { header, data, who } = moment;
    const { index } = neuron;
    showParts(true, false, false);
    const facts = { raw: tidy(who.raw[index]), mean: data.mean[index], std: data.std[index], value: who.x[index], scaled: header.scaled };
    const feature = header.features[index];
    sums.show(inputLines(feature, facts, precision.write), inputLines(feature, facts, exact));
    setTerms(words, header.scaled
      ? 'x = (value − mean) / [[standard deviation]]: every [[feature]] then has mean 0 and spread 1.'
      : 'x = the value: the [[features]] are raw, each in its own unit.');
    words.hidden = false;
  }

  /** Of a model that is not computed here, only what it says is known. */
  function writeAnswer() {
    const { header, flow } = moment;
    showParts(true, false, false);
    sums.show([[taskWords(header).reading, taskWords(header).write(header, neuron.index, flow.readings[neuron.index])]],
      [['', exact(flow.readings[neuron.index])]]);
  }

  function writeNeuron() {
    const { header, net, params, data, who, flow } = moment;
    const { layer, index } = neuron;
    const isLast = isOutput(net, layer);
    showParts(false, !isLast && outgoing(net, layer, index).length > 0, isLast);
    const sum = neuronTerms(net, params, flow, layer, index);
    const isWeighed = hasWeights(net, layer);
    const isFilter = isWeighed && mapsOf(net, layer) !== null;
    terms.root.hidden = isFilter;
    products.root.hidden = !isFilter;
    const nameOf = layer === 1 ? (d) => measuredName(header, data, d, who.x[d]) : undefined;
    if (!isFilter) terms.show(termLines(header, layer, sum, precision.write, nameOf), termLines(header, layer, sum, exact));
    else if (theme) products.show(neuron, sum.terms, moment, precision.write, theme);
    const lines = (write) => (isWeighed ? sumLines(sum, write) : pooledLines(header, layer, sum, write));
    sums.show(lines(precision.write), lines(exact));
    bias.root.hidden = !isWeighed;
    if (isWeighed) bias.show('bias b', biasAt(net, layer, index), moment);
    if (isLast) writeOutput(sum);
    else writeHidden(sum);
  }

  function writeHidden({ a }) {
    const { header, net, params, edits } = moment;
    const out = outgoing(net, neuron.layer, neuron.index);
    const said = activationOf(net, neuron.layer) === null ? pooledText(a, precision.write) : activationText(header.activation, a, precision.write);
    setTerms(line, said.line);
    const off = isOff(params, out);
    setTerms(words, off ? 'Switched off: its outgoing weights are 0, so nothing of a reaches the next layer.' : said.words);
    // A branch may have been trained with these weights at 0: then there is nothing to give back.
    toggle.disabled = off && !out.some((offset) => edits.has(offset));
    setText(toggle, off ? 'Switch on' : 'Switch off');
    toggle.title = off ? 'Give its outgoing weights back' : 'Set its outgoing weights to 0';
  }

  function writeOutput({ z }) {
    const { header, flow } = moment;
    const lines = taskWords(header).lines(header, flow, neuron.index);
    setTerms(line, `[[z]] = ${precision.write(z)} is ${taskWords(header).output}.`);
    setTerms(words, lines[0]);
    while (soft.childElementCount < lines.length - 1) soft.append(element('p', 'card-formula'));
    [...soft.children].forEach((part, i) => setText(part, lines[i + 1] ?? ''));
  }

  return {
    root,
    update(next) {
      const { selection } = next;
      const chosen = selection && selection.kind !== 'neuron' ? neuron : selection;
      const held = chosen && chosen.index < (next.net.sizes[chosen.layer] ?? 0) ? chosen : null;
      const another = !sameSelection(held, neuron);
      moment = next;
      neuron = held;
      write(!moment.playing || another);
    },
    setTheme(next) {
      theme = next;
      if (moment) write(true);
    },
  };
}
