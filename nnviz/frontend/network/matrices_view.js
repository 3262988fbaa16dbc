// The weight matrices as a panel: laid out to its size, drawn at each moment.

import { createImages, drawMatrices } from './draw_matrices.js';
import { layoutMatrices, matrixSpots } from './layout_matrices.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { createSpots } from '../shared/terms.js';

/** @param {{matricesPanel: HTMLElement, matrices: HTMLCanvasElement}} stage */
export function createMatricesView({ matricesPanel: root, matrices: canvas }) {
  const spots = createSpots(root, canvas);
  let theme = null;
  let surface = null;
  let images = [];
  let laidOut = '';

  /** Lay out anew for another size, network or theme. */
  function fit({ net, header: { features } }) {
    const wanted = [canvas.clientWidth, canvas.clientHeight, net.key, theme.text, theme.font].join();
    if (wanted === laidOut) return;
    laidOut = wanted;
    surface = fitCanvas(canvas);
    const measure = textMeasure(theme.font);
    view.layout = layoutMatrices({ width: surface.width, height: surface.height, net, inputs: features.map(({ name }) => name), measure });
    spots(matrixSpots(view.layout, measure));
    images = createImages(view.layout.matrices);
  }

  const view = {
    root,
    layout: null,
    setTheme: (next) => { theme = next; laidOut = ''; },
    update(moment) {
      if (canvas.clientWidth === 0) return;
      fit(moment);
      drawMatrices(surface.ctx, view.layout, images, moment, theme, surface);
    },
  };
  return view;
}
