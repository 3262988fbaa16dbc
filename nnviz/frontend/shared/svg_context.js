// A drawing context that writes SVG: as much of a canvas's as the films draw with. What it is asked to do becomes
// shapes and text; pixels become rectangles. DOM-free, but for whoever measures text.

import { pixelPaths } from './svg_pixels.js';

const TURN = 2 * Math.PI;
const ANCHORS = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };
const IDENTITY = [1, 0, 0, 1, 0, 0];

/** A number in hundredths, as short as it can be written. */
const short = (value) => String(Math.round(value * 100) / 100);

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as XML has it; characters that it may not hold are left out. */
// eslint-disable-next-line no-control-regex
const escaped = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"]/g, (mark) => ESCAPES[mark]);

const hex = (value) => Math.round(Math.min(255, Math.max(0, value))).toString(16).padStart(2, '0');

/**
 * A CSS colour as SVG 1.1 has it, which every program reads.
 * @returns {{color: string, opacity: number}}
 */
export function svgColor(css) {
  const numbers = css.match(/^(rgba?|color)\((?:srgb )?([^)]*)\)$/);
  if (!numbers) return css === 'transparent' ? { color: 'none', opacity: 1 } : { color: css, opacity: 1 };
  const [r, g, b, alpha = 1] = numbers[2].split(/[\s,/]+/).map((part) => (part.endsWith('%') ? Number.parseFloat(part) / 100 : Number(part)));
  const full = numbers[1] === 'color' ? 255 : 1;
  return { color: `#${hex(r * full)}${hex(g * full)}${hex(b * full)}`, opacity: alpha };
}

/** A gradient along a line, as createLinearGradient gives it. */
class LinearGradient {
  stops = [];

  constructor(x1, y1, x2, y2) {
    Object.assign(this, { x1, y1, x2, y2 });
  }

  addColorStop(offset, color) {
    this.stops.push({ offset, ...svgColor(color) });
  }
}

const attributesOf = (attributes) => Object.entries(attributes)
  .filter(([, value]) => value !== null && value !== undefined)
  .map(([name, value]) => ` ${name}="${escaped(typeof value === 'number' ? short(value) : value)}"`).join('');

const tag = (name, attributes, content = '') =>
  `<${name}${attributesOf(attributes)}${content === '' ? '/>' : `>${content}</${name}>`}`;

const GENERIC = /^(serif|sans-serif|monospace|system-ui)$/;

/** The page's own fonts as they are called elsewhere, and what comes near them in width where they are not. */
const ELSEWHERE = {
  '"Source Sans"': ['"Source Sans 3"', '"Source Sans Pro"', 'Calibri', 'Carlito'],
  '"Source Code Pro"': ['Consolas', '"Courier New"'],
};

/** The names of a font-family, each once; last, for who has none of them, a kind of fonts. */
function familyOf(names) {
  const given = names.split(',').map((name) => name.trim().replace(/^'(.*)'$/, '"$1"'));
  const once = [...new Set(given.flatMap((name) => [name, ...(ELSEWHERE[name] ?? [])]))];
  const kinds = once.filter((name) => GENERIC.test(name));
  return [...once.filter((name) => !kinds.includes(name)), kinds[0] ?? 'sans-serif'].join(', ');
}

/** A CSS font as attributes, which more programs read than the shorthand. */
function fontOf(font) {
  const [, style, weight, size, family] = font.match(/^(italic |normal )?(?:normal )*(bold |\d+ )?([\d.]+)px(?:\/\S+)? (.+)$/);
  return {
    'font-family': familyOf(family), 'font-size': size, 'font-weight': weight && weight.trim() !== '400' ? weight.trim() : null,
    'font-style': style?.trim() === 'italic' ? 'italic' : null,
  };
}

// A bitmap that is stretched smoothly is made finer: so many pixels of the picture across, and no more than so many times.
const SMOOTH = 1.5;
const FINEST = 4;
const STEP = 4; // between levels of a colour then
const DENSITY = 2; // pixels of a bitmap that is made for this context, a CSS pixel

