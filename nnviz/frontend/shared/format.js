// Numbers and words as text. Minus is U+2212, as wide as a plus.

const withMinus = (text) => (/^-0*\.?0*$/.test(text) ? text.slice(1) : text.replaceAll('-', '−'));

function nonFinite(value) {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}

const TIMES = '\u00a0×\u00a0';
const SUPERSCRIPTS = { '-': '⁻', ...'⁰¹²³⁴⁵⁶⁷⁸⁹' };
const superscript = (power) => [...power].map((sign) => SUPERSCRIPTS[sign]).join('');

/**
 * A number as a factor of a power of ten, whose spaces do not break: how very large and very small ones are written.
 * @param {string} text as JavaScript writes it: "1.2e-7"
 * @returns {string} "1.2 × 10⁻⁷"
 */
export function powered(text) {
  const [factor, power] = text.split('e');
  return power === undefined ? withMinus(text) : `${withMinus(factor)}${TIMES}10${superscript(power.replace('+', ''))}`;
}

/** A text from the screen as JavaScript reads a number: "−1.2 × 10⁻⁷" → "-1.2e-7". */
export function unpowered(text) {
  const plain = Object.entries(SUPERSCRIPTS).reduce((told, [sign, raised]) => told.replaceAll(raised, sign), text.replace('−', '-'));
  return plain === text.replace('−', '-') ? plain : plain.replace(/\s*×\s*10(?=-?\d+$)/, 'e').replace(/^10(?=-?\d+$)/, '1e');
}

/**
 * A number to so many significant digits; whole digits are never dropped (1234.5 to 3 digits is "1235").
 * @param {number} value
 * @param {number} digits
 * @returns {string} e.g. "−0.420", "1.2 × 10⁻⁷", "NaN", "∞"
 */
export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return powered(value.toExponential(digits - 1));
  const exponent = Math.floor(Math.log10(size));
  return withMinus(value.toFixed(Math.max(0, digits - 1 - exponent)));
}

/**
 * A number with so many decimals, for columns that must not jump.
 * @param {number} value
 * @param {number} decimals
 * @returns {string} e.g. "−0.42"; from a million on with an exponent
 */
export function fixed(value, decimals) {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (Math.abs(value) >= 1e6) return significant(value, 3);
  return withMinus(value.toFixed(decimals));
}

/**
 * A fraction 0..1 as a percentage.
 * @param {number} fraction
 * @param {number} decimals
 * @returns {string} e.g. "98.1 %" (with a no-break space)
 */
export function percent(fraction, decimals = 1) {
  if (!Number.isFinite(fraction)) return nonFinite(fraction);
  return `${fixed(100 * fraction, decimals)}\u00a0%`;
}

/**
 * A probability, which is never all nor nothing: what would be written so is more or less than the last that is not.
 * @param {number} chance 0..1
 * @param {number} decimals
 * @returns {string} e.g. "98.1 %", "> 99.9 %", "< 0.1 %"
 */
export function probability(chance, decimals = 1) {
  const least = 10 ** -(decimals + 2);
  if (chance < least / 2) return `<\u00a0${percent(least, decimals)}`;
  if (chance >= 1 - least / 2) return `>\u00a0${percent(1 - least, decimals)}`;
  return percent(chance, decimals);
}

/**
 * A number without trailing zeros, and without a factor of one.
 * @param {number} value
 * @param {number} digits significant digits at most
 * @returns {string} e.g. "4.2", "−0.8", "1.2 × 10⁻⁷", "10⁻⁵"
 */
export function brief(value, digits = 5) {
  const [factor, power] = significant(value, digits).split(TIMES);
  const short = factor.includes('.') ? factor.replace(/\.?0+$/, '') : factor;
  if (power === undefined) return short;
  return short === '1' ? power : `${short}${TIMES}${power}`;
}

/** How many of something: "1 epoch", "3 epochs". */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** A text that begins a sentence, or a label. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A value with its unit, if it has one. */
export const withUnit = (text, unit) => (unit ? `${text}\u00a0${unit}` : text);

/** Texts one after another: "a, b and c". */
export const listed = (parts) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

/** A number as an operand: a negative one, or one with a power of ten, stands in parentheses. */
export function operand(value, digits = 5) {
  const text = brief(value, digits);
  return value < 0 || text.includes(TIMES) ? `(${text})` : text;
}

/** @returns {string} a whole number in subscript digits: 12 → "₁₂" */
export function subscript(number) {
  return [...String(number)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join('');
}

/** Two decimals, fewer for large values: five characters at most. */
export function cellText(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size >= 10000) return value < 0 ? '−…' : '…';
  const text = size.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
