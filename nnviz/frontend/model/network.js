// Where each parameter lies in a row of the history.

/**
 * Where the parameters of each layer begin in a row: per layer W row-major [in, out], then b [out].
 * @param {number[]} sizes neurons per layer, inputs first
 * @returns {{layers: {inputs: number, outputs: number, weights: number, biases: number}[], count: number}}
 *   weights, biases: offsets into the row; count: P
 */
export function parameterMap(sizes) {
  const layers = [];
  let count = 0;
  for (let l = 0; l + 1 < sizes.length; l += 1) {
    const [inputs, outputs] = [sizes[l], sizes[l + 1]];
    layers.push({ inputs, outputs, weights: count, biases: count + inputs * outputs });
    count += (inputs + 1) * outputs;
  }
  return { layers, count };
}

/** Offset of W[from, to] of weight matrix `layer` (0 leaves the inputs). */
export const weightAt = (map, layer, from, to) => map.layers[layer].weights + from * map.layers[layer].outputs + to;

/** Offset of the bias of neuron `index` in layer `layer` >= 1 of the network (0 are the inputs). */
export const biasAt = (map, layer, index) => map.layers[layer - 1].biases + index;
