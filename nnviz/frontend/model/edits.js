// Parameters changed by hand at one epoch: Map(offset → value), never altered, always made anew. DOM-free.

/**
 * The parameters with the edits in them.
 * @param {ArrayLike<number>} params [P] of the record
 * @param {Map<number, number>} edits
 * @param {Float32Array} out [P]
 * @returns {Float32Array} `out`
 */
export function withEdits(params, edits, out) {
  out.set(params);
  edits.forEach((value, offset) => { out[offset] = value; });
  return out;
}

/** Edits with one more. */
export const edited = (edits, offset, value) => new Map(edits).set(offset, value);

/** Edits without those of some offsets. */
export function undone(edits, offsets) {
  const rest = new Map(edits);
  offsets.forEach((offset) => rest.delete(offset));
  return rest;
}

/** Whether a neuron is switched off: it leads out, and every weight that does is 0. */
export const isOff = (params, offsets) => offsets.length > 0 && offsets.every((offset) => params[offset] === 0);

/**
 * Switch a neuron off, which puts 0 in its outgoing weights, or on again, which takes their edits away.
 * @param {Map<number, number>} edits
 * @param {ArrayLike<number>} params [P] with the edits in them
 * @param {number[]} offsets from outgoing
 * @param {Map<number, number>} [before] edits that these weights had before, and have again
 * @returns {Map<number, number>}
 */
export function toggled(edits, params, offsets, before = new Map()) {
  if (isOff(params, offsets)) {
    return new Map([...undone(edits, offsets), ...[...before].filter(([offset]) => offsets.includes(offset))]);
  }
  const more = new Map(edits);
  offsets.forEach((offset) => more.set(offset, 0));
  return more;
}
