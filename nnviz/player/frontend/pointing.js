// Pointer and keyboard on the two pictures: one selection for both.

import { hitDiagram } from './layout_diagram.js';
import { hitMatrices } from './layout_matrices.js';
import { isMove, moveCell, moveNeuron, sameSelection } from './selection.js';

/**
 * @param {{section: HTMLElement, diagram: HTMLCanvasElement, matrices: HTMLCanvasElement}} stage
 * @param {{diagram: object | null, matrices: object | null}} layouts current ones
 * @param {() => object} getHeader
 * @param {() => void} onChange
 * @returns {{selection: object | null, clear: () => void}}
 */
export function createPointing({ section, diagram, matrices }, layouts, getHeader, onChange) {
  const pointing = { selection: null, clear: () => select(null) };

  function select(next) {
    if (sameSelection(pointing.selection, next)) return;
    pointing.selection = next;
    onChange();
  }

  function listen(canvas, hit, move) {
    const hitEvent = (event) => {
      const box = canvas.getBoundingClientRect();
      select(hit(event.clientX - box.left, event.clientY - box.top));
    };
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch') hitEvent(event);
    });
    canvas.addEventListener('pointerleave', (event) => {
      if (event.pointerType !== 'touch') select(null);
    });
    canvas.addEventListener('pointerup', hitEvent); // a tap stays selected until the next one
    // A press must not focus the canvas: after a click the arrow keys are time.
    canvas.addEventListener('mousedown', (event) => {
      event.preventDefault();
      section.focus({ preventScroll: true });
    });
    canvas.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Escape') select(null);
      else if (isMove(event.key)) select(move(pointing.selection, event.key, getHeader().sizes));
      else return;
      event.preventDefault();
    });
    canvas.addEventListener('blur', () => select(null));
  }

  listen(diagram, (x, y) => layouts.diagram && hitDiagram(layouts.diagram, x, y), moveNeuron);
  listen(matrices, (x, y) => layouts.matrices && hitMatrices(layouts.matrices, x, y, getHeader().sizes), moveCell);
  return pointing;
}
