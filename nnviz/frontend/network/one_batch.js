// One batch on from a moment of a run. DOM-free.

/**
 * The moment that follows.
 * @param {number} epoch the last that has ended
 * @param {number} done batches since then
 * @param {number} steps batches of an epoch
 * @param {(epoch: number) => boolean} isKept whether the record has an epoch
 * @returns {{epoch: number, step: number}} after the last batch, the next epoch where the record has it
 */
export function afterBatch(epoch, done, steps, isKept) {
  if (done + 1 < steps) return { epoch, step: done + 1 };
  return isKept(epoch + 1) ? { epoch: epoch + 1, step: 0 } : { epoch, step: steps };
}
