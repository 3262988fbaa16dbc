// The elements of the film of the lessons: the chart, and what the network of each loss says of one row.

import { element, setText } from '../shared/elements.js';
import { lineSample, short } from '../shared/loss_lines.js';
import { classMark } from '../shared/markers.js';
import { createSpots, setTerms } from '../shared/terms.js';
import { introduction, score, share, standing, summary } from './words.js';

/** One class of the answer: a bar, and its probability. */
function createBar(film, k) {
  const bar = element('span', 'lesson-bar');
  bar.style.setProperty('--own', `var(--class-${k % film.palette.light.classes.length})`);
  const number = element('span', 'lesson-share');
  const name = element('span', 'lesson-class', {}, [classMark(film, k), ` ${film.classes[k]}`]);
  const track = element('span', 'lesson-track', { 'aria-hidden': 'true' }, [bar]);
  const root = element('li', `lesson-row${k === film.truth ? ' is-true' : ''}`, {}, [name, track, number]);
  return { root, bar, number };
}

/** What the network of one loss says. */
function createLesson(film, loss) {
  const bars = film.classes.map((_, k) => createBar(film, k));
  const [now, goal] = [element('span', 'lesson-now'), element('span', 'lesson-goal')];
  const root = element('div', 'lesson', {}, [
    element('h4', 'lesson-name', {}, [lineSample(loss), ` ${short(loss)}`]),
    element('ul', 'lesson-rows', {}, bars.map((bar) => bar.root)),
    element('p', 'lesson-score', {}, [now, goal]),
  ]);
  return { root, bars, now, goal };
}

/**
 * @param {Element | ShadowRoot} container
 * @returns {object} section; chances (canvas); slider (around it); controls (where the transport goes); spots over the
 *   chart; open(film); move(shares) the bars, as often as they move; write(film, epoch, state) all that is text
 */
export function createPanels(container) {
  const chances = element('canvas', 'lessons-canvas', { 'aria-hidden': 'true' });
  const slider = element('div', 'lessons-slider', { role: 'slider', tabindex: '0', 'aria-label': 'Epoch of the lessons', 'aria-valuemin': '0' }, [chances]);
  const chart = element('div', 'lessons-chart', {}, [slider]);
  const where = element('p', 'lessons-where');
  const whose = element('p', 'lessons-whose');
  const list = element('div', 'lessons-list');
  const controls = element('div', 'lessons-controls');
  const section = element('section', 'player', { 'data-testid': 'lessons', 'aria-label': 'The same network taught with each loss', tabindex: '-1' }, [
    element('div', 'lessons', {}, [
      element('div', 'lessons-curves', {}, [where, chart, controls]), element('div', 'lessons-said', {}, [whose, list]),
    ]),
  ]);
  container.append(section);
  let lessons = [];

  function open(film) {
    lessons = film.losses.map((loss) => createLesson(film, loss));
    list.replaceChildren(...lessons.map(({ root }) => root));
    setTerms(whose, introduction(film));
    slider.setAttribute('aria-valuemax', String(film.steps));
  }

  /** @param {number[][]} shares of each loss [K] */
  function move(shares) {
    lessons.forEach(({ bars }, index) => bars.forEach(({ bar }, k) => {
      bar.style.transform = `scaleX(${shares[index][k]})`;
    }));
  }

  function write(film, epoch, state) {
    Object.assign(section.dataset, { epoch: String(epoch), epochs: String(film.steps), state });
    setTerms(where, standing(film, epoch));
    lessons.forEach(({ bars, now, goal }, index) => {
      const said = score(film, index, epoch);
      setText(now, said.now);
      setText(goal, said.goal);
      bars.forEach(({ number }, k) => setText(number, share(film.shares(index, epoch)[k])));
    });
    slider.setAttribute('aria-valuenow', String(epoch));
    slider.setAttribute('aria-valuetext', summary(film, epoch));
  }

  return { section, chances, slider, controls, spots: createSpots(chart, chances), open, move, write };
}
