// The stages of a forward pass: the matrices of each, and the steps in which their entries come about. DOM-free.
//
// A stage is {name, kind, parts, steps, when, layer, whole}: parts as layoutEquation wants them; steps {kind, key, row,
// column}, null for all rows or columns; when, by key, the number of the step that makes each entry; layer, which product
// of its network it is, null for none; whole, whether it is of the whole network or of the small example.

import { brief, cellText, subscript } from '../shared/format.js';
import { ACTIVATION_CLAMP } from '../shared/theme.js';

const LEAST = 1e-6; // positive numbers below it are written with a power of ten

/** A positive number of any size: it is not written as 0, nor left out where it is large. */
export function powerText(value) {
  if (value >= 9999.5) return brief(value, 3);
  if (!(value > 0 && value < 0.01)) return cellText(value);
  return value < LEAST ? brief(value, 2) : value.toFixed(-Math.floor(Math.log10(value)));
}

/** A probability of three decimals, which is never all nor nothing. */
export function shareText(value) {
  if (value < 0.0005) return '< 0.001';
  return value > 0.9995 ? '> 0.999' : value.toFixed(3);
}

const shape = (rows, columns) => `${rows} × ${columns}`;

function part(key, name, values, [rows, columns], look = {}) {
  const { write = cellText, ...more } = look;
  return { key, rows, columns, values, texts: Array.from(values, write), title: `${name}  ${shape(rows, columns)}`, ...more };
}

const activations = { shade: 'activation', clamp: ACTIVATION_CLAMP };

/** A step for each entry of a part, row by row. */
const entries = (kind, { key, rows, columns }) =>
  Array.from({ length: rows * columns }, (_, i) => ({ kind, key, row: Math.floor(i / columns), column: i % columns }));

/** The number of the step that makes each entry of the parts that steps make. */
function whenOf(parts, steps) {
  const when = {};
  steps.forEach(({ key, row, column }, number) => {
    if (!key) return;
    const { rows, columns } = parts.find((one) => one.key === key);
    when[key] ??= new Float64Array(rows * columns).fill(Infinity);
    for (let r = 0; r < rows; r += 1) {
      for (let c = 0; c < columns; c += 1) if ((row ?? r) === r && (column ?? c) === c) when[key][r * columns + c] = number;
    }
  });
  return when;
}

/** Every stage begins with a look at what is given. */
function stage(told, parts, made) {
  const steps = [{ kind: 'look', key: null, row: null, column: null }, ...made];
  return { layer: null, whole: true, ...told, parts, steps, when: whenOf(parts, steps) };
}

const numbered = (count, name = (n) => String(n)) => Array.from({ length: count }, (_, i) => name(i + 1));

/** The names of rows, where there is more than one. */
const rowsOf = ({ rows, nouns }) => (rows.length > 1 ? { rowNames: numbered(rows.length, (n) => `${nouns.row} ${n}`) } : {});

/** x · W + b = z → a. */
function product(names, { x, W, b, z, a }, [rows, inputs, outputs], looks) {
  const { write } = looks;
  const heads = { columnNames: looks.outputs, write };
  const sums = part('z', names.z, z, [rows, outputs], { ...activations, ...heads, operator: '=' });
  const parts = [
    part('x', names.x, x, [rows, inputs], { ...activations, columnNames: looks.inputs, write, ...looks.rows }),
    part('W', names.W, W, [inputs, outputs], { shade: 'weight', clamp: looks.clamp, operator: '·', rowNames: looks.inputs, ...heads }),
    part('b', names.b, b, [1, outputs], { shade: 'weight', clamp: looks.clamp, operator: '+', ...heads }),
    sums,
  ];
  const steps = entries('sum', sums);
  if (!names.a) return { parts, steps };
  const bent = part('a', names.a, a, [rows, outputs], { ...activations, ...heads, operator: '→', note: looks.note });
  return { parts: [...parts, bent], steps: [...steps, { kind: 'bend', key: 'a', row: null, column: null }] };
}

