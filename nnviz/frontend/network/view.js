// What the network film shows, thing by thing, as the page's address says it; see shared/view.js.

import { playbackView } from '../shared/playback_view.js';
import { mapsOf } from '../model/parts.js';
import { DONE, LATER, REFUSED, oneOf } from '../shared/view.js';

const wholes = (text, count) => {
  const numbers = text.split('.').map(Number);
  return numbers.length === count && numbers.every((n) => Number.isInteger(n) && n >= 0) ? numbers : null;
};

/** The cards that show an epoch taken apart. */
const TAKES_APART = ['batches', 'weight'];

const LETTERS = { neuron: 'n', map: 'm' };

/** A neuron is n<layer>.<index>, a map m<layer>.<index>, a weight w<layer>.<from>.<to>; each from 0. */
export const selectionText = (chosen) => {
  if (!chosen) return '';
  return chosen.kind === 'weight' ? `w${chosen.layer}.${chosen.from}.${chosen.to}` : `${LETTERS[chosen.kind]}${chosen.layer}.${chosen.index}`;
};

/** @returns {object | null | undefined} undefined: there is no such thing in this network */
export function selectionOf(text, net) {
  const { sizes, parts } = net;
  if (text === '') return null;
  const [layer, a, b] = wholes(text.slice(1), text[0] === 'w' ? 3 : 2) ?? [];
  if (text[0] === 'n' && a < sizes[layer]) return { kind: 'neuron', layer, index: a };
  if (text[0] === 'm' && layer > 0 && layer < sizes.length && a < mapsOf(net, layer)?.[0]) return { kind: 'map', layer, index: a };
  if (text[0] === 'w' && a < parts[layer]?.rows && b < parts[layer].columns) return { kind: 'weight', layer, from: a, to: b };
  return undefined;
}

/** Parameters changed by hand: <epoch>@<offset>=<value>,…, the epochs with a ~ between them. */
export const editsText = (epochs, editsAt) => epochs.map((epoch) =>
  `${epoch}@${[...editsAt(epoch)].map(([offset, value]) => `${offset}=${Number(value.toPrecision(9))}`).join(',')}`).join('~');

/** @returns {Map<number, Map<number, number>> | null} epoch → offset → value; null: that is none of this network's */
export function editsOf(text, { count }) {
  const epochs = text.split('~').filter(Boolean).map((part) => {
    const [epoch, list] = part.split('@');
    return [Number(epoch), new Map((list ?? '').split(',').map((edit) => edit.split('=').map(Number)))];
  });
  const fits = epochs.every(([epoch, edits]) => epoch >= 0 && [...edits].every(([offset, value]) =>
    Number.isInteger(offset) && offset >= 0 && offset < count && value !== undefined && !Number.isNaN(value)));
  return fits ? new Map(epochs) : null;
}

const OTHERS = { mean: 'mean', followed: 'followed' };

function readMap({ across, up, components, others }) {
  const axes = components ? 'components' : `${across}.${up}`;
  return others === OTHERS.followed ? `${axes},${others}` : axes;
}

function mapChoice(text, features) {
  const [axes, others = OTHERS.mean] = text.split(',');
  if (!(others in OTHERS)) return null;
  if (axes === 'components') return { components: true, others };
  const [across, up] = wholes(axes, 2) ?? [];
  return across < features && up < features && across !== up ? { components: false, across, up, others } : null;
}

const AXES = { '': null, log: true, linear: false };
const axisText = (wished) => Object.keys(AXES).find((text) => AXES[text] === wished);

/**
 * @param {object} film playback, fill and pace (select elements), wished, focus, instruments, redraw(),
 *   zoom(epoch, step) whether that step is shown, and what there is by now: header(), moment(), replay()
 * @returns {object} the things of createView
 */
