// Where an arrow key leads on the stage of pictures: among the cells of a map, to its name above them, and from layer to
// layer. DOM-free.

import { mapsOf, pixelOf } from '../model/parts.js';

const within = (value, count) => Math.min(count - 1, Math.max(0, value));

/** The same place in the layer to the left or right, as near as it can be. */
function across(net, from, to, place) {
  const maps = mapsOf(net, to);
  if (!maps) return { kind: 'neuron', layer: to, index: within(place.row, net.sizes[to]) };
  const [count, height, width] = maps;
  const row = within(place.row, height);
  return { kind: 'neuron', layer: to, index: (within(place.map, count) * height + row) * width + (to > from ? 0 : width - 1) };
}

function moveName({ layer, index }, key, net) {
  const [, height, width] = mapsOf(net, layer);
  const size = height * width;
  if (key === 'ArrowDown') return { kind: 'neuron', layer, index: index * size };
  if (key === 'ArrowUp') return index === 0 ? { kind: 'map', layer, index } : { kind: 'neuron', layer, index: index * size - width };
  const to = within(layer + (key === 'ArrowLeft' ? -1 : 1), net.sizes.length);
  const maps = mapsOf(net, to);
  if (maps && to > 0) return { kind: 'map', layer: to, index: within(index, maps[0]) };
  return across(net, layer, to, { map: index, row: index });
}

/**
 * What an arrow key leads to.
 * @param {object | null} selection a neuron, a map, or whatever else was chosen
 * @param {string} key
 * @param {object} net
 * @returns {object} a selection, see selection.js
 */
export function moveMaps(selection, key, net) {
  if (selection?.kind === 'map') return moveName(selection, key, net);
  if (selection?.kind !== 'neuron') return { kind: 'neuron', layer: 0, index: 0 };
  const { layer, index } = selection;
  const maps = mapsOf(net, layer);
  const place = pixelOf(net, layer, index) ?? { map: 0, row: index, column: 0 };
  const [, height, width] = maps ?? [1, net.sizes[layer], 1];
  const to = (next) => ({ kind: 'neuron', layer, index: within(next, net.sizes[layer]) });
  if (key === 'ArrowUp') {
    if (maps && layer > 0 && place.row === 0) return { kind: 'map', layer, index: place.map };
    return place.row === 0 ? to(index) : to(index - width);
  }
  if (key === 'ArrowDown') {
    if (place.row < height - 1) return to(index + width);
    return maps && layer > 0 && place.map < maps[0] - 1 ? { kind: 'map', layer, index: place.map + 1 } : to(index);
  }
  const step = key === 'ArrowLeft' ? -1 : 1;
  if (place.column + step >= 0 && place.column + step < width) return to(index + step);
  const beyond = layer + step;
  return beyond < 0 || beyond >= net.sizes.length ? to(index) : across(net, layer, beyond, place);
}
