// How one entry of a step comes about: the rule with its numbers, what is lit in the matrices, and where it happens in
// the network. DOM-free.

import { significant, subscript } from '../shared/format.js';
import { apart, products, readBy, short, sum, symbol } from './symbols.js';
import { neuronNames } from './equation.js';

const range = (count) => Array.from({ length: count }, (_, i) => i);
const label = (film, row) => range(film.sizes.at(-1)).find((k) => film.matrix('y').at(row, k) === 1);

/** All connections into one neuron of a layer, or out of one. */
const into = (film, layer, to) => range(film.sizes[layer - 1]).map((from) => ({ layer, from, to }));
const outOf = (film, layer, from) => range(film.sizes[layer]).map((to) => ({ layer, from, to }));
const all = (film, layer) => range(film.sizes[layer]).map((index) => ({ layer, index }));

/** An entry of a matrix as it is written: "z₁[Adelie, h2]". */
const written = (name, ...where) => `${symbol(name)}[${where.join(', ')}]`;

function lossOf(film, { name, row }, suffix) {
  const [p, losses, loss] = ['p', 'losses', 'loss'].map((one) => `${one}${suffix}`);
  const last = film.depth;
  if (name === loss) {
    const values = range(film.count).map((r) => film.matrix(losses).at(r, 0));
    return {
      left: symbol(loss),
      right: film.count > 1 ? `(${sum(values)}) / ${film.count}` : short(values[0]),
      marks: { [losses]: { columns: [0] }, [loss]: { active: [0, 0] } },
      focus: { row: 0, neurons: all(film, last), lines: [] },
    };
  }
  const k = label(film, row);
  return {
    left: `loss of ${film.rows[row]}`,
    right: `−ln p[${film.outputs[k]}] = −ln ${apart(film.matrix(p).at(row, k))}`,
    marks: { [p]: { entries: [[row, k]] }, y: { entries: [[row, k]] }, [losses]: { active: [row, 0] } },
    focus: { row, neurons: [{ layer: last, index: k }], lines: [] },
  };
}

/** By kind of step: (film, step, entry) → {left, right: the rule with its numbers, marks, focus}. */
const KINDS = {
  sum(film, { layer }, { row, column }) {
    const [read, W, b, z] = [readBy(layer), `W${layer}`, `b${layer}`, `z${layer}`];
    const pairs = range(film.sizes[layer - 1]).map((i) => [film.matrix(read).at(row, i), film.matrix(W).at(i, column)]);
    return {
      left: written(z, film.rows[row], neuronNames(film, layer)[column]),
      right: `${products(pairs)} + ${apart(film.matrix(b).at(0, column))}`,
      marks: { [read]: { rows: [row] }, [W]: { columns: [column] }, [b]: { entries: [[0, column]] }, [z]: { active: [row, column] } },
      focus: { row, neurons: [{ layer, index: column }], lines: into(film, layer, column) },
    };
  },
  activation(film, { layer }, { row, column }) {
    const [z, a] = [`z${layer}`, `a${layer}`];
    return {
      left: written(a, film.rows[row], neuronNames(film, layer)[column]),
      right: `f(${short(film.matrix(z).at(row, column))})`,
      marks: { [z]: { entries: [[row, column]] }, [a]: { active: [row, column] } },
      focus: { row, neurons: [{ layer, index: column }], lines: [] },
    };
  },
  softmax(film, { layer }, { row, column }) {
    const z = `z${layer}`;
    const powers = range(film.sizes[layer]).map((k) => Math.exp(film.matrix(z).at(row, k)));
    return {
      left: written('p', film.rows[row], film.outputs[column]),
      right: `e^${apart(film.matrix(z).at(row, column))} / Σ e^z = ${short(powers[column])} / (${sum(powers)})`,
      marks: { [z]: { rows: [row] }, p: { active: [row, column] } },
      focus: { row, neurons: all(film, layer), lines: [] },
    };
  },
  loss: (film, step, entry) => lossOf(film, entry, ''),
  again: (film, step, entry) => lossOf(film, entry, '_after'),
  delta_last(film, { layer }, { row, column }) {
    const [p, y] = ['p', 'y'].map((name) => film.matrix(name).at(row, column));
    const gap = `${short(p)} − ${y}`;
    return {
      left: written(`delta${layer}`, film.rows[row], film.outputs[column]),
      right: film.count > 1 ? `(${gap}) / ${film.count}` : gap,
      marks: { p: { entries: [[row, column]] }, y: { entries: [[row, column]] }, [`delta${layer}`]: { active: [row, column] } },
      focus: { row, neurons: [{ layer, index: column }], lines: [] },
    };
  },
  weights(film, { layer }, { row, column }) {
    const [read, delta, dW] = [readBy(layer), `delta${layer}`, `dW${layer}`];
    const pairs = range(film.count).map((r) => [film.matrix(read).at(r, row), film.matrix(delta).at(r, column)]);
    return {
      left: written(dW, neuronNames(film, layer - 1)[row], neuronNames(film, layer)[column]),
      right: products(pairs),
      marks: { [read]: { rows: [row] }, [delta]: { columns: [column] }, [dW]: { active: [row, column] } },
      focus: { row: 0, neurons: [{ layer: layer - 1, index: row }, { layer, index: column }], lines: [{ layer, from: row, to: column }] },
    };
  },
  biases(film, { layer }, { column }) {
    const [delta, db] = [`delta${layer}`, `db${layer}`];
    return {
      left: written(db, neuronNames(film, layer)[column]),
      right: sum(range(film.count).map((r) => film.matrix(delta).at(r, column))),
      marks: { [delta]: { columns: [column] }, [db]: { active: [0, column] } },
      focus: { row: 0, neurons: [{ layer, index: column }], lines: [] },
    };
  },
  blame(film, { layer }, { row, column }) {
    const [delta, W, blame] = [`delta${layer + 1}`, `W${layer + 1}`, `blame${layer}`];
    const pairs = range(film.sizes[layer + 1]).map((j) => [film.matrix(delta).at(row, j), film.matrix(W).at(column, j)]);
    return {
      left: written(blame, film.rows[row], neuronNames(film, layer)[column]),
      right: products(pairs),
      marks: { [delta]: { rows: [row] }, [W]: { columns: [column] }, [blame]: { active: [row, column] } },
      focus: { row, neurons: [{ layer, index: column }], lines: outOf(film, layer + 1, column) },
    };
  },
  delta(film, { layer }, { row, column }) {
    const [blame, slope, delta] = [`blame${layer}`, `slope${layer}`, `delta${layer}`];
    const [back, through, z] = [blame, slope, `z${layer}`].map((name) => film.matrix(name).at(row, column));
    return {
      left: written(delta, film.rows[row], neuronNames(film, layer)[column]),
      right: `${short(back)} × f′(${short(z)}) = ${short(back)} × ${apart(through)}`,
      marks: { [blame]: { entries: [[row, column]] }, [slope]: { entries: [[row, column]] }, [delta]: { active: [row, column] } },
      focus: { row, neurons: [{ layer, index: column }], lines: [] },
    };
  },
  update(film, { layer }, { row, column }) {
    const [before, direction, after] = ['before', 'direction', 'after'].map((name) => `${name}${layer}`);
    const [w, d] = [before, direction].map((name) => film.matrix(name).at(row, column));
    const isBias = row === film.sizes[layer - 1];
    const names = neuronNames(film, layer);
    return {
      left: isBias ? `new b${subscript(layer)}[${names[column]}]` : `new W${subscript(layer)}[${neuronNames(film, layer - 1)[row]}, ${names[column]}]`,
      right: `${short(w)} − ${apart(film.learningRate)} × ${apart(d)}`,
      marks: { [before]: { entries: [[row, column]] }, [direction]: { entries: [[row, column]] }, [after]: { active: [row, column] } },
      focus: { row: 0, neurons: [{ layer, index: column }], lines: isBias ? [] : [{ layer, from: row, to: column }] },
    };
  },
};

