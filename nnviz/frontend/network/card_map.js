// The card "Map": the filter that makes a feature map, what it reads, and the map with its numbers.

import { element, setText } from '../shared/elements.js';
import { counted } from '../shared/format.js';
import { biasAt, hasWeights, mapsOf } from '../model/parts.js';
import { filterWeights } from '../model/filters.js';
import { shades } from '../shared/theme.js';
import { createThrottle } from '../shared/throttle.js';
import { setTerms } from '../shared/terms.js';
import { scalesOf } from './layout_maps.js';
import { mapName } from './names.js';
import { createNumberGrid } from './number_grid.js';
import { createParameterField } from './parameter_field.js';
import { channelName } from './products.js';
import { sameSelection } from './selection.js';

const TEXTS_PER_SECOND = 12;
const HOW = 'Click the number beside a map, or reach it with the arrow keys and press Enter, to see the filter that makes it.';

/** What becomes of a square, by the kind of the pooling. */
const POOLED = { max_pooling: 'the largest', mean_pooling: 'the mean' };

/**
 * How a map is made, in one sentence with its terms marked.
 * @param {object} header
 * @param {number} layer
 * @param {number} map
 */
export function mapSentence({ net, activation }, layer, map) {
  const { kind, kernel, size, channels, frozen } = net.parts[layer - 1];
  const kept = frozen ? ' It is frozen: it does not learn.' : '';
  if (!hasWeights(net, layer)) {
    return `Each number is ${POOLED[kind]} of a square of ${size} × ${size} in ${channelName(layer - 1, map)}: [[pooling]] has no weights.`;
  }
  const read = layer === 1 && channels === 1
    ? `One [[filter]] of ${kernel} × ${kernel} weights slides over the picture`
    : `One [[filter]] slides over the ${counted(channels, 'map')} before it, with ${kernel} × ${kernel} weights for each`;
  return `${read}: at each place all products and the [[bias]] are added up, then ${activation.label}.${kept}`;
}

/** The weights of a filter, a picture for each map that it reads. */
function createFilter() {
  const root = element('div', 'filter-channels');
  let channels = [];

  function show(layer, weights, kernel, look) {
    if (channels.length !== weights.length) {
      channels = weights.map(() => ({ name: element('figcaption', 'card-note'), grid: createNumberGrid('weights') }));
      root.replaceChildren(...channels.map(({ name, grid }) => element('figure', 'filter-channel', {}, [name, grid.root])));
    }
    weights.forEach((values, channel) => {
      setText(channels[channel].name, channelName(layer - 1, channel));
      channels[channel].grid.show(values, kernel, look);
    });
  }
  return { root, show };
}

/**
 * @param {object} actions edit, undo
 * @returns {{root: HTMLElement, update: (moment: object) => void, setTheme: (theme: object) => void}}
 */
export function createMapCard(actions) {
  let moment = null;
  let chosen = null;
  let theme = null;
  const how = element('p', 'card-how', {}, [HOW]);
  const title = element('h3', 'card-title');
  const where = element('p', 'card-where');
  const sentence = element('p', 'card-note');
  const filterTitle = element('h4', 'card-label', {}, ['Its filter']);
  const filter = createFilter();
  const bias = createParameterField(actions);
  const valuesTitle = element('h4', 'card-label', {}, ['The map']);
  const values = createNumberGrid('activations of the map');
  const body = element('div', 'card-body', {}, [title, where, sentence, valuesTitle, values.root, filterTitle, filter.root, bias.root]);
  const root = element('div', 'card card-map', {}, [how, body]);

  const write = createThrottle(() => {
    how.hidden = chosen !== null;
    body.hidden = chosen === null;
    if (!chosen || !theme) return;
    const { header, net, params, flow, who, epoch, edited } = moment;
    const { layer, index } = chosen;
    const [, height, width] = mapsOf(net, layer);
    const part = net.parts[layer - 1];
    const isWeighed = hasWeights(net, layer);
    setText(title, mapName(layer, index));
    setText(where, `${who.label} · epoch ${epoch}${edited ? ' · edited' : ''}`);
    setTerms(sentence, mapSentence(header, layer, index));
    const scale = shades(theme.palette.activation, theme.background);
    const of = flow.a[layer].subarray(index * height * width, (index + 1) * height * width);
    values.show(Array.from(of), width, { scale, clamp: scalesOf(net, flow)[layer] });
    for (const shown of [filterTitle, filter.root, bias.root]) shown.hidden = !isWeighed;
    if (!isWeighed) return;
    filter.show(layer, filterWeights(part, params, index), part.kernel, { scale: shades(theme.palette.weight, theme.background), clamp: header.weight_clamp });
    bias.show('bias b', biasAt(net, layer, index * height * width), moment);
  }, TEXTS_PER_SECOND);

  return {
    root,
    update(next) {
      const { selection, net } = next;
      const wanted = selection?.kind === 'map' ? selection : chosen;
      const held = wanted && wanted.layer < net.sizes.length && wanted.index < (mapsOf(net, wanted.layer)?.[0] ?? 0) ? wanted : null;
      const another = !sameSelection(held, chosen);
      moment = next;
      chosen = held;
      write(!moment.playing || another);
    },
    setTheme(next) {
      theme = next;
      if (moment) write(true);
    },
  };
}
