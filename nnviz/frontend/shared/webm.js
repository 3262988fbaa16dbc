// How long a recorded film lasts, written into it: a browser that records cannot know when it begins the file, and
// without that, players can neither tell the length nor seek. DOM-free. EBML is RFC 8794, WebM a subset of Matroska, RFC 9559.

const [SEGMENT, INFO, TIMESTAMP_SCALE, DURATION] = [0x18538067, 0x1549a966, 0x2ad7b1, 0x4489];

/** A number of variable length as it stands there, with its marker, and without; and how many bytes it has. */
function readNumber(bytes, at) {
  const length = Math.clz32(bytes[at]) - 23;
  let raw = 0;
  for (let i = 0; i < length; i += 1) raw = raw * 256 + bytes[at + i];
  return { length, raw, value: raw - 2 ** (7 * length) };
}

/** The elements from one place to another: each with its id, and where its content begins and ends. */
function* elementsIn(bytes, from, to) {
  for (let at = from; at < to;) {
    const id = readNumber(bytes, at);
    const size = readNumber(bytes, at + id.length);
    const start = at + id.length + size.length;
    const isUnknown = size.value === 2 ** (7 * size.length) - 1; // a stream's: up to the end
    const end = isUnknown ? to : start + size.value;
    yield { id: id.raw, at, sizeAt: at + id.length, sizeLength: size.length, isUnknown, start, end };
    at = end;
  }
}

const find = (bytes, id, from, to) => [...elementsIn(bytes, from, to)].find((element) => element.id === id);

/** The size of an element, in as many bytes as are given. */
function sizeBytes(value, length) {
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[0] |= 0x80 >> (length - 1);
  return bytes;
}

/**
 * @param {Uint8Array} bytes of a WebM file as MediaRecorder makes it
 * @param {number} seconds
 * @returns {Uint8Array} the same with its duration; as it was, where it has one already or is made otherwise
 */
export function withDuration(bytes, seconds) {
  const segment = find(bytes, SEGMENT, 0, bytes.length);
  const info = segment?.isUnknown && find(bytes, INFO, segment.start, Math.min(segment.end, bytes.length));
  if (!info || find(bytes, DURATION, info.start, info.end)) return bytes;
  const scale = find(bytes, TIMESTAMP_SCALE, info.start, info.end);
  const nanoseconds = scale ? bytes.subarray(scale.start, scale.end).reduce((sum, byte) => sum * 256 + byte, 0) : 1e6;
  const duration = new Uint8Array(11);
  duration.set([DURATION >> 8, DURATION & 255, 0x88]);
  new DataView(duration.buffer).setFloat64(3, (seconds * 1e9) / nanoseconds);
  const content = [bytes.subarray(info.start, info.end), duration];
  const size = sizeBytes(info.end - info.start + duration.length, 8);
  const parts = [bytes.subarray(0, info.sizeAt), size, ...content, bytes.subarray(info.end)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
