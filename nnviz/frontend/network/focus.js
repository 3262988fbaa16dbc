// What the viewer looks at and has changed: the selection, the row, the edits. DOM-free.

import { sameSelection } from './selection.js';

/** Edits of one epoch of one run: offset in the row of parameters → value. */
const NONE = new Map();

/**
 * @param {() => void} onChange called after every change
 * @returns {object} the focus: `hovered` and `pinned` selections (see selection.js), `who` is
 *   {row} of the data or {raw} measurements, `highlight` a set of rows that stand out on the map, or null
 */
export function createFocus(onChange) {
  const focus = { hovered: null, pinned: null, who: { row: 0 }, highlight: null };
  const edits = new Map(); // run → epoch → offset → value: kept while other runs are shown
  let run = '';

  function change(values) {
    Object.assign(focus, values);
    onChange();
  }

  const editsAt = (epoch) => edits.get(run)?.get(epoch) ?? NONE;

  return Object.assign(focus, {
    hover: (selection) => { if (!sameSelection(focus.hovered, selection)) change({ hovered: selection }); },
    pin: (selection) => change({ pinned: selection }),
    follow: (row) => change({ who: { row } }),
    followValues: (raw) => change({ who: { raw } }),
    emphasise: (rows) => change({ highlight: rows && new Set(rows) }),
    /** Another run is shown; in one of other sizes, what was chosen may not exist. */
    enter(nextRun, sameSizes) {
      run = nextRun;
      change({ hovered: null, pinned: sameSizes ? focus.pinned : null, highlight: null });
    },
    /** The epochs of this run at which parameters are changed. */
    editedEpochs: () => [...(edits.get(run) ?? [])].filter(([, offsets]) => offsets.size > 0).map(([epoch]) => epoch),
    editsAt,
    setEdits(epoch, offsets) {
      if (!edits.has(run)) edits.set(run, new Map());
      edits.get(run).set(epoch, offsets);
      onChange();
    },
  });
}
