// Activation functions a = f(z), by the keys of the Python registry.

/**
 * The error function, to double precision: its series near zero, a continued fraction farther out.
 * @param {number} x
 * @returns {number} −1..1
 */
export function erf(x) {
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
      if (n > 100) break;
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = size;
  for (let n = 40; n >= 1; n -= 1) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * fraction));
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** name → f(z) */
export const ACTIVATIONS = {
  identity: (z) => z,
  sigmoid,
  tanh: Math.tanh,
  relu: (z) => (z < 0 ? 0 : z), // written so that NaN stays NaN
  leaky_relu: (z) => (z < 0 ? 0.01 * z : z),
  elu: (z) => (z < 0 ? Math.expm1(z) : z),
  gelu: (z) => (z / 2) * (1 + erf(z / Math.SQRT2)),
  silu: (z) => z * sigmoid(z),
};
