// Inputs in both of their numbers: as they were measured, and as the network reads them. DOM-free.

import { fixed, withUnit } from '../shared/format.js';

/** A standardised value of a feature in its own unit, to so many digits. */
export const rawText = ({ features }, { mean, std }, d, x, digits = 5) =>
  withUnit(Number((x * std[d] + mean[d]).toPrecision(digits)), features[d].unit);

/** Whether the network reads another number than was measured. */
const isScaled = ({ mean, std }, d) => mean[d] !== 0 || std[d] !== 1;

/** "bill length 39.1 mm →", to stand before what the network reads; where that is the same number, the name alone. */
export const measuredName = (header, data, d, x) =>
  (isScaled(data, d) ? `${header.features[d].name}${header.picture ? ':' : ''} ${rawText(header, data, d, x)}\u00a0→` : header.features[d].name);

/** "39.1 mm → x = −0.86", or where the network reads what was measured, "x = 39.1 mm" */
export const inputText = (header, data, d, x) =>
  (isScaled(data, d) ? `${rawText(header, data, d, x)} → x = ${fixed(x, 2)}` : `x = ${rawText(header, data, d, x)}`);

/** "→ −0.86", to stand after a measurement; '' where it is the number that the network reads. */
export const readAs = (data, d, x) => (isScaled(data, d) ? `→ ${fixed(x, 2)}` : '');

/** " (this one: 39.1 mm)", after the name of an input; '' where that is the number that the network reads. */
export const measuredNote = (header, data, d, x) =>
  (isScaled(data, d) ? ` (this ${header.nouns.row}: ${rawText(header, data, d, x)})` : '');