const NEAR = 16; // pixels between texts of one line at most

const START = {
  fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, lineCap: 'butt', lineJoin: 'miter', dash: [], globalAlpha: 1,
  font: '10px sans-serif', textAlign: 'start', textBaseline: 'alphabetic', letterSpacing: '0px', imageSmoothingEnabled: true, matrix: IDENTITY,
};

/** A part of a canvas as pixels, and so many times as many, one running into the next, where it is to be finer. */
function partOf(canvas, { left, top, wide, high }, finer) {
  if (finer === 1) return canvas.getContext('2d').getImageData(left, top, wide, high);
  const [width, height] = [wide * finer, high * finer];
  const ctx = new OffscreenCanvas(width, height).getContext('2d');
  ctx.imageSmoothingQuality = 'high';
  ctx.drawImage(canvas, left, top, wide, high, 0, 0, width, height);
  const pixels = ctx.getImageData(0, 0, width, height);
  fewerColors(pixels.data);
  return pixels;
}

/** Colours that can hardly be told apart become one, in place: the shapes are fewer. */
function fewerColors(data) {
  for (let i = 0; i < data.length; i += 1) if (i % 4 < 3) data[i] = STEP * Math.round(data[i] / STEP);
  return data;
}

/** A part of a line, so far behind the part before it. */
function spanOf({ letters, text, from }, i, parts) {
  const gap = i > 0 ? from - parts[i - 1].to : 0;
  return tag('tspan', { dx: Math.abs(gap) >= 0.05 ? gap : null, ...letters }, text);
}

/** See the head of the file. Widths and heights are in CSS pixels, which are the units of the SVG. */
export class SvgContext {
  /**
   * @param {{width: number, height: number}} size
   * @param {CanvasRenderingContext2D} ruler a canvas's own context, which measures text
   * @param {{next: number, definitions: string[]}} document shared with the sheets of the same document
   */
  constructor({ width, height }, ruler, document = { next: 0, definitions: [] }) {
    Object.assign(this, START, { width, height, ruler, document, written: [], saved: [], groups: 0, path: '', pen: null, line: null });
  }

  /** A context of the same size, whose content can be copied into this one with drawImage. */
  createSheet(size = this) {
    return new SvgContext(size, this.ruler, this.document);
  }

  /** @returns {string} what has been drawn, as elements */
  content() {
    return this.written.join('\n') + '</g>'.repeat(this.groups);
  }

  /** @returns {string} the whole document */
  toString() {
    const [width, height] = [short(this.width), short(this.height)];
    const definitions = tag('defs', {}, this.document.definitions.join(''));
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" stroke-miterlimit="10">\n${definitions}\n${this.content()}\n</svg>\n`;
  }

  // State

  save() {
    const state = Object.fromEntries(Object.keys(START).map((name) => [name, this[name]]));
    this.saved.push({ ...state, groups: this.groups });
  }

