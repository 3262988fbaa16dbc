// Two canvases of one size, one over the other: what stays, and what moves.

import { element } from '../shared/elements.js';
import { fitCanvas } from '../shared/surface.js';

/**
 * @param {string} className
 * @param {Object<string, string>} attributes of the box around both
 * @param {() => void} onResize called when the box has another size
 * @returns {{root: HTMLElement, fit: () => {still: object, moving: object} | null}} fit: the surfaces, cleared;
 *   null while the box is not on the screen
 */
export function createLayers(className, attributes, onResize) {
  const still = element('canvas', '', { 'aria-hidden': 'true' });
  const moving = element('canvas', '', { 'aria-hidden': 'true' });
  const root = element('div', `layers ${className}`, attributes, [still, moving]);
  new ResizeObserver(onResize).observe(root);
  return {
    root,
    fit: () => (root.clientWidth === 0 ? null : { still: fitCanvas(still), moving: fitCanvas(moving) }),
  };
}