const NOTHING = { left: '', right: '', result: '', marks: {}, focus: { row: 0, neurons: [], lines: [] } };

/**
 * One entry of a step.
 * @param {object} film from readFilm
 * @param {object} step of scriptOf
 * @param {{name: string, row: number, column: number} | null} entry of the step; null where it has none
 * @returns {{left: string, right: string, result: string, marks: object, focus: {row: number, neurons: object[], lines: object[]}}}
 *   left = right = result; marks for drawEquation; focus: the row of the batch, the neurons and connections it is about
 */
export function arithmeticOf(film, step, entry) {
  if (entry === null) return NOTHING;
  const told = KINDS[step.kind](film, step, entry);
  return { ...told, result: short(film.matrix(entry.name).at(entry.row, entry.column)) };
}

/** The significant digits of two numbers that are the same to the last bit. */
export const MOST_DIGITS = 16;

/** The significant digits to which two numbers agree. */
export function digitsOf(ours, theirs) {
  const gap = Math.abs(ours - theirs);
  if (gap === 0) return MOST_DIGITS;
  const size = Math.abs(ours);
  if (!(size > 0 && Number.isFinite(gap))) return 0;
  return Math.max(0, Math.min(MOST_DIGITS, Math.floor(-Math.log10(gap / size) + 1e-9)));
}

/** A number with all its digits that count, and those beyond which it differs from ours apart: {same, rest}. */
function compared(ours, value) {
  const text = significant(value, 14);
  const own = significant(ours, 14);
  let at = 0;
  while (at < text.length && text[at] === own[at]) at += 1;
  return { same: text.slice(0, at), rest: text.slice(at) };
}

/**
 * An entry as we and others compute it.
 * @returns {{who: string, same: string, rest: string, digits: number | null}[]} ours first, whose digits are null
 */
export function checksOf(film, entry) {
  if (entry === null) return [];
  const ours = film.matrix(entry.name).at(entry.row, entry.column);
  const others = film.others(entry.name).map(({ who, matrix }) => {
    const value = matrix.at(entry.row, entry.column);
    return { who, ...compared(ours, value), digits: digitsOf(ours, value) };
  });
  return others.length > 0 ? [{ who: 'ours', same: significant(ours, 14), rest: '', digits: null }, ...others] : [];
}
