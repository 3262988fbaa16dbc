// One epoch, batch by batch, as Python has replayed it, and the wish for one.

import { createResync } from '../shared/resync.js';

const MOST_TIMES = 5;

/**
 * The one epoch that is to be taken apart: Python keeps only what was wished last, so whoever wishes has to go through
 * here. It is asked for again until it has come or is refused, but a few times only: one question may get lost, and a busy
 * server has them all.
 * @param {(kind: string, payload: {epoch: number, step: number}) => void} ask
 * @param {() => void} onEnd it is not asked for any more
 * @returns {{want: (epoch: number, step: number, kind?: string) => void, isWanted: (epoch: number, step: number) => boolean,
 *   arrive: (replay: object | null, refused?: number) => void, drop: () => void}} want: the epoch, and the quantities of one of its steps;
 *   kind: 'replay', or 'batch' for an epoch that may have to be trained first; arrive: what has come,
 *   and how many requests Python has refused by now; drop: nothing is wanted
 */
export function createReplayWish(ask, onEnd) {
  let wanted = null;
  let times = 0;
  let refusals = 0;

  const isWanted = (epoch, step) => wanted?.epoch === epoch && wanted.step === step;

  function drop() {
    wanted = null;
    asking.stop();
  }

  const asking = createResync(() => {
    times += 1;
    if (times <= MOST_TIMES) ask(wanted.kind, { epoch: wanted.epoch, step: wanted.step });
    else {
      drop();
      onEnd();
    }
  });

  function want(epoch, step, kind = 'replay') {
    if (isWanted(epoch, step)) return;
    drop();
    wanted = { kind, epoch, step };
    times = 0;
    asking.need(true);
  }

  function arrive(replay, refused = 0) {
    const isRefused = refused !== refusals;
    refusals = refused;
    if (isRefused || (replay && isWanted(replay.epoch, replay.quantitiesOf))) drop();
  }

  return { want, isWanted, arrive, drop };
}

/**
 * The replay of a block; `step` counts the batches that the pictures show as done, `quantitiesOf` is
 * the step whose quantities Python has sent.
 * @param {{replay?: {epoch: number, batch_size: number, learning_rate: number, names: string[], change: string, step: number,
 *   optimizer: string, roles: Object<string, string>}}} header roles: the names of the quantities that a step is told by
 * @param {object} arrays replay_params [S + 1, P], replay_rows [N], replay_quantities [names, P]
 * @param {object | null} held the one so far: if it is the same epoch of the same run, it goes on at its step
 * @returns {object | null}
 */
export function replayOf({ run, replay }, arrays, held) {
  if (!replay) return null;
  const same = held !== null && held.run === run && held.epoch === replay.epoch;
  if (same && held.quantitiesOf === replay.step) return held;
  const size = replay.batch_size;
  const rows = Int32Array.from(arrays.replay_rows.data);
  const batches = [];
  for (let from = 0; from < rows.length; from += size) batches.push(rows.subarray(from, from + size));
  const P = arrays.replay_params.shape[1];
  const quantities = Object.fromEntries(replay.names.map((name, i) =>
    [name, arrays.replay_quantities.data.subarray(i * P, (i + 1) * P)]));
  return {
    run, change: replay.change, optimizer: replay.optimizer, roles: replay.roles, epoch: replay.epoch, params: arrays.replay_params.data, batches, quantities,
    learningRate: replay.learning_rate, quantitiesOf: replay.step, step: same ? held.step : 0,
  };
}
