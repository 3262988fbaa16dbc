// The lessons as they arrive: what networks that were taught with different losses say, epoch after epoch. DOM-free.

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} film: the header's words; losses [{key, label, racer, dash, right_after}]; steps E; and, of the loss at
 *   an index, chances(index) [E+1] the probability that it gives to the truth, on average, right(index) [E+1] the part that
 *   it has right, and shares(index, epoch) [K] what it gives to each class of one row
 */
export function readFilm({ header, arrays }) {
  const { chances, right, shares } = arrays;
  const [, rows, K] = shares.shape;
  const row = ({ data }, index) => data.subarray(index * rows, (index + 1) * rows);
  return {
    ...header,
    steps: rows - 1,
    play: 0,
    chances: (index) => row(chances, index),
    right: (index) => row(right, index),
    shares: (index, epoch) => shares.data.subarray((index * rows + epoch) * K, (index * rows + epoch + 1) * K),
  };
}

/** The epoch that a position is in, and how far it is on the way to the next. */
function within({ steps }, position) {
  const epoch = Math.min(steps, Math.floor(position + 1e-9));
  return { epoch, next: Math.min(steps, epoch + 1), part: Math.max(0, position - epoch) };
}

/** The last whole epoch at a position. */
export const epochAt = (film, position) => within(film, position).epoch;

/** What one row is given by the network of a loss, on the straight way from one epoch to the next. @returns {number[]} [K] */
export function sharesAt(film, index, position) {
  const { epoch, next, part } = within(film, position);
  const [from, to] = [film.shares(index, epoch), film.shares(index, next)];
  return Array.from(from, (share, k) => share + part * (to[k] - share));
}

/** A curve up to a position: its points so far, and the one between two epochs. @returns {number[]} */
export function grown(film, values, position) {
  const { epoch, next, part } = within(film, position);
  const past = Array.from(values.subarray(0, epoch + 1));
  return part > 0 ? [...past, values[epoch] + part * (values[next] - values[epoch])] : past;
}
