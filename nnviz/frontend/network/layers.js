// Two canvases of one size, one over the other: what stays, and what moves.

import { element } from '../shared/elements.js';
import { fitCanvas } from '../shared/surface.js';
import { createSpots } from '../shared/terms.js';

/**
 * @param {string} className
 * @param {Object<string, string>} attributes of the box around both
 * @param {() => void} onResize called when the box has another size
 * @returns {{root: HTMLElement, box: HTMLElement, spots: Function, fit: () => {still: object, moving: object} | null}}
 *   spots: from createSpots, which lie over the box and are no parts of it; fit: the surfaces, cleared; null while
 *   the box is not on the screen
 */
export function createLayers(className, attributes, onResize) {
  const still = element('canvas', '', { 'aria-hidden': 'true' });
  const moving = element('canvas', '', { 'aria-hidden': 'true' });
  const box = element('div', 'layers-box', attributes, [still, moving]);
  const root = element('div', `layers ${className}`, {}, [box]);
  new ResizeObserver(onResize).observe(root);
  return {
    root,
    box,
    spots: createSpots(root, still),
    fit: () => (root.clientWidth === 0 ? null : { still: fitCanvas(still), moving: fitCanvas(moving) }),
  };
}