  restore() {
    const { groups, ...state } = this.saved.pop();
    if (this.groups > groups) this.written.push('</g>'.repeat(this.groups - groups));
    Object.assign(this, state, { groups });
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  /** As of a screen of so many pixels a CSS pixel: bitmaps are made for that. */
  getTransform() {
    const [a, b, c, d, e, f] = this.matrix.map((value) => DENSITY * value);
    return { a, b, c, d, e, f };
  }

  transform(a, b, c, d, e, f) {
    const [A, B, C, D, E, F] = this.matrix;
    this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  translate(x, y) {
    this.transform(1, 0, 0, 1, x, y);
  }

  // Paths

  beginPath() {
    this.path = '';
    this.pen = null;
  }

  moveTo(x, y) {
    this.go('M', x, y);
  }

  lineTo(x, y) {
    this.go(this.pen ? 'L' : 'M', x, y);
  }

  closePath() {
    if (this.pen) this.path += 'Z';
  }

  rect(x, y, width, height) {
    this.path += rectangle(x, y, width, height);
    this.pen = [x, y];
  }

  arc(x, y, radius, from, to, counterclockwise = false) {
    const at = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    const way = counterclockwise ? -1 : 1;
    const asked = way * (to - from);
    const sweep = asked >= TURN ? TURN : ((asked % TURN) + TURN) % TURN;
    this.lineTo(...at(from));
    // An arc of SVG cannot be a whole turn; three parts are always less than half of one.
    for (let part = 1; part <= 3; part += 1) {
      this.go(`A${short(radius)} ${short(radius)} 0 0 ${counterclockwise ? 0 : 1} `, ...at(from + (way * sweep * part) / 3));
    }
  }

  go(command, x, y) {
    if (!Number.isFinite(x + y)) return; // as a canvas does
    this.path += `${command}${short(x)} ${short(y)}`;
    this.pen = [x, y];
  }

  // What is seen

  /** @param {string} [d] a path of its own; the one that has been begun otherwise */
  fill(d = this.path) {
    if (typeof d === 'string' && d) this.write('path', { d, ...this.filled() });
  }

  stroke(d = this.path) {
    if (typeof d === 'string' && d) this.write('path', { d, fill: 'none', ...this.stroked() });
  }

  /** Whatever is drawn until the state is restored is seen within the path alone. */
  clip() {
    const id = this.named();
    this.document.definitions.push(tag('clipPath', { id }, tag('path', { d: this.path || 'M0 0', ...this.placed() })));
    this.written.push(`<g clip-path="url(#${id})">`);
    this.groups += 1;
  }

  fillRect(x, y, width, height) {
    this.write('path', { d: rectangle(x, y, width, height), ...this.filled() });
  }

  strokeRect(x, y, width, height) {
    this.write('path', { d: rectangle(x, y, width, height), fill: 'none', ...this.stroked() });
  }

  /** Films clear their canvases as a whole. */
  clearRect() {
    this.written = [];
    this.line = null;
    this.groups = 0;
  }

  fillText(text, x, y) {
    this.writeText(text, x, y, this.filled());
  }

  strokeText(text, x, y) {
    this.writeText(text, x, y, { fill: 'none', ...this.stroked() });
  }

  measureText(text) {
    this.ruler.font = this.font;
    this.ruler.letterSpacing = this.letterSpacing;
    this.ruler.textBaseline = this.textBaseline;
    return this.ruler.measureText(text);
  }

  createLinearGradient(...line) {
    return new LinearGradient(...line);
  }

  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  putImageData({ width, height, data }, x, y) {
    const [left, top, wide, high] = [x, y, width, height].map((value) => value / DENSITY);
    this.writePixels(fewerColors(data.slice()), { width, height }, { x: left, y: top, width: wide, height: high });
  }

  /**
   * Another context's content, or the pixels of a canvas.
   * @param {SvgContext | HTMLCanvasElement} image
   * @param {...number} box [x, y, width, height] as with a canvas: of the image, where it is only a part, and then on this one
   */
  drawImage(image, ...box) {
    const [x, y, width, height] = box.slice(-4);
    const [left, top, wide, high] = box.length > 4 ? box : [0, 0, image.width, image.height];
    if (image instanceof SvgContext) this.copy(image, { x, y, width, height });
    else if (wide > 0 && high > 0) {
      const finer = this.imageSmoothingEnabled ? Math.min(FINEST, Math.ceil(width / wide / SMOOTH)) : 1;
      const part = partOf(image, { left, top, wide, high }, Math.max(1, finer));
      this.writePixels(part.data, part, { x, y, width, height });
    }
  }

  copy(sheet, { x, y, width, height }) {
    if (sheet.written.length === 0) return;
    this.save();
    this.beginPath();
    this.rect(x, y, width, height);
    this.clip();
    this.transform(width / sheet.width, 0, 0, height / sheet.height, x, y);
    this.write('g', {}, sheet.content());
    this.restore();
  }

  writePixels(data, size, to) {
    const paths = pixelPaths(new Uint32Array(data.buffer, data.byteOffset, data.length / 4), size.width, size.height);
    this.save();
    this.transform(to.width / size.width, 0, 0, to.height / size.height, to.x, to.y);
    const shapes = paths.map(({ d, color, opacity }) => tag('path', { d, fill: color, 'fill-opacity': opacity < 1 ? opacity : null }));
    // Seams between neighbours would show where their edges are smoothed.
    this.write('g', { 'shape-rendering': 'crispEdges', opacity: this.globalAlpha < 1 ? this.globalAlpha : null }, shapes.join(''));
    this.restore();
  }

  writeText(text, x, y, look) {
    const { width, fontBoundingBoxAscent: above } = this.measureText(text);
    if (!Number.isFinite(x + y)) return;
    this.ruler.textBaseline = 'alphabetic';
    const down = this.ruler.measureText(text).fontBoundingBoxAscent - above;
    const anchor = ANCHORS[this.textAlign];
    const place = { x, y: y + down, 'xml:space': 'preserve', 'text-anchor': anchor === 'start' ? null : anchor };
    const letters = {
      ...([...String(text)].length > 1 && { textLength: width, lengthAdjust: 'spacingAndGlyphs' }), ...fontOf(this.font), ...look,
    };
    const part = { letters, text: escaped(text), from: x, to: x + width };
    if (this.goesOn(place, part)) {
      this.line.parts.push(part);
      this.written.pop();
      this.write('text', this.line.place, this.line.parts.map(spanOf).join(''));
    } else {
      this.line = { place, parts: [part], matrix: this.matrix };
      this.write('text', { ...place, ...letters }, part.text);
    }
    this.line.end = this.written.length;
  }

  /** Whether a text follows the one before on its line: in whatever font, it then stands behind that. */
  goesOn(place, { from }) {
    if (!this.line || this.line.end !== this.written.length || place['text-anchor'] || this.line.place['text-anchor']) return false;
    const gap = from - this.line.parts.at(-1).to;
    return Math.abs(place.y - this.line.place.y) < 0.5 && gap > -0.5 && gap < NEAR && this.matrix.every((value, i) => value === this.line.matrix[i]);
  }

  write(name, attributes, content) {
    this.written.push(tag(name, { ...attributes, ...this.placed() }, content));
  }

  placed() {
    const { matrix } = this;
    if (matrix.every((value, i) => value === IDENTITY[i])) return {};
    return { transform: `matrix(${matrix.map((value) => String(Math.round(value * 1e5) / 1e5)).join(' ')})` };
  }

  filled() {
    const { color, opacity } = this.paint(this.fillStyle);
    return { fill: color, 'fill-opacity': opacity < 1 ? opacity : null };
  }

  stroked() {
    const { color, opacity } = this.paint(this.strokeStyle);
    return {
      stroke: color, 'stroke-opacity': opacity < 1 ? opacity : null, 'stroke-width': this.lineWidth,
      'stroke-linecap': this.lineCap === 'butt' ? null : this.lineCap, 'stroke-linejoin': this.lineJoin === 'miter' ? null : this.lineJoin,
      'stroke-dasharray': this.dash.length > 0 ? this.dash.join(' ') : null,
    };
  }

  /** A colour, or a gradient that is written among the definitions. */
  paint(style) {
    if (!(style instanceof LinearGradient)) {
      const { color, opacity } = svgColor(style);
      return { color, opacity: opacity * this.globalAlpha };
    }
    const { stops, ...line } = style;
    const id = this.named();
    const steps = stops.map(({ offset, color, opacity }) => tag('stop', { offset: String(offset), 'stop-color': color, 'stop-opacity': opacity < 1 ? opacity : null }));
    this.document.definitions.push(tag('linearGradient', { id, gradientUnits: 'userSpaceOnUse', ...line }, steps.join('')));
    return { color: `url(#${id})`, opacity: this.globalAlpha };
  }

  named() {
    this.document.next += 1;
    return `d${this.document.next}`;
  }
}

const rectangle = (x, y, width, height) => `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
