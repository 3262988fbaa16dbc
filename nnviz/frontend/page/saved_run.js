// The title above the film of a run from a file. Whoever has opened one at the foot of the page is led here.

import { element, setText } from '../shared/elements.js';
import { mountOnce } from '../shared/mount.js';
import { prefersStill } from '../shared/motion.js';

const LED = 'savedRun';

/** Lead to a title, once for each file that is opened: the page remembers the last one. */
function lead(title, opening) {
  const { dataset } = document.documentElement;
  if (dataset[LED] === opening) return;
  dataset[LED] = opening;
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: 'start', behavior: prefersStill() ? 'auto' : 'smooth' });
}

function createTitle(parentElement) {
  const section = element('h3', 'saved-run', { tabindex: '-1' });
  parentElement.append(section);
  return {
    section,
    update({ data }) {
      setText(section, data.title);
      lead(section, data.opening);
    },
    destroy: () => section.remove(),
  };
}

/** Called by the page at mount, and with another file: {data: {title: string, opening: string}}, tells openings apart. */
export default mountOnce(createTitle);
