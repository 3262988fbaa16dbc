// The sum of a neuron of a convolution as pictures: for each map that it reads, input × filter = product.

import { element, setText } from '../shared/elements.js';
import { shades } from '../shared/theme.js';
import { scaleFor } from './layout_maps.js';
import { mapName } from './names.js';
import { createNumberGrid } from './number_grid.js';
import { termsBelow } from '../model/filters.js';
import { setTerms } from '../shared/terms.js';

function createChannel() {
  const name = element('h4', 'card-label');
  const sum = element('span', 'products-sum');
  const grids = ['input', 'filter', 'product'].map(createNumberGrid);
  const [input, filter, product] = grids.map(({ root }) => root);
  const sign = (text) => element('span', 'products-sign', {}, [text]);
  return {
    name, sum, grids,
    root: element('div', 'products-channel', {}, [name, element('div', 'products-row', {}, [input, sign('×'), filter, sign('='), product]), sum]),
  };
}

/** The name of what channel `channel` of a filter reads. */
export const channelName = (layer, channel) => (layer === 0 ? 'the picture' : mapName(layer, channel));

/** @returns {{root: HTMLElement, show: (neuron: object, terms: object[], moment: object, write: Function, theme: object) => void}} */
export function createProducts() {
  const root = element('div', 'products');
  let channels = [];

  function show({ layer, index }, terms, { net, header }, write, { palette, background }) {
    const part = net.parts[layer - 1];
    const below = termsBelow(part, index, terms);
    if (channels.length !== below.length) {
      channels = below.map(createChannel);
      root.replaceChildren(...channels.map((channel) => channel.root));
    }
    const values = (key, cells) => cells.map((term) => term && term[key]);
    const looks = ['input', 'product'].map((key) => ({ scale: shades(palette.activation, background), clamp: scaleFor(terms.map((term) => term[key])) }));
    const filter = { scale: shades(palette.weight, background), clamp: header.weight_clamp };
    channels.forEach(({ name, sum, grids }, channel) => {
      const cells = below[channel];
      setText(name, `Below it: ${channelName(layer - 1, channel)}`);
      grids[0].show(values('input', cells), part.kernel, looks[0]);
      grids[1].show(values('weight', cells), part.kernel, filter);
      grids[2].show(values('product', cells), part.kernel, looks[1]);
      sum.hidden = channels.length === 1; // it is the sum of all
      setTerms(sum, `sum of these products ${write(cells.reduce((total, term) => total + (term?.product ?? 0), 0))}`);
    });
  }
  return { root, show };
}
