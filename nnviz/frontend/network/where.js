// Where on the page something is drawn, for whoever looks at the player from outside: section.whereIs(thing).

import { hitDiagram, neuronPlace } from './layout_diagram.js';
import { placeOf } from '../shared/surface.js';

const AROUND = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]];

/** A place on one of a weight's lines where no other line lies on top; null if there is none. */
function onLine(layout, wanted) {
  const isFound = (found) => found !== null && Object.keys(wanted).every((key) => found[key] === wanted[key]);
  const { edges } = layout;
  for (let e = 0; e < edges.count; e += 1) {
    if (edges.layer[e] !== wanted.layer || edges.row[e] !== wanted.from || edges.column[e] !== wanted.to) continue;
    for (let part = 0.05; part < 1; part += 0.01) {
      const [x, y] = [edges.x1[e] + part * (edges.x2[e] - edges.x1[e]), edges.y1[e] + part * (edges.y2[e] - edges.y1[e])];
      if (AROUND.every(([dx, dy]) => isFound(hitDiagram(layout, x + dx, y + dy)))) return { x, y };
    }
  }
  return null;
}

/** The middle of a neuron of the diagram; null where it is one of those that an ellipsis stands for. */
function ofNeuron(layout, layer, index) {
  const place = neuronPlace(layout, layer, index);
  return place?.index === index ? place : null;
}

/**
 * @param {{diagram: HTMLCanvasElement}} stage
 * @param {{layout: object | null}} diagram from createDiagramView
 * @param {{place: (thing: object) => {x: number, y: number} | null}} map from createDecisionMap
 * @returns {(thing: object) => {x: number, y: number} | null} client coordinates of
 *   {kind: 'neuron', layer, index} or {kind: 'weight', layer, from, to} in the diagram,
 *   {kind: 'row', row} or {kind: 'point', values: [across, up]} on the decision map, the values in the units of its
 *   axes; null where it is not drawn, or has another thing on top of it
 */
export function createWhere({ diagram: canvas }, diagram, map) {
  const inDiagram = {
    neuron: ({ layer, index }) => ofNeuron(diagram.layout, layer, index),
    weight: ({ kind, layer, from, to }) => onLine(diagram.layout, { kind, layer, from, to }),
  };
  return (thing) => {
    if (!(thing.kind in inDiagram)) return map.place(thing);
    const place = diagram.layout && inDiagram[thing.kind](thing);
    return place && placeOf(canvas, place);
  };
}
