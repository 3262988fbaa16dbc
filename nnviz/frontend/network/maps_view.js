// The stage of pictures in the place of the diagram: laid out to its size, drawn at each moment.

import { createImages, drawMaps } from './draw_maps.js';
import { hitMaps, layoutMaps, mapSpots, mapThingPlace } from './layout_maps.js';
import { moveMaps } from './move_maps.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { createSpots } from '../shared/terms.js';
import { outputName, taskWords } from './words_task.js';

/**
 * @param {{diagram: HTMLCanvasElement, diagramBox: HTMLElement}} stage
 * @returns {object} as createDiagramView
 */
export function createMapsView({ diagram: canvas, diagramBox }) {
  const spots = createSpots(diagramBox, canvas);
  let surface = null;
  let images = [];
  canvas.setAttribute('aria-label', 'Feature maps. Arrow keys move among their cells and names, Enter explains one, Escape leaves them.');
  canvas.setAttribute('aria-roledescription', 'feature maps');

  const view = {
    layout: null,
    isRoomy: false,
    mode: () => 'maps',
    usesFields: () => false,
    hit: (x, y) => hitMaps(view.layout, x, y),
    move: moveMaps,
    place: (thing) => mapThingPlace(view.layout, thing),
    resize(header, net, theme) {
      surface = fitCanvas(canvas);
      const measure = textMeasure(theme.font);
      view.layout = layoutMaps({
        width: surface.width, height: surface.height, net, measure,
        outputs: net.task.outputs.map((_, k) => outputName(header, k)), reading: taskWords(header).widest(header),
      });
      spots(mapSpots(view.layout, net, measure));
      images = createImages(net);
    },
    draw: (moment, fields, theme) => drawMaps(surface.ctx, view.layout, images, moment, theme),
  };
  return view;
}
