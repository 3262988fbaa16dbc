// What a run is played in front of, the data and the colours, which travels with the first blocks only. DOM-free.

import { dataOf } from './moment.js';
import { openNetwork } from '../model/parts.js';

const MOST = 4; // kept: the runs of a visit may have different ones

/**
 * The sceneries that have come, by their identities.
 * @returns {{open: (block: {header: object, arrays: object}) => {header: object, data: object} | null}} open: a block's
 *   header with its scenery in it and its network opened as `net`, and the rows of data, which stay the same object as
 *   long as the scenery does; null: its scenery has not come
 */
export function createSceneries() {
  const kept = new Map();

  /** row_facts [N]: what is known of each row beside its features; [] if nothing is. */
  function keep(scene, { facts, ...scenery }, arrays, net) {
    const rowFacts = Array.from(arrays.row_facts.data, (which) => facts[which]);
    kept.set(scene, { ...scenery, row_facts: rowFacts, data: dataOf({ ...scenery, net }, arrays) });
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
  }

  function open({ header, arrays }) {
    const { scenery, scene } = header;
    const known = kept.get(scene) ?? scenery;
    if (!known) return null;
    const net = openNetwork({ ...header, ...known });
    if (!kept.has(scene)) keep(scene, scenery, arrays, net);
    const { data, ...words } = kept.get(scene);
    return { header: { ...header, ...words, net }, data };
  }

  return { open };
}
