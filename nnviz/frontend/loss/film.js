// The film as it arrives: the answer it opens with, and what a network said of one batch. DOM-free.

import { LOSSES } from '../model/losses.js';

/**
 * @param {{header: object, arrays: object}} block from decode()
 * @returns {object} film: classes, nouns, markers, palette, losses [{key, label, racer, dash}], rate (η of its steps) and steps (how
 *   many), play, cue (above 0: it has been asked for), opening {p [K], label} (the answer it opens with), and batch {names [B], y [B], epochs [E],
 *   z(moment, row) → Float64Array [K]}
 */
export function readFilm({ header, arrays }) {
  const { data, shape: [, rows, K] } = arrays.z;
  return {
    classes: header.classes,
    nouns: header.nouns,
    markers: header.markers,
    palette: header.palette,
    losses: header.losses.filter(({ key }) => key in LOSSES),
    rate: header.rate,
    steps: header.steps,
    play: header.play,
    cue: header.cue,
    opening: { p: header.answer, label: header.truth },
    batch: {
      names: header.names,
      y: header.y,
      epochs: header.epochs,
      z: (moment, row) => Float64Array.from(data.subarray((moment * rows + row) * K, (moment * rows + row + 1) * K)),
    },
  };
}
