// A plane through the space of the features, for the maps to be drawn on. DOM-free.
//
// u and v are orthonormal directions in the features as the network reads them; a point of the plane is (s, t).

const unitVector = (D, d) => Float64Array.from({ length: D }, (_, i) => (i === d ? 1 : 0));

/**
 * The plane of two features, its axes in their own units: raw = s · std + mean.
 * @param {{features: {name: string, unit: string}[]}} header
 * @param {{mean: ArrayLike<number>, std: ArrayLike<number>}} data
 * @param {number} i feature along s
 * @param {number} j another one, along t
 * @returns {{u: Float64Array, v: Float64Array, axes: object[]}} axes: of s and of t, each {label,
 *   unit, toReal(s), fromReal(value), feature}
 */
export function featurePlane({ features }, { mean, std }, i, j) {
  const axis = (feature) => ({
    label: features[feature].name,
    unit: features[feature].unit,
    toReal: (s) => s * std[feature] + mean[feature],
    fromReal: (value) => (value - mean[feature]) / std[feature],
    feature,
  });
  return { u: unitVector(features.length, i), v: unitVector(features.length, j), axes: [axis(i), axis(j)] };
}

/**
 * The plane of the data's first two principal components, which have no unit.
 * @param {ArrayLike<number>} pca [2, D] orthonormal rows
 * @param {ArrayLike<number>} explained [2] the part of the variance along each, 0..1
 * @returns {{u: Float64Array, v: Float64Array, axes: object[]}} as featurePlane; feature is null
 */
export function componentPlane(pca, explained) {
  const D = pca.length / 2;
  const axis = (n) => ({
    component: n + 1,
    share: explained[n],
    unit: '',
    toReal: (s) => s,
    fromReal: (value) => value,
    feature: null,
  });
  const direction = (n) => Float64Array.from({ length: D }, (_, d) => pca[n * D + d]);
  return { u: direction(0), v: direction(1), axes: [axis(0), axis(1)] };
}

/** The coordinate along `direction` of one row of x [N, D]. */
function along(direction, x, row) {
  const D = direction.length;
  let sum = 0;
  for (let d = 0; d < D; d += 1) sum += x[row * D + d] * direction[d];
  return sum;
}

/** The point of the plane below one row of x [N, D]: [s, t]. */
export const project = ({ u, v }, x, row = 0) => [along(u, x, row), along(v, x, row)];

/**
 * The points of the plane below the first `count` rows of x [N, D].
 * @param {Float32Array} out [count, 2]
 */
export function projectRows({ u, v }, x, count, out) {
  for (let row = 0; row < count; row += 1) {
    out[2 * row] = along(u, x, row);
    out[2 * row + 1] = along(v, x, row);
  }
  return out;
}

function stretch(direction, x, count, margin) {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < count; row += 1) {
    const s = along(direction, x, row);
    low = Math.min(low, s);
    high = Math.max(high, s);
  }
  if (count === 0) return [-1, 1];
  const room = high > low ? margin * (high - low) : 1;
  return [low - room, high + room];
}

/**
 * The part of the plane that holds all rows, with a margin, a part of their extent, on every side.
 * It depends on the data alone, so it is the same for a whole run.
 * @returns {{s: number[], t: number[]}} [low, high] along u and along v
 */
export const boundsOf = ({ u, v }, x, count, margin = 0.08) => ({
  s: stretch(u, x, count, margin),
  t: stretch(v, x, count, margin),
});

/**
 * The inputs at the centres of side × side cells that fill the bounds, for forwardRows: what the plane
 * does not say, they have from `base`.
 * @param {object} plane
 * @param {ArrayLike<number>} base [D] as the network reads them
 * @param {{s: number[], t: number[]}} bounds from boundsOf
 * @param {number} side
 * @param {Float32Array} out [side · side, D], from the top (largest t) down, s rising in each row
 * @returns {Float32Array} `out`
 */
export function gridRows(plane, base, bounds, side, out) {
  const { u, v } = plane;
  const D = u.length;
  const baseS = along(u, base, 0);
  const baseT = along(v, base, 0);
  const width = (bounds.s[1] - bounds.s[0]) / side;
  const height = (bounds.t[1] - bounds.t[0]) / side;
  let at = 0;
  for (let down = 0; down < side; down += 1) {
    const t = bounds.t[1] - (down + 0.5) * height - baseT;
    for (let across = 0; across < side; across += 1) {
      const s = bounds.s[0] + (across + 0.5) * width - baseS;
      for (let d = 0; d < D; d += 1) out[at + d] = base[d] + s * u[d] + t * v[d];
      at += D;
    }
  }
  return out;
}
