// The drawing of an artificial neuron, with its numbers.

import { ACTIVATIONS } from '../model/activations.js';
import { brief, fixed } from '../shared/format.js';
import { BOX, MIDDLE, curvePath, rowsOf, signOf, thickness } from './places.js';
import { nameOf, part, svg } from './svg.js';

const SUM = { x: 207, radius: 37 };
const BEND = { left: 266, right: 326, top: MIDDLE - 30, bottom: MIDDLE + 30 };
const OUTPUT = { x: 412, radius: 31 };
const SHOWN = [-1.2, 2]; // of a, in the small picture of the curve
const REACH = 3; // of z

const text = (className, x, y, content) => svg('text', { class: className, x, y }, [content]);

const input = (y, x) => [
  svg('circle', { class: 'node', cx: 32, cy: y, r: 22 }),
  text('value', 32, y + 5, fixed(x, 1)),
];

/** A connection, and its weight written on it. */
function connection(y, w) {
  const [from, to] = [[54, y], [SUM.x - SUM.radius, MIDDLE + (y - MIDDLE) * 0.3]];
  const at = [from[0] + 0.42 * (to[0] - from[0]), from[1] + 0.42 * (to[1] - from[1])];
  return [
    svg('path', { class: `connection ${signOf(w)}`, 'stroke-width': thickness(w), d: `M${from.join(' ')}L${to.join(' ')}` }),
    svg('rect', { class: 'plate', x: at[0] - 17, y: at[1] - 10, width: 34, height: 20, rx: 5 }),
    text(`value ${signOf(w)}`, at[0], at[1] + 5, fixed(w, 1)),
  ];
}

/**
 * Draw the neuron anew.
 * @param {SVGElement} drawing
 * @param {{x: number[], w: number[], b: number, activation: string}} neuron
 * @param {{z: number, a: number, fires: boolean}} found from workOut
 */
export function drawArtificial(drawing, { x, w, b, activation }, { z, a, fires }) {
  const rows = rowsOf(x.length);
  const f = ACTIVATIONS[activation];
  const inside = { left: BEND.left + 6, right: BEND.right - 6, top: BEND.top + 6, bottom: BEND.bottom - 6 };
  drawing.setAttribute('viewBox', `0 0 ${BOX.join(' ')}`);
  drawing.replaceChildren(
    part('weight', rows.flatMap((y, i) => connection(y, w[i]))),
    part('input', rows.flatMap((y, i) => input(y, x[i]))),
    part('sum', [
      svg('path', { class: 'wire', d: `M${SUM.x} 34V${MIDDLE - SUM.radius}M${SUM.x + SUM.radius} ${MIDDLE}H${BEND.left}` }),
      text('value', SUM.x, 26, `b = ${fixed(b, 1)}`),
      svg('circle', { class: 'node', cx: SUM.x, cy: MIDDLE, r: SUM.radius }),
      text('sign', SUM.x, MIDDLE - 3, 'Σ'),
      text('value strong', SUM.x, MIDDLE + 20, brief(z, 3)),
    ]),
    part('activation', [
      svg('rect', { class: 'node', x: BEND.left, y: BEND.top, width: BEND.right - BEND.left, height: BEND.bottom - BEND.top, rx: 8 }),
      svg('path', { class: 'wire faint', d: `M${inside.left} ${inside.bottom - (inside.bottom - inside.top) * (-SHOWN[0] / (SHOWN[1] - SHOWN[0]))}H${inside.right}` }),
      svg('path', { class: 'curve', d: curvePath(f, inside, REACH, SHOWN) }),
    ]),
    part('output', [
      svg('path', { class: `axon thin ${fires ? 'fires' : 'silent'}`, d: `M${BEND.right} ${MIDDLE}H${OUTPUT.x - OUTPUT.radius}` }),
      svg('circle', { class: `node ${fires ? 'fires' : 'silent'}`, cx: OUTPUT.x, cy: MIDDLE, r: OUTPUT.radius }),
      text('value strong', OUTPUT.x, MIDDLE + 5, brief(a, 3)),
    ]),
    nameOf('input', 'input', 32),
    nameOf('weight', 'weight', 112),
    nameOf('sum', 'sum', 203),
    nameOf('activation', 'activation', 300),
    nameOf('output', 'output', 412),
  );
}
