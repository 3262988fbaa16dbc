// The network diagram: laid out to its size, drawn at each moment, with a lens on what is pointed at.

import { drawDiagram } from './draw_diagram.js';
import { createPictures } from './draw_pictures.js';
import { diagramPlace, headingSpots, hitDiagram, layoutDiagram, neuronPlace } from './layout_diagram.js';
import { createLens } from './lens.js';
import { moveNeuron } from './selection.js';
import { fitCanvas, textMeasure } from '../shared/surface.js';
import { createSpots } from '../shared/terms.js';
import { outputName, taskWords } from './words_task.js';

/** Below this radius a picture would be a speck, and a disc is drawn. */
const LEAST_RADIUS = 5;

/**
 * @param {{diagram: HTMLCanvasElement, diagramBox: HTMLElement, fill: HTMLSelectElement}} stage
 * @returns {{layout: object | null, isRoomy: boolean, mode: () => string, usesFields: () => boolean, hit, move, place, resize, draw}}
 *   hit: what lies under a point; move: where a key leads from there; place: of a thing, null where it is not drawn
 */
export function createDiagramView({ diagram: canvas, diagramBox, fill }) {
  const pictures = createPictures();
  const lens = createLens();
  let surface = null;
  let neurons = [];
  diagramBox.append(lens.root);
  const spots = createSpots(diagramBox, canvas);

  const view = {
    layout: null,
    mode: () => fill.value,
    get isRoomy() { return view.layout.isRoomy; },
    usesFields: () => fill.value === 'response',
    hit: (x, y) => hitDiagram(view.layout, x, y),
    move: moveNeuron,
    place: (thing) => diagramPlace(view.layout, thing),
    resize(header, net, theme) {
      surface = fitCanvas(canvas);
      const outputs = net.task.outputs.map((_, k) => outputName(header, k));
      const reading = taskWords(header).widest(header);
      const measure = textMeasure(theme.font);
      view.layout = layoutDiagram({ width: surface.width, height: surface.height, net, features: header.features, outputs, reading, measure });
      spots(headingSpots(view.layout, measure));
      neurons = view.layout.columns.flatMap((column) => column.neurons);
    },
    draw(moment, fields, theme) {
      const { layout } = view;
      const mode = fill.value;
      const pictured = mode === 'response' || mode === 'swarm';
      const drawn = pictured && layout.radius < LEAST_RADIUS ? 'row' : mode;
      drawDiagram(surface.ctx, layout, moment, drawn,
        () => pictures.drawPictures(surface.ctx, neurons, mode, 2 * layout.radius, moment, fields, theme), theme);
      const { hovered } = moment;
      const place = pictured && hovered?.kind === 'neuron' ? neuronPlace(layout, hovered.layer, hovered.index) : null;
      if (place) lens.show({ ...hovered, x: place.x, y: place.y }, moment, mode, fields, theme);
      else lens.hide();
    },
  };
  return view;
}
