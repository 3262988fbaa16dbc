// The lens: the picture of the neuron that is pointed at, enlarged beside it.

import { createLensPicture } from './draw_pictures.js';
import { element, setText } from '../shared/elements.js';
import { neuronName } from './names.js';
import { lensPlace, swarmFact } from './pictures.js';
import { fitCanvas } from '../shared/surface.js';

const SIDE = 168; // CSS pixels, as in map.css
const GAP = 24;

/**
 * @returns {{root: HTMLElement, show, hide}} root: to be placed in the box it never leaves, next to
 *   the diagram; that box must be positioned
 */
export function createLens() {
  const canvas = element('canvas', '');
  const caption = element('p', '');
  const root = element('div', 'lens', { 'aria-hidden': 'true', hidden: '' }, [canvas, caption]);
  const picture = createLensPicture();
  let shown = null;
  let surface = null;

  function move(place) {
    if (shown && place.x === shown.x && place.y === shown.y) return;
    root.hidden = false;
    surface ??= fitCanvas(canvas);
    const box = { width: root.parentElement.clientWidth, height: root.parentElement.clientHeight };
    const { left, top } = lensPlace(place, GAP, { width: root.offsetWidth, height: root.offsetHeight }, box);
    root.style.transform = `translate(${left}px, ${top}px)`;
    shown = { x: place.x, y: place.y };
  }

  /**
   * @param {{layer: number, index: number, x: number, y: number}} place in CSS pixels of the box
   * @param {object} moment
   * @param {'response' | 'swarm'} mode
   * @param {object} fields up to date
   * @param {object} theme
   */
  function show(place, moment, mode, fields, theme) {
    const { layer, index } = place;
    setText(caption, `${neuronName(moment.header, layer, index)}: ${swarmFact(moment, layer, index)}`);
    move(place);
    picture.drawLens(surface.ctx, SIDE, mode, place, moment, fields, theme);
  }

  function hide() {
    if (!shown) return;
    root.hidden = true;
    shown = null;
  }

  return { root, show, hide };
}
