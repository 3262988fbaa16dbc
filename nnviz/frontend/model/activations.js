// Activation functions a = f(z), by the keys of the Python registry.

const ERF_ONE = 6; // from here on erf is 1 to double precision
const NODES = 64; // per unit of x
const TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** erf to double precision: its series near zero, a continued fraction farther out; slow. */
function erfExact(x) {
  const size = Math.abs(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
      if (n > 100) break;
    }
    return TWO_BY_ROOT_PI * sum;
  }
  let fraction = size;
  for (let n = 40; n >= 1; n -= 1) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * fraction));
}

const ERF = Float64Array.from({ length: ERF_ONE * NODES + 1 }, (_, i) => erfExact(i / NODES));
const ERF_SLOPE = Float64Array.from(ERF, (_, i) => TWO_BY_ROOT_PI * Math.exp(-((i / NODES) ** 2)));

/**
 * The error function, to 1e-13: five terms of its Taylor series at the nearest of a few hundred known
 * points, as maps need it a hundred thousand times a frame.
 * @param {number} x
 * @returns {number} −1..1
 */
export function erf(x) {
  const size = Math.abs(x);
  if (!(size < ERF_ONE)) return Math.sign(x); // NaN for NaN
  const node = Math.round(size * NODES);
  const n = node / NODES;
  const d = size - n;
  // The derivatives of e^(−x²) are Hermite polynomials times itself.
  const [second, third] = [-n, (2 * n * n - 1) / 3];
  const fourth = (n * (3 - 2 * n * n)) / 6;
  const fifth = (n * n * (4 * n * n - 12) + 3) / 30;
  const terms = d * (1 + d * (second + d * (third + d * (fourth + d * fifth))));
  const value = ERF[node] + ERF_SLOPE[node] * terms;
  return x < 0 ? -value : value;
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

function siluSlope(z, a) {
  const gate = sigmoid(z);
  return gate + a * (1 - gate);
}

/** Φ(z) + z·φ(z), with the normal distribution Φ and its density φ. */
const geluSlope = (z) =>
  (1 + erf(z / Math.SQRT2)) / 2 + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);

/** name → the slope f′(z), from z and a = f(z); at a kink the left one, as the Python registry has it. */
export const SLOPES = {
  identity: () => 1,
  sigmoid: (z, a) => a * (1 - a),
  tanh: (z, a) => 1 - a * a,
  relu: (z) => (z > 0 ? 1 : 0),
  leaky_relu: (z) => (z > 0 ? 1 : 0.01),
  elu: (z) => Math.exp(Math.min(z, 0)),
  gelu: geluSlope,
  silu: siluSlope,
};
