// The elements of the network player. All texts from data are set as text, never as markup.

import { element, setText } from '../shared/elements.js';
import { linked, setTerms, term } from '../shared/terms.js';
import { scaleGradient } from '../shared/theme.js';

/** What the neurons of the diagram can show. */
const SHOWN = {
  response: () => 'what they see: the map',
  swarm: ({ row }) => `what they see: every ${row}`,
  row: ({ row }) => `z and a for one ${row}`,
  bias: () => 'their bias',
};

function canvasWithKeys(className, label, description) {
  return element('canvas', className, {
    role: 'application', tabindex: '0', 'aria-label': label, 'aria-roledescription': description,
  });
}

/** A colour bar with its numbers and a caption. @param {HTMLElement[]} beside what stands after the bar */
function createScale(className, beside = []) {
  const bar = element('span', 'scale-bar');
  const low = element('span', 'scale-number');
  const high = element('span', 'scale-number');
  const caption = element('span', 'scale-caption');
  const other = element('span', 'scale-other', { hidden: '' }, [element('span', 'scale-swatch'), ...linked('[[NaN]] or ∞')]);
  const range = element('span', 'scale-range', {}, [low, element('span', 'scale-bar-box', {}, [bar, element('span', 'scale-zero', {}, ['0'])]), high]);
  const root = element('figcaption', `scale ${className}`, {}, [range, ...beside, caption, other]);

  /** Show a pair of colours (none: the caption alone), the numbers at its ends and what it stands for. */
  function update({ pair, clamp, text, theme, anyNonFinite, nonFiniteColor }) {
    range.style.visibility = pair === null ? 'hidden' : ''; // its place stays, so that nothing below moves
    if (pair) bar.style.background = scaleGradient(pair, theme.background);
    low.textContent = `≤ −${clamp}`;
    high.textContent = `≥ ${clamp}`;
    setTerms(caption, text);
    other.hidden = !anyNonFinite;
    other.firstChild.style.background = nonFiniteColor;
  }
  return { root, update };
}

/** What the lines of the diagram stand for. */
function createLineLegend() {
  const samples = [element('span', 'line-sample'), element('span', 'line-sample')];
  const names = [element('span'), element('span')];
  const size = element('span');
  const root = element('span', 'line-legend', { 'data-testid': 'line-legend' },
    [element('span', 'line-legend-title', {}, ['lines']), samples[0], names[0], samples[1], names[1], size]);

  /** @param {{colors: string[], words: string[], sized: string}} next colours of what is below and above 0; its names */
  function update({ colors, words, sized }) {
    samples.forEach((sample, i) => {
      sample.style.background = colors[i];
      sample.hidden = i >= words.length;
      setTerms(names[i], words[i] ?? '');
    });
    setText(size, sized);
  }
  return { root, update };
}

/** What has happened last, and a button that leads there. */
function createMilestone() {
  const epoch = element('button', 'milestone-epoch', { type: 'button', title: 'Go there', 'data-term': 'epoch' });
  const sentence = element('span');
  return { root: element('p', 'milestone', { 'data-testid': 'milestone' }, [epoch, sentence]), epoch, sentence };
}

/** The line of numbers: the epoch, and a value of each curve. */
function createReadout() {
  const note = element('span', 'note');
  const readout = { root: element('p', 'readout', {}, [note]), values: {}, units: {}, note, build };
  let names = '';

  /** Make room for these curves. @param {{name: string, label: string}[]} curves */
  function build(curves) {
    const next = curves.map(({ name }) => name).join();
    if (next === names) return;
    names = next;
    const items = [{ name: 'epoch', label: 'epoch' }, ...curves].map(({ name, label }) => {
      readout.values[name] = element('span', `number number-${name}`);
      readout.units[name] = element('span', 'unit');
      return element('span', 'reading', {}, [element('span', 'reading-name', {}, [term(label)]), readout.values[name], readout.units[name]]);
    });
    readout.root.replaceChildren(...items, note);
  }
  return readout;
}

/**
 * Build the player's elements inside a container; the decision map, the inspector and the shelf
 * are put into their places by the scene.
 * @param {Element | ShadowRoot} container
 * @returns {object} the elements by name
 */
export function createStage(container) {
  const diagram = canvasWithKeys('diagram', 'Network diagram. Arrow keys move among neurons, Enter explains one, Escape leaves them.', 'network diagram');
  const matrices = canvasWithKeys('matrices', 'Weight matrices. Arrow keys move among cells, Enter explains one, Escape leaves them.', 'weight matrices');
  const fill = element('select', 'fill-select', {}, Object.keys(SHOWN).map((value) => element('option', '', { value })));
  const lineLegend = createLineLegend();
  const neuronScale = createScale('scale-neurons', [lineLegend.root]);
  const weightScale = createScale('scale-weights');
  const pointed = element('span', 'pointed-text', { 'data-testid': 'pointed' });
  const words = element('p', 'pointed', {}, [pointed]);
  const milestone = createMilestone();
  const readout = createReadout();
  const slider = element('div', 'timeline', { role: 'slider', tabindex: '0', 'aria-label': 'Epoch', 'aria-valuemin': '0' });
  const curves = element('canvas', 'timeline-curves', { 'aria-hidden': 'true' });
  const cursor = element('canvas', 'timeline-cursor', { 'aria-hidden': 'true' });
  slider.append(curves, cursor);
  const controls = element('div', 'controls');
  const summary = element('p', 'visually-hidden');
  const play = element('button', 'invitation-play', { type: 'button' }, ['Play']);
  const invitation = element('div', 'invitation', { hidden: '' }, [play]); // the milestone below says what waits
  const diagramBox = element('div', 'diagram-box', {}, [diagram, invitation]);
  const matricesPanel = element('figure', 'matrices-panel', {}, [matrices, weightScale.root]);
  const middle = element('div', 'scene scene-middle');
  const inspector = element('div', 'scene scene-inspector');
  const shelf = element('div', 'shelf-place');
  const section = element('section', 'player', {
    'data-testid': 'network-player', 'aria-label': 'Network player', tabindex: '-1',
  }, [
    element('div', 'scenes', {}, [
      element('figure', 'scene scene-diagram', {}, [
        element('label', 'fill', {}, [element('span', '', {}, linked('[[Neurons]] show')), fill]),
        diagramBox, neuronScale.root,
      ]),
      middle, inspector,
      element('div', 'scene-time', {}, [milestone.root, words, readout.root, element('div', 'timeline-box', {}, [slider]), element('div', 'below', {}, [controls, shelf])]),
    ]),
    summary,
  ]);
  container.append(section);

  /** Call rows by their name. @param {{row: string}} nouns */
  function name(nouns) {
    for (const option of fill.options) setText(option, SHOWN[option.value](nouns));
  }

  return {
    name, section, diagram, diagramBox, matrices, matricesPanel, lineLegend, neuronScale, weightScale, fill, middle, inspector,
    pointed, words, readout, slider, curves, cursor, controls, shelf, summary, invitation, play, milestone,
  };
}
