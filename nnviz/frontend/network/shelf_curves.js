// How the runs of a visit look, and their losses as thin curves under those of the run shown. DOM-free.

import { listed } from '../shared/format.js';

/** A dash for each place on the shelf; the last has the first's colour again, but no other's dash. */
export const DASHES = [[7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3], [3, 5], [6, 2, 2, 2, 2, 2], [1, 3]];

/**
 * Who looks how: each run keeps the look it came with, whatever stands beside it.
 * @returns {{assign: (ids: string[]) => void, lookOf: (id: string) => {slot: number, dash: number[]}}}
 *   assign: the runs there are now; lookOf: the slot is an index into the palette's racers, modulo their number
 */
export function createLooks() {
  const slots = new Map();

  function assign(ids) {
    for (const id of slots.keys()) if (!ids.includes(id)) slots.delete(id);
    for (const id of ids) {
      if (slots.has(id)) continue;
      const taken = new Set(slots.values());
      let slot = 0;
      while (taken.has(slot)) slot += 1;
      slots.set(id, slot);
    }
  }

  function lookOf(id) {
    const slot = slots.get(id);
    return { slot, dash: DASHES[slot % DASHES.length] };
  }

  return { assign, lookOf };
}

const isOther = (run, { loss }) => run.loss.key !== loss.key;

/** Which runs have no curve beside the one shown, in one sentence with its terms; empty where all have one. */
export function incomparableText({ shelf = [], loss }) {
  const others = shelf.filter((run) => isOther(run, { loss }));
  if (others.length === 0) return '';
  const names = others.map((run) => `${run.label} ([[${run.loss.label}]])`);
  return `No loss curve of ${listed(names)}: it cannot be compared with [[${loss.label}]].`;
}

/**
 * The losses of the runs that are not shown; of another loss the numbers would mean something else on the same axis.
 * @param {{loss: {key: string}, shelf?: {id: string, current: boolean, loss: {key: string}}[]}} header
 * @param {Object<string, {data: ArrayLike<number>}>} arrays shelf_loss_<n>, shelf_epochs_<n> of the n-th run
 * @param {object} looks from createLooks
 * @param {string[]} racers the palette's colours
 * @returns {{label: string, dash: number[], x: ArrayLike<number>, y: ArrayLike<number>, color: string, width: number}[]}
 */
export function shelfSeries({ shelf = [], loss }, arrays, looks, racers) {
  return shelf.flatMap((run, n) => {
    const { id, current } = run;
    const y = arrays[`shelf_loss_${n}`];
    const x = arrays[`shelf_epochs_${n}`];
    if (current || !x || !y || isOther(run, { loss })) return [];
    const { slot, dash } = looks.lookOf(id);
    return [{ label: '', dash, x: x.data, y: y.data, color: racers[slot % racers.length], width: 1 }];
  });
}
