// The course as a path: its stations in their order, those that have been opened ticked.

import { pictureOf } from './pictures.js';
import { element } from '../shared/elements.js';
import { mountOnce } from '../shared/mount.js';
import { setTerms } from '../shared/terms.js';
import { readTheme } from '../shared/theme.js';
import { visited } from '../shared/visited.js';

/** One station: its picture, its name, what it asks, how long it takes. */
function createStation({ name, title, question, minutes }, number) {
  const link = element('a', 'station-link', { href: name }, [`${number} · ${title}`]);
  const asks = element('p', 'station-asks');
  const tick = element('span', 'station-tick', { hidden: '' }, ['✓ opened']);
  const root = element('li', 'station', {}, [
    pictureOf(name), element('h4', 'station-title', {}, [link]), asks, element('p', 'station-foot', {}, [`${minutes} min`, tick]),
  ]);
  setTerms(asks, question);
  return { name, root, tick };
}

function createCourse(parentElement) {
  const section = element('section', 'course', { 'data-testid': 'course', 'aria-label': 'The course' });
  parentElement.append(section);
  let stations = [];

  function build(groups) {
    let number = 0;
    stations = [];
    section.replaceChildren(...groups.map(({ group, members }) => {
      const own = members.map((member) => createStation(member, (number += 1)));
      stations.push(...own);
      return element('div', 'part', { style: `--stations: ${members.length}` }, [
        element('h3', 'part-name', {}, [group]), element('ol', 'part-stations', {}, own.map(({ root }) => root)),
      ]);
    }));
  }

  function colour(palette) {
    const { weight, activation, gradient } = readTheme(section, palette).palette;
    const colours = { positive: weight.positive, negative: weight.negative, forward: activation.positive, gradient };
    for (const [name, value] of Object.entries(colours)) section.style.setProperty(`--${name}`, value);
  }

  return {
    update({ data }) {
      if (stations.length === 0) build(data.groups);
      colour(data.palette);
      const seen = visited();
      for (const { name, tick } of stations) tick.hidden = !seen.has(name);
    },
    section,
    destroy: () => section.remove(),
  };
}

/** Called by the page at mount, and when the theme changes. */
export default mountOnce(createCourse);
