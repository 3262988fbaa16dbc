// What each neuron sees, as pixels: its answers over the plane of the decision map ("response"), or
// its activation for every row of data ("swarm"). Scales are fixed, so that nothing rescales. DOM-free.

import { ACTIVATIONS } from '../model/activations.js';
import { isDead } from '../model/dead.js';
import { activationOf, isOutput } from '../model/parts.js';
import { divergingPixel, outputPixel } from './shading.js';
import { taskWords } from './words_task.js';
import { ACTIVATION_CLAMP } from '../shared/theme.js';

const INPUT_CLAMP = 3; // standard deviations: real measurements hardly go beyond
const NEAR = 0.05; // so close to a limit, a neuron hardly answers any more
const PROBES = Array.from({ length: 401 }, (_, i) => (i - 200) / 4); // z from −50 to 50

/**
 * The values an activation function can take, within ±ACTIVATION_CLAMP.
 * @returns {{low: number, high: number, limited: boolean}} limited: between limits on both sides
 */
export function activationRange(activation) {
  const values = PROBES.map(ACTIVATIONS[activation]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return { low: Math.max(-ACTIVATION_CLAMP, least), high: Math.min(ACTIVATION_CLAMP, most), limited: least >= -ACTIVATION_CLAMP && most <= ACTIVATION_CLAMP };
}

/** The activation function that the values of a layer have last been through: what pools passes them on as they are. */
function lastActivation(net, layer) {
  for (let below = layer; below > 0; below -= 1) if (activationOf(net, below) !== null) return activationOf(net, below);
  return 'identity';
}

/** Where the swarm of a neuron ends: inputs about their mean, activations, and of the outputs what they read as. */
export function swarmRange(net, layer, index, { centre, spread }) {
  if (layer === 0) {
    const reach = INPUT_CLAMP * spread[index];
    return { low: centre[index] - reach, high: centre[index] + reach, zero: centre[index], limited: false };
  }
  return isOutput(net, layer) ? { ...net.task.range, limited: false } : { ...activationRange(lastActivation(net, layer)), zero: 0 };
}

/**
 * Where the rows stand across a swarm: one column per class, scattered within it, each always at the same place.
 * @param {ArrayLike<number>} groups [N] class of each row
 * @param {number} K classes
 * @returns {Float32Array} [N] 0..1
 */
export function swarmPlaces(groups, K) {
  const golden = (Math.sqrt(5) - 1) / 2; // its multiples are spread evenly
  return Float32Array.from({ length: groups.length }, (_, row) => (groups[row] + 0.15 + 0.7 * ((row * golden) % 1)) / K);
}

/** Where a value stands in a swarm, from 0 at the top to 1 at the bottom. */
export const swarmHeight = (value, { low, high }) => Math.min(1, Math.max(0, (high - value) / (high - low)));

/** For each pixel along a picture's side, the cell of the fields it shows. */
export const cellsAlong = (side, pixels) => Int32Array.from({ length: pixels }, (_, i) => Math.floor(((i + 0.5) * side) / pixels));

/** An input in standard deviations from its mean, as it may be in mm or g. */
const aboutMean = ({ centre, spread }, index) => (value) => (value - centre[index]) / spread[index];

/**
 * One neuron's answers over the plane: an input about its mean, an activation on the diverging scale, an output as its task paints it.
 * @param {object} fields from createFields
 * @param {{layer: number, index: number}} neuron
 * @param {object} net
 * @param {{scale: Uint32Array, outputs: object}} tables scalePixels and answerPixels
 * @param {Int32Array} cells from cellsAlong
 * @param {Uint32Array} out pixels of an atlas
 * @param {number} width of the atlas
 * @param {number} at where in it the picture begins
 */
export function paintResponse(fields, { layer, index }, net, { scale, outputs }, cells, out, width, at) {
  const isLast = isOutput(net, layer);
  const values = isLast ? fields.readings : fields.a[layer];
  const n = net.sizes[layer];
  const of = layer === 0 ? aboutMean(fields.plane, index) : (value) => value;
  for (let down = 0; down < cells.length; down += 1) {
    const from = cells[down] * fields.side;
    const to = at + down * width;
    for (let across = 0; across < cells.length; across += 1) {
      const value = of(values[(from + cells[across]) * n + index]);
      out[to + across] = isLast ? outputPixel(net.task, outputs, index, value) : divergingPixel(scale, value, ACTIVATION_CLAMP);
    }
  }
}

/**
 * One neuron's swarm: a dot of the class's colour for each row, on a line at zero.
 * @param {ArrayLike<number>} values [N, n] of the layer
 * @param {number} n neurons in the layer
 * @param {number} index of the neuron
 * @param {object} range from swarmRange
 * @param {{places: Float32Array, groups: ArrayLike<number>}} rows
 * @param {{background: number, zero: number, none: number, classes: Uint32Array}} colors pixels
 * @param {{size: number, dot: number}} picture pixels along its side and of a dot
 * @param {Uint32Array} out pixels of an atlas
 * @param {number} width of the atlas
 * @param {number} at where in it the picture begins
 */
export function paintSwarm(values, n, index, range, { places, groups }, colors, { size, dot }, out, width, at) {
  let numbers = true;
  for (let row = 0; row < places.length; row += 1) if (Number.isNaN(values[row * n + index])) numbers = false;
  const zero = Math.round(swarmHeight(range.zero, range) * (size - 1));
  for (let down = 0; down < size; down += 1) {
    const color = !numbers ? colors.none : down === zero ? colors.zero : colors.background;
    out.fill(color, at + down * width, at + down * width + size);
  }
  if (!numbers) return;
  const reach = size - dot;
  for (let row = 0; row < places.length; row += 1) {
    const top = Math.round(swarmHeight(values[row * n + index], range) * reach);
    const left = Math.round(places[row] * reach);
    const color = colors.classes[groups[row]];
    for (let down = 0; down < dot; down += 1) {
      const from = at + (top + down) * width + left;
      for (let across = 0; across < dot; across += 1) out[from + across] = color;
    }
  }
}

const trainRows = ({ count, test }) => Array.from({ length: count }, (_, row) => row).filter((row) => !test[row]);

const plain = (value) => String(value).replace('-', '−');

/** Why a dead neuron is called so. */
export const deadText = (data) => `0 for all ${trainRows(data).length} training rows`;

/**
 * One telling fact about a neuron on the training rows.
 * @param {object} moment
 * @returns {string} e.g. "0 for 214 of 273 training rows", "dead: 0 for all 273 training rows"
 */
export function swarmFact({ header, net, swarm, data }, layer, index) {
  if (layer === 0) return header.scaled ? 'standardised: 0 is the mean of the training rows' : 'as measured: the line is the mean of the training rows';
  if (isDead(net, swarm, data, layer, index)) return `dead: ${deadText(data)}`;
  const n = net.sizes[layer];
  const { low, high, limited } = swarmRange(net, layer, index, data);
  const train = trainRows(data);
  let [missing, zero, near, below] = [0, 0, 0, 0];
  for (const row of train) {
    const value = swarm.a[layer][row * n + index];
    if (Number.isNaN(value)) missing += 1;
    if (value === 0) zero += 1;
    if (value < 0) below += 1;
    if (value <= low + NEAR || value >= high - NEAR) near += 1;
  }
  const of = `of ${train.length} training rows`;
  if (missing > 0) return `not a number for ${missing} ${of}`;
  if (isOutput(net, layer)) return taskWords(header).fact(header, swarm, data, index, train);
  if (limited) return `within ${NEAR} of ${plain(low)} or ${plain(high)} for ${near} ${of}`;
  return low === 0 ? `0 for ${zero} ${of}` : `below 0 for ${below} ${of}`;
}

/**
 * Where the lens stands: beside the neuron, on the side where there is room, and within the box.
 * @param {{x: number, y: number}} place of the neuron
 * @param {number} gap to it
 * @param {{width: number, height: number}} lens
 * @param {{width: number, height: number}} box
 * @returns {{left: number, top: number}}
 */
export function lensPlace({ x, y }, gap, lens, box) {
  const within = (value, room) => Math.max(0, Math.min(room, value));
  const right = x + gap + lens.width <= box.width;
  return {
    left: within(right ? x + gap : x - gap - lens.width, box.width - lens.width),
    top: within(y - lens.height / 2, box.height - lens.height),
  };
}