/** Two inputs and three neurons, to be computed in the head. */
export function exampleStage({ activation }, numbers) {
  const own = (name) => numbers[`example_${name}`];
  const given = { x: own('x'), W: own('W'), b: own('b'), z: own('z'), a: own('a') };
  const looks = {
    inputs: numbered(2, (n) => `input ${n}`), outputs: numbered(3), rows: {}, clamp: 2, note: activation.label,
    write: (value) => (Number.isInteger(10 * value) ? brief(value) : cellText(value)),
  };
  const { parts, steps } = product({ x: 'x', W: 'W', b: 'b', z: 'z', a: 'a' }, given, [1, 2, 3], looks);
  return stage({ name: 'Example 2 × 3', kind: 'example', layer: 0, whole: false, names: { x: 'x', W: 'W', b: 'b', z: 'z' } }, parts, steps);
}

/** (measured − mean) ÷ standard deviation = x. */
export function measureStage(header, { measured, mean, std, x }) {
  const { features, rows } = header;
  const names = features.map(({ name }) => name);
  const [N, D] = [rows.length, features.length];
  const units = features.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
  const read = part('x', 'x', x, [N, D], { ...activations, columnNames: names, operator: '=' });
  const write = (value) => brief(value, 4);
  const parts = [
    part('measured', 'measured', measured, [N, D], { columnNames: units, write, ...rowsOf(header) }),
    part('mean', 'mean', mean, [1, D], { columnNames: names, operator: '−', write }),
    part('std', 'standard deviation', std, [1, D], { columnNames: names, operator: '÷', write }),
    read,
  ];
  return stage({ name: 'Inputs', kind: 'inputs' }, parts, entries('standardise', read));
}

/** One layer of the whole network. */
export function layerStage(header, { number, inputs, outputs, isLast, clamp, ...values }) {
  const { features, classes, activation, rows } = header;
  const at = subscript(number);
  const before = number === 1 ? 'x' : `a${subscript(number - 1)}`;
  const names = { x: before, W: `W${at}`, b: `b${at}`, z: `z${at}`, a: isLast ? '' : `a${at}` };
  const looks = {
    inputs: number === 1 ? features.map(({ name }) => name) : numbered(inputs),
    outputs: isLast ? classes : numbered(outputs),
    rows: rowsOf(header),
    clamp,
    note: activation.label,
  };
  const { parts, steps } = product(names, values, [rows.length, inputs, outputs], looks);
  return stage({ name: `Layer ${number}`, kind: isLast ? 'output' : 'hidden', layer: number - 1, names }, parts, steps);
}

/** e to the power of each logit, their sum, and each one's share of it. */
export function softmaxStage(header, { z, e, p }) {
  const { classes, rows } = header;
  const [N, K] = [rows.length, classes.length];
  const heads = { columnNames: classes };
  const sums = Float64Array.from({ length: N }, (_, row) => e.subarray(row * K, (row + 1) * K).reduce((sum, value) => sum + value, 0));
  const parts = [
    part('z', 'logits z', z, [N, K], { ...activations, ...heads, ...rowsOf(header) }),
    part('e', 'exponentials', e, [N, K], { ...heads, operator: '→', note: 'eᶻ', write: powerText }),
    part('s', 'sum', sums, [N, 1], { operator: '→', note: 'add up', write: powerText }),
    part('p', 'probabilities', p, [N, K], { ...heads, operator: '→', note: '÷ sum', write: shareText }),
  ];
  const steps = rows.flatMap((_, row) => [
    ...Array.from({ length: K }, (__, column) => ({ kind: 'exp', key: 'e', row, column })),
    { kind: 'total', key: 's', row, column: 0 },
    ...Array.from({ length: K }, (__, column) => ({ kind: 'share', key: 'p', row, column })),
    { kind: 'answer', key: null, row, column: null },
  ]);
  return stage({ name: 'Softmax', kind: 'softmax' }, parts, steps);
}
