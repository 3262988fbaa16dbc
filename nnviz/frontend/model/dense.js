// The fully connected layer: every neuron reads every neuron before it. W [inputs, outputs]. DOM-free.

/** Numbers in and out, and the rows and columns of W, of a shape [inputs, outputs]. */
const sizes = ([inputs, outputs]) => ({ inputs, outputs, rows: inputs, columns: outputs });

/** z = a·W + b for the rows from `first` up to, not including, `end`. */
function forwardRows({ inputs, outputs, weights, biases }, params, a, first, end, z) {
  const inFours = outputs - (outputs % 4);
  // Two rows by four neurons at a time: what is read serves several sums, which do not wait for one another.
  for (let j = 0; j < inFours; j += 4) {
    const b0 = params[biases + j];
    const b1 = params[biases + j + 1];
    const b2 = params[biases + j + 2];
    const b3 = params[biases + j + 3];
    for (let row = first; row < end; row += 2) {
      const next = row + 1 < end ? row + 1 : row; // an odd last row is computed twice
      const here = row * inputs;
      const there = next * inputs;
      let s0 = b0;
      let s1 = b1;
      let s2 = b2;
      let s3 = b3;
      let t0 = b0;
      let t1 = b1;
      let t2 = b2;
      let t3 = b3;
      for (let i = 0, w = weights + j; i < inputs; i += 1, w += outputs) {
        const s = a[here + i];
        const t = a[there + i];
        const w0 = params[w];
        const w1 = params[w + 1];
        const w2 = params[w + 2];
        const w3 = params[w + 3];
        s0 += s * w0;
        s1 += s * w1;
        s2 += s * w2;
        s3 += s * w3;
        t0 += t * w0;
        t1 += t * w1;
        t2 += t * w2;
        t3 += t * w3;
      }
      const to = row * outputs + j;
      const beyond = next * outputs + j;
      z[to] = s0;
      z[to + 1] = s1;
      z[to + 2] = s2;
      z[to + 3] = s3;
      z[beyond] = t0;
      z[beyond + 1] = t1;
      z[beyond + 2] = t2;
      z[beyond + 3] = t3;
    }
  }
  for (let j = inFours; j < outputs; j += 1) {
    for (let row = first; row < end; row += 1) {
      let sum = params[biases + j];
      for (let i = 0, w = weights + j; i < inputs; i += 1, w += outputs) sum += a[row * inputs + i] * params[w];
      z[row * outputs + j] = sum;
    }
  }
}

/** z = a·W + b of one row, in the precision of its arrays. */
function forwardRow({ inputs, outputs, weights, biases }, params, a, z) {
  for (let j = 0; j < outputs; j += 1) z[j] = params[biases + j];
  for (let i = 0; i < inputs; i += 1) {
    for (let j = 0; j < outputs; j += 1) z[j] += a[i] * params[weights + i * outputs + j];
  }
}

/** ∂L/∂a = W δ of one row. */
function backwardRow({ inputs, outputs, weights }, params, a, delta, out) {
  for (let i = 0; i < inputs; i += 1) {
    let sum = 0;
    for (let j = 0; j < outputs; j += 1) sum += params[weights + i * outputs + j] * delta[j];
    out[i] = sum;
  }
}

/** Adds one row's a δᵀ and δ to the places of W and b. */
function gradientRow({ inputs, outputs, weights, biases }, a, delta, out) {
  for (let i = 0; i < inputs; i += 1) {
    for (let j = 0; j < outputs; j += 1) out[weights + i * outputs + j] += a[i] * delta[j];
  }
  for (let j = 0; j < outputs; j += 1) out[biases + j] += delta[j];
}

/** See layers.js. */
export const dense = {
  activated: true,
  sizes,
  forwardRows,
  forwardRow,
  backwardRow,
  gradientRow,
  cellOf: (part, from, to) => [from, to],
  usesOf: (part, row, column) => [[row, column]],
  termsOf: ({ inputs }) => Array.from({ length: inputs }, (_, row) => ({ from: row, row })),
  columnOf: (part, index) => index,
  neuronOf: (part, column) => column,
  mapsOf: () => null,
  outgoing: ({ columns, weights }, index) => Array.from({ length: columns }, (_, to) => weights + index * columns + to),
};
