// One block of bytes from Python: [u32 header length][JSON header, padded to 4][float32 ...], little-endian.

/**
 * Decode one block.
 * @param {Uint8Array} bytes possibly unaligned, as the host hands it over
 * @returns {{header: object, arrays: Object<string, {data: Float32Array, shape: number[]}>}}
 *   header.arrays = [[name, shape], ...] names the float arrays in the order they follow.
 */
export function decode(bytes) {
  const buffer = bytes.slice().buffer; // a copy starts at offset 0, so Float32Array may look into it
  const headerLength = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headerLength)));
  const arrays = {};
  let offset = 4 + Math.ceil(headerLength / 4) * 4;
  for (const [name, shape] of header.arrays) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (offset + 4 * count > buffer.byteLength) {
      throw new RangeError(`the block ends inside "${name}" of shape [${shape}]`);
    }
    arrays[name] = { data: new Float32Array(buffer, offset, count), shape };
    offset += 4 * count;
  }
  return { header, arrays };
}

/**
 * Numbers that travelled as the two halves of their float64.
 * @param {{data: Float32Array, shape: number[]}} array of shape [T, 2]; the words are bytes, not values
 * @returns {Float64Array} [T]
 */
export function doubles({ data, shape }) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(); // aligned to 8
  return new Float64Array(bytes.buffer, 0, shape[0]);
}
