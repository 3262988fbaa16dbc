// Where on the page something is drawn, for whoever looks at the player from outside: section.whereIs(thing).

import { placeOf } from '../shared/surface.js';

const ON_STAGE = ['neuron', 'weight', 'map'];

/**
 * @param {{diagram: HTMLCanvasElement}} stage
 * @param {{layout: object | null, place: Function}} diagram from createDiagramView or createMapsView
 * @param {{place: (thing: object) => {x: number, y: number} | null} | null} map from createDecisionMap; null: there is none
 * @returns {(thing: object) => {x: number, y: number} | null} client coordinates of
 *   {kind: 'neuron', layer, index}, {kind: 'weight', layer, from, to} or {kind: 'map', layer, index} in the diagram,
 *   {kind: 'row', row} or {kind: 'point', values: [across, up]} on the decision map, the values in the units of its
 *   axes; null where it is not drawn, or has another thing on top of it
 */
export function createWhere({ diagram: canvas }, diagram, map) {
  return (thing) => {
    if (!ON_STAGE.includes(thing.kind)) return map?.place(thing) ?? null;
    const place = diagram.layout && diagram.place(thing);
    return place && placeOf(canvas, place);
  };
}
