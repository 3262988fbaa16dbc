// Pointer and keyboard on the diagram and the matrices. Pointing hovers, a click pins, a second click lets go: one
// selection for both.

import { hitMatrices } from './layout_matrices.js';
import { isMove, moveCell, sameSelection } from './selection.js';
import { pointIn } from '../shared/surface.js';

/**
 * @param {{section: HTMLElement, diagram: HTMLCanvasElement, matrices: HTMLCanvasElement}} stage
 * @param {() => {diagram: object, matrices: object}} views what is drawn on them
 * @param {() => object} netOf the network shown
 * @param {object} focus from createFocus
 * @param {(selection: object | null) => void} onPin called when the viewer chooses; null: what was chosen is let go
 */
export function listenToPointing({ section, diagram, matrices }, views, netOf, focus, onPin) {
  const choose = (selection) => onPin(sameSelection(selection, focus.pinned) ? null : selection);

  function listen(canvas, hit, move) {
    const under = (event) => hit(...pointIn(canvas, event));
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch') focus.hover(under(event));
    });
    canvas.addEventListener('pointerleave', () => focus.hover(null));
    canvas.addEventListener('click', (event) => choose(under(event)));
    // A press must not focus the canvas: after a click the arrow keys are time.
    canvas.addEventListener('mousedown', (event) => {
      event.preventDefault();
      section.focus({ preventScroll: true });
    });
    canvas.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const here = focus.hovered ?? focus.pinned;
      if (event.key === 'Escape') onPin(null);
      else if (event.key === 'Enter' && here) choose(here);
      else if (isMove(event.key)) focus.hover(move(here, event.key, netOf()));
      else return;
      event.preventDefault();
    });
    canvas.addEventListener('blur', () => focus.hover(null));
  }

  listen(diagram, (x, y) => views().diagram.layout && views().diagram.hit(x, y), (...move) => views().diagram.move(...move));
  listen(matrices, (x, y) => views().matrices.layout && hitMatrices(views().matrices.layout, x, y, netOf()), moveCell);
}