export function networkView(film) {
  const { playback, fill, pace, wished, focus, instruments } = film;
  const { map, middle, inspector, confusion, pad } = instruments;
  const optionsOf = (select) => () => Array.from(select.options, ({ value }) => value);
  const pick = (select) => oneOf(optionsOf(select), () => select.value, (value) => {
    select.value = value;
    select.dispatchEvent(new Event('change'));
  });
  const axis = (name) => oneOf(() => Object.keys(AXES), () => axisText(wished[name]), (text) => {
    wished[name] = AXES[text];
    film.redraw();
  });
  const tabsOf = (tabs) => oneOf(() => tabs.keys, () => tabs.shown, tabs.show);

  /** What is drawn, as long as it is followed. */
  const drawing = pad && { ...pad.view, read: () => (focus.who.raw ? pad.view.read() : '') };

  /** The number of a row, or measurements of the viewer's own. */
  const who = {
    read: () => (drawing?.read() ? '' : focus.who.raw ? focus.who.raw.map((value) => Number(value.toPrecision(6))).join(',') : String(focus.who.row)),
    write: (text) => {
      if (!film.moment()) return LATER;
      if (drawing && text === '') return DONE; // what is drawn is followed
      const numbers = text.split(',').map(Number);
      const features = film.header().features.length;
      if (/^\d+$/.test(text) && features > 1 && numbers[0] < film.moment().data.count) focus.follow(numbers[0]);
      else if (numbers.length === features && text !== '' && numbers.every(Number.isFinite)) focus.followValues(numbers);
      else return REFUSED;
      return DONE;
    },
    allowed: () => `a row from 0 to ${film.moment().data.count - 1}, nor ${film.header().features.length} numbers with commas between them`,
  };

  const chosen = {
    read: () => selectionText(focus.pinned),
    write: (text) => {
      const selection = selectionOf(text, film.header().net);
      if (selection === undefined) return REFUSED;
      focus.pin(selection);
      return DONE;
    },
    allowed: () => `a neuron such as n1.3${film.header().picture ? ', a map such as m1.0' : ''} or a weight such as w0.2.5 of this network`,
  };

  const edits = {
    read: () => editsText(focus.editedEpochs(), focus.editsAt),
    write: (text) => {
      const next = editsOf(text, film.header().net);
      if (!next) return REFUSED;
      focus.editedEpochs().filter((at) => !next.has(at)).forEach((at) => focus.setEdits(at, new Map()));
      next.forEach((offsets, at) => focus.setEdits(at, offsets));
      film.redraw();
      return DONE;
    },
    allowed: () => `edits such as 40@12=1.5, of parameters from 0 to ${film.header().net.count - 1}`,
  };

  const axes = {
    read: () => readMap(map.choice),
    write: (text) => {
      const choice = mapChoice(text, film.header().features.length);
      if (!choice) return REFUSED;
      map.choose(choice);
      return DONE;
    },
    allowed: () => 'two features such as 2.0, or components',
  };

  /** A count of the confusion tables: which part, the true class, the predicted one. */
  const counted = {
    read: () => (confusion.chosen ? [confusion.chosen.part, confusion.chosen.truth, confusion.chosen.guess].join('.') : ''),
    write: (text) => {
      if (!film.moment()) return LATER;
      const [part, truth, guess] = [text.split('.')[0], ...(wholes(text.replace(/^[a-z]*\./, ''), 2) ?? [])];
      const { K } = film.header().net.task;
      if (text !== '' && !(['train', 'test'].includes(part) && truth < K && guess < K)) return REFUSED;
      confusion.update(film.moment());
      confusion.choose(text === '' ? null : { part, truth, guess });
      return DONE;
    },
    allowed: () => 'a count such as test.1.0',
  };

  /** A step of an epoch that is taken apart, where that is to be seen: Python has to send the epoch first. */
  const batch = {
    read: () => (film.replay()?.epoch === Math.floor(playback.position) && (TAKES_APART.includes(inspector.shown) || film.replay().step > 0)
      ? `${film.replay().epoch}.${film.replay().step}` : ''),
    write: (text) => {
      if (text === '') return DONE;
      const [at, step] = wholes(text, 2) ?? [];
      if (!film.header().tools || film.header().alone || !(at < film.header().epochs) || step === undefined) return REFUSED;
      return film.zoom(at, step) ? DONE : LATER;
    },
    allowed: () => 'an epoch and how many of its batches, such as 3.1',
  };

  return {
    ...playbackView(playback, { unit: 'epoch', last: () => film.header().epochs, redraw: film.redraw }),
    tab: tabsOf(inspector), beside: tabsOf(middle), who, chosen, edits, ...(map ? { map: axes, shows: pick(fill) } : {}), ...(drawing ? { drawing } : {}), pace: pick(pace),
    time: axis('time'), loss: axis('loss'), batch, ...(confusion ? { counted } : {}),
  };
}
