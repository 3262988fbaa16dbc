// The drawing of a nerve cell: as many dendrites as there are inputs, synapses as strong as their weights.

import { BOX, MIDDLE, rowsOf, signOf } from './places.js';
import { nameOf, part, svg } from './svg.js';

const BODY = 'M168 112C166 84 186 68 208 70C236 72 246 94 264 106V118C246 132 236 154 206 154C182 154 170 138 168 112Z';
const SHEATHS = [296, 334, 372];
const ENDINGS = [[452, 76], [462, 112], [452, 148]];

/** A dendrite with two twigs, from where the synapse is to the body. */
function dendrite(y) {
  const end = MIDDLE + (y - MIDDLE) * 0.32;
  const twig = y <= MIDDLE ? -1 : 1;
  return [
    svg('path', { class: 'branch', d: `M66 ${y}C104 ${y} 128 ${end} 178 ${end}` }),
    svg('path', { class: 'twig', d: `M98 ${y + (end - y) * 0.14}q8 ${10 * twig} 20 ${13 * twig}M122 ${y + (end - y) * 0.42}q4 ${9 * twig} 16 ${12 * twig}` }),
  ];
}

/** The ending of another cell's axon, close to the dendrite but not touching it: the larger, the more it counts. */
const synapse = (y, w) => [
  svg('path', { class: 'arriving', d: `M4 ${y}H${44}` }),
  svg('circle', { class: `bulb ${signOf(w)}`, cx: 48, cy: y, r: 4 + 3 * Math.abs(w) }),
];

/**
 * Draw the cell anew.
 * @param {SVGElement} drawing
 * @param {{x: number[], w: number[]}} neuron
 * @param {{fires: boolean}} found from workOut
 */
export function drawCell(drawing, { w }, { fires }) {
  const rows = rowsOf(w.length);
  drawing.setAttribute('viewBox', `0 0 ${BOX.join(' ')}`);
  const axon = [
    svg('path', { class: 'axon', d: `M276 ${MIDDLE}H424` }),
    ...SHEATHS.map((x) => svg('rect', { class: 'sheath', x, y: MIDDLE - 10, width: 32, height: 20, rx: 9 })),
    ...ENDINGS.flatMap(([x, y]) => [
      svg('path', { class: 'axon ending', d: `M420 ${MIDDLE}Q436 ${MIDDLE} ${x} ${y}` }),
      svg('circle', { class: 'terminal', cx: x, cy: y, r: 6 }),
    ]),
  ];
  drawing.replaceChildren(
    part('input', rows.flatMap(dendrite)),
    part('weight', rows.flatMap((y, i) => synapse(y, w[i]))),
    part('output', [svg('g', { class: fires ? 'fires' : 'silent' }, axon)]),
    part('sum', [svg('path', { class: 'body', d: BODY }), svg('circle', { class: 'nucleus', cx: 206, cy: MIDDLE, r: 15 })]),
    part('activation', [svg('ellipse', { class: `gate ${fires ? 'fires' : 'silent'}`, cx: 270, cy: MIDDLE, rx: 8, ry: 17 })]),
    nameOf('weight', 'synapse', 40),
    nameOf('input', 'dendrite', 117),
    nameOf('sum', 'cell body', 203),
    nameOf('activation', 'threshold', 290),
    nameOf('output', 'axon', 388),
  );
}
