// The convolution: one small filter slides over a picture, the same weights at every place. DOM-free.
//
// A row of inputs is [channels, height, width] one after the other, a row of outputs [filters, down, across].
// W [channels · kernel · kernel, filters]. The padding around the picture is 0 and belongs to no input.

import { dense } from './dense.js';

/** Which pixel lies below each row of W at each place, place by place [down · across, rows]; −1: none but the padding. */
function pixelsBelow([channels, height, width, kernel, , stride, padding], down, across) {
  const below = new Int32Array(down * across * channels * kernel * kernel);
  let at = 0;
  for (let place = 0; place < down * across; place += 1) {
    const [top, left] = [Math.floor(place / across) * stride - padding, (place % across) * stride - padding];
    for (let channel = 0; channel < channels; channel += 1) {
      for (let y = top; y < top + kernel; y += 1) {
        for (let x = left; x < left + kernel; x += 1, at += 1) {
          const isInside = y >= 0 && y < height && x >= 0 && x < width;
          below[at] = isInside ? (channel * height + y) * width + x : -1;
        }
      }
    }
  }
  return below;
}

/**
 * Numbers in and out, the rows and columns of W, and how the filters lie on the picture, of a shape [channels, height,
 * width, kernel, filters, stride, padding].
 */
function sizes(shape) {
  const [channels, height, width, kernel, filters, stride, padding] = shape;
  const [down, across] = [height, width].map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1);
  return {
    inputs: channels * height * width, outputs: filters * down * across, rows: channels * kernel * kernel, columns: filters,
    channels, height, width, kernel, filters, stride, padding, down, across, places: down * across,
    below: pixelsBelow(shape, down, across),
  };
}

const rooms = new WeakMap();

/**
 * What the passes write to, made once for each part: of many rows, what lies below the filters and their sums; of one, a
 * number for each filter at a place.
 */
function roomOf(part) {
  const { places, rows, filters } = part;
  if (!rooms.has(part)) {
    rooms.set(part, {
      windows: new Float32Array(places * rows), sums: new Float32Array(places * filters), here: new Float64Array(filters),
    });
  }
  return rooms.get(part);
}

/**
 * The feature maps of the rows from `first` up to, not including, `end`: at every place, what lies below the filters goes
 * through them as through a dense layer.
 */
function forwardRows(part, params, a, first, end, z) {
  const { inputs, outputs, rows, places, filters, below, weights, biases } = part;
  const { windows, sums } = roomOf(part);
  const layer = { inputs: rows, outputs: filters, weights, biases };
  for (let row = first; row < end; row += 1) {
    const [from, to] = [row * inputs, row * outputs];
    for (let i = 0; i < below.length; i += 1) windows[i] = below[i] < 0 ? 0 : a[from + below[i]];
    dense.forwardRows(layer, params, windows, 0, places, sums); // [places, filters]
    for (let place = 0, at = 0; place < places; place += 1) {
      for (let filter = 0; filter < filters; filter += 1, at += 1) z[to + filter * places + place] = sums[at];
    }
  }
}

/** The feature maps of one row, in the precision of its arrays; four filters at a time, as in the dense layer. */
function forwardRow(part, params, a, z) {
  const { below, places, rows, filters, weights, biases } = part;
  for (let place = 0; place < places; place += 1) {
    let filter = 0;
    for (; filter + 4 <= filters; filter += 4) {
      let s0 = params[biases + filter];
      let s1 = params[biases + filter + 1];
      let s2 = params[biases + filter + 2];
      let s3 = params[biases + filter + 3];
      for (let row = 0, at = place * rows, w = weights + filter; row < rows; row += 1, at += 1, w += filters) {
        if (below[at] < 0) continue;
        const value = a[below[at]];
        s0 += value * params[w];
        s1 += value * params[w + 1];
        s2 += value * params[w + 2];
        s3 += value * params[w + 3];
      }
      const to = filter * places + place;
      z[to] = s0;
      z[to + places] = s1;
      z[to + 2 * places] = s2;
      z[to + 3 * places] = s3;
    }
    for (; filter < filters; filter += 1) {
      let sum = params[biases + filter];
      for (let row = 0, at = place * rows, w = weights + filter; row < rows; row += 1, at += 1, w += filters) {
        if (below[at] >= 0) sum += a[below[at]] * params[w];
      }
      z[filter * places + place] = sum;
    }
  }
}

/** δ of every filter at a place. */
function deltaAt(part, delta, place) {
  const { here } = roomOf(part);
  for (let filter = 0; filter < part.filters; filter += 1) here[filter] = delta[filter * part.places + place];
  return here;
}

/** ∂L/∂a of one row: every pixel gathers from all the places that saw it. */
function backwardRow(part, params, a, delta, out) {
  const { below, places, rows, filters, weights } = part;
  out.fill(0);
  for (let place = 0, at = 0; place < places; place += 1) {
    const here = deltaAt(part, delta, place);
    for (let row = 0, weight = weights; row < rows; row += 1, at += 1, weight += filters) {
      if (below[at] < 0) continue;
      let sum = 0;
      for (let filter = 0; filter < filters; filter += 1) sum += params[weight + filter] * here[filter];
      out[below[at]] += sum;
    }
  }
}

/** Adds one row's ∂L/∂W and ∂L/∂b, each a sum over all places of the filter. */
function gradientRow(part, a, delta, out) {
  const { below, places, rows, filters, weights, biases } = part;
  for (let place = 0, at = 0; place < places; place += 1) {
    const here = deltaAt(part, delta, place);
    for (let row = 0, weight = weights; row < rows; row += 1, at += 1, weight += filters) {
      if (below[at] < 0) continue;
      const value = a[below[at]];
      for (let filter = 0; filter < filters; filter += 1) out[weight + filter] += value * here[filter];
    }
    for (let filter = 0; filter < filters; filter += 1) out[biases + filter] += here[filter];
  }
}

const columnOf = ({ places }, index) => Math.floor(index / places);

/** The pixels below the filter of a neuron, row by row of W. */
const belowOf = ({ below, places, rows }, index) => below.subarray((index % places) * rows, (index % places + 1) * rows);

function cellOf(part, from, to) {
  const row = belowOf(part, to).indexOf(from);
  return row < 0 ? null : [row, columnOf(part, to)];
}

function usesOf(part, row, column) {
  const neurons = Array.from({ length: part.places }, (_, place) => column * part.places + place);
  if (row === null) return neurons.map((neuron) => [null, neuron]);
  return neurons.map((neuron) => [belowOf(part, neuron)[row], neuron]).filter(([pixel]) => pixel >= 0);
}

const termsOf = (part, index) =>
  Array.from(belowOf(part, index), (from, row) => ({ from, row })).filter(({ from }) => from >= 0);

/** See layers.js. */
export const convolution = {
  activated: true,
  sizes,
  forwardRows,
  forwardRow,
  backwardRow,
  gradientRow,
  cellOf,
  usesOf,
  termsOf,
  columnOf,
  mapsOf: ({ filters, down, across }) => [filters, down, across],
  neuronOf: ({ places }, column) => column * places,
  outgoing: () => [], // its weights serve many neurons: none of them can be switched off alone
};
