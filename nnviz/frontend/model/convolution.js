// The convolution: one small filter slides over a picture, the same weights at every place. DOM-free.
//
// A row of inputs is [channels, height, width] one after the other, a row of outputs [filters, down, across].
// W [channels · kernel · kernel, filters].

/** Numbers in and out, the rows and columns of W, and the picture, of a shape [channels, height, width, kernel, kernel, filters]. */
function sizes([channels, height, width, kernel, , filters]) {
  const [down, across] = [height - kernel + 1, width - kernel + 1];
  return {
    inputs: channels * height * width, outputs: filters * down * across, rows: channels * kernel * kernel, columns: filters,
    channels, height, width, kernel, filters, down, across, places: down * across,
  };
}

/** The sum of one neuron: what lies below its filter, times the filter, and the bias. */
function sumAt({ channels, height, width, kernel, filters, weights, biases }, params, a, from, filter, y, x) {
  let sum = params[biases + filter];
  let weight = weights + filter;
  for (let channel = 0; channel < channels; channel += 1) {
    for (let dy = 0; dy < kernel; dy += 1) {
      const pixel = from + (channel * height + y + dy) * width + x;
      for (let dx = 0; dx < kernel; dx += 1, weight += filters) sum += a[pixel + dx] * params[weight];
    }
  }
  return sum;
}

/** The feature maps of one row that begins at `from`, written to `z` from `to` on. */
function maps(part, params, a, from, z, to) {
  const { filters, down, across } = part;
  let at = to;
  for (let filter = 0; filter < filters; filter += 1) {
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < across; x += 1, at += 1) z[at] = sumAt(part, params, a, from, filter, y, x);
    }
  }
}

/** The feature maps of the rows from `first` up to, not including, `end`. */
function forwardRows(part, params, a, first, end, z) {
  for (let row = first; row < end; row += 1) maps(part, params, a, row * part.inputs, z, row * part.outputs);
}

const forwardRow = (part, params, a, z) => maps(part, params, a, 0, z, 0);

/** visit(pixel, weight, neuron) for each product that the layer sums up. */
function everyProduct({ channels, height, width, kernel, filters, down, across, weights }, visit) {
  for (let filter = 0; filter < filters; filter += 1) {
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < across; x += 1) {
        const neuron = (filter * down + y) * across + x;
        let weight = weights + filter;
        for (let channel = 0; channel < channels; channel += 1) {
          for (let dy = 0; dy < kernel; dy += 1) {
            const pixel = (channel * height + y + dy) * width + x;
            for (let dx = 0; dx < kernel; dx += 1, weight += filters) visit(pixel + dx, weight, neuron);
          }
        }
      }
    }
  }
}

/** ∂L/∂a of one row: every pixel gathers from all the places that saw it. */
function backwardRow(part, params, delta, out) {
  out.fill(0);
  everyProduct(part, (pixel, weight, neuron) => { out[pixel] += params[weight] * delta[neuron]; });
}

/** Adds one row's ∂L/∂W and ∂L/∂b, each a sum over all places of the filter. */
function gradientRow(part, a, delta, out) {
  everyProduct(part, (pixel, weight, neuron) => { out[weight] += a[pixel] * delta[neuron]; });
  for (let neuron = 0; neuron < part.outputs; neuron += 1) out[part.biases + Math.floor(neuron / part.places)] += delta[neuron];
}

/** The place of a neuron: its filter, and where that lies on the picture. */
function placeOf({ places, across }, index) {
  const place = index % places;
  return { filter: Math.floor(index / places), y: Math.floor(place / across), x: place % across };
}

function cellOf(part, from, to) {
  const { height, width, kernel } = part;
  const { filter, y, x } = placeOf(part, to);
  const channel = Math.floor(from / (height * width));
  const [dy, dx] = [Math.floor(from / width) % height - y, from % width - x];
  return dy >= 0 && dy < kernel && dx >= 0 && dx < kernel ? [(channel * kernel + dy) * kernel + dx, filter] : null;
}

/** The pixel below a row of W, for the filter's place (y, x). */
function pixelOf({ height, width, kernel }, row, y, x) {
  const channel = Math.floor(row / (kernel * kernel));
  return (channel * height + y + Math.floor(row / kernel) % kernel) * width + x + row % kernel;
}

function usesOf(part, row, column) {
  return Array.from({ length: part.places }, (_, place) => {
    const neuron = column * part.places + place;
    const { y, x } = placeOf(part, neuron);
    return [row === null ? null : pixelOf(part, row, y, x), neuron];
  });
}

function termsOf(part, index) {
  const { y, x } = placeOf(part, index);
  return Array.from({ length: part.rows }, (_, row) => ({ from: pixelOf(part, row, y, x), row }));
}

/** See layers.js. */
export const convolution = {
  sizes,
  forwardRows,
  forwardRow,
  backwardRow,
  gradientRow,
  cellOf,
  usesOf,
  termsOf,
  columnOf: (part, index) => placeOf(part, index).filter,
  neuronOf: ({ places }, column) => column * places,
  outgoing: () => [], // its weights serve many neurons: none of them can be switched off alone
};
