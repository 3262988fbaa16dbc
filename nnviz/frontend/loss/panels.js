// The elements of the film: the answer, its losses, the charts, the batch. All text is set as text.

import { element, setText } from '../shared/elements.js';
import { lineSample, short } from '../shared/loss_lines.js';
import { createSpots, setTerms } from '../shared/terms.js';
import { createBars } from './bars.js';
import { createBatch } from './batch.js';
import { createGradients, createSums } from './sums.js';
import { CURVES, pace, pushes, summary } from './words.js';

function createChart(name) {
  const canvas = element('canvas', 'loss-canvas', { role: 'img' });
  return { canvas, root: element('div', `loss-chart loss-${name}`, {}, [canvas]) };
}

/** The loss whose steps are shown, to choose. */
function createChoice(choose) {
  const select = element('select', '');
  select.addEventListener('change', () => choose(select.value));
  const root = element('label', 'loss-choice', {}, ['Steps of ', select]);
  let drawn = '';
  return {
    root,
    show({ losses }, chosen) {
      const wanted = losses.map(({ key }) => key).join();
      if (wanted !== drawn) {
        select.replaceChildren(...losses.map((loss) => element('option', '', { value: loss.key }, [short(loss)])));
      }
      drawn = wanted;
      select.value = chosen;
    },
  };
}

/**
 * Build the elements inside a container.
 * @param {Element | ShadowRoot} container
 * @param {{drag, choose, takeRow, goTo, chooseLoss}} acts of the viewer
 * @returns {object} section; losses, pushes, walks (canvases); slider (around the walks); controls (where the transport
 *   goes); spots (by canvas); write(film, shown) all that is text; move(p) the bars alone
 */
export function createPanels(container, acts) {
  const [whose, at] = [element('strong', 'loss-whose'), element('span', 'loss-at')];
  const where = element('p', 'loss-where', {}, [whose, ' ', at]);
  const bars = createBars(acts);
  const sums = createSums();
  const gradients = createGradients();
  const batch = createBatch(acts);
  const choice = createChoice(acts.chooseLoss);
  const legend = element('p', 'loss-legend');
  const note = element('p', 'loss-note');
  setTerms(note, CURVES);
  const [losses, pushed, walks] = ['losses', 'pushes', 'walks'].map(createChart);
  const slider = element('div', 'loss-slider', { role: 'slider', tabindex: '0', 'aria-label': 'Step', 'aria-valuemin': '0' }, [walks.canvas]);
  walks.canvas.setAttribute('aria-hidden', 'true');
  walks.root.append(slider);
  const steps = element('p', 'loss-pace');
  const controls = element('div', 'loss-controls', {}, [choice.root]);
  const grid = element('div', 'loss', {}, [
    element('div', 'loss-answer', {}, [where, bars.root, sums.root]),
    element('div', 'loss-curves', {}, [legend, losses.root, pushed.root, note]),
    element('div', 'loss-gradients', {}, [gradients.root]),
    element('div', 'loss-steps', {}, [walks.root, steps]),
    controls,
  ]);
  const section = element('section', 'player', {
    'data-testid': 'loss-player', 'aria-label': 'An answer and its losses', tabindex: '-1',
  }, [grid, batch.root]);
  container.append(section);
  let named = '';

  function nameLines(film) {
    const wanted = film.losses.map(({ key }) => key).join();
    if (wanted === named) return;
    named = wanted;
    legend.replaceChildren(
      ...film.losses.map((loss) => element('span', 'loss-entry', {}, [lineSample(loss), ` ${short(loss)}`])),
      element('span', 'loss-means', {}, ['Books define the errors in different ways; the charts use the mean.']),
    );
  }

  /** @param {{p, label, judged, walks, step, state, title, loss, moment, row}} shown */
  function write(film, shown) {
    const { p, label, judged, step } = shown;
    nameLines(film);
    Object.assign(section.dataset, { step: String(step), steps: String(film.steps), state: shown.state, loss: shown.loss });
    setText(whose, shown.title.whose);
    setText(at, shown.title.at);
    bars.show(film, p, label);
    sums.show(p, label);
    gradients.show(film, judged, shown.loss);
    batch.show(film, shown);
    choice.show(film, shown.loss);
    setTerms(steps, pace(film, shown.walks, label));
    const told = summary(film, p, label, judged);
    slider.setAttribute('aria-valuemax', String(film.steps));
    slider.setAttribute('aria-valuenow', String(step));
    slider.setAttribute('aria-valuetext', `Step ${step} of ${film.steps}. ${told}`);
    losses.canvas.setAttribute('aria-label', `Each loss over the probability given to the truth. ${told}`);
    pushed.canvas.setAttribute('aria-label', pushes(film, label, judged));
  }

  const canvases = { losses: losses.canvas, pushes: pushed.canvas, walks: walks.canvas };
  const spots = {
    losses: createSpots(losses.root, losses.canvas),
    pushes: createSpots(pushed.root, pushed.canvas),
    walks: createSpots(walks.root, walks.canvas),
  };
  return { section, ...canvases, slider, controls, spots, write, move: bars.move };
}
