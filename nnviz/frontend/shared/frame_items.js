// What stands in a film's place on the screen, as a list of things to draw: boxes, lines of text, canvases, drawings.
// Controls are left out, for a picture has nothing to press; what a select or a field holds is written there.
//
// A thing is one of these, in CSS pixels from the corner of the picture, with the opacity that it has and the rows that
// it takes; a box or a clip that `holds` others is as high as these need it:
//   box      x, y, width, height, radius, fill, gradient, borders: one for each side, from the top clockwise
//   text     text, x (of what `align` says), y, width (null: as it comes), height, align, font, color
//   canvas   canvas, x, y, width, height
//   shape    d (a path of SVG), matrix, fill, stroke, lineWidth, lineCap, dash
//   letters  text, x, y, matrix, font, fill, anchor: text within a drawing
//   clip     x, y, width, height: what follows is seen only there, until
//   unclip

/** What is there to be pressed, read aloud or followed, not to be seen; and what says how it is used. */
const UNSEEN = 'textarea, .transport, .picture, .visually-hidden, .term-spot, .refused, .tab[aria-selected=false], [data-picture=no]';

/** Pixels around what is seen. */
export const MARGIN = 12;

const SIDES = ['Top', 'Right', 'Bottom', 'Left'];
const CLEAR = /^(transparent|rgba\(0, 0, 0, 0\))$/;

const pixels = (text) => Number.parseFloat(text) || 0;

/** A button that looks like text says something; one that looks like a button only does something. */
function isPressed(node, style) {
  return node.localName === 'button' && !node.matches('.tab') && (pixels(style.borderTopWidth) > 0 || !CLEAR.test(style.backgroundColor));
}

/** @returns {string} the font of an element, as a canvas wants it */
const fontOf = (style) => `${style.fontStyle === 'italic' ? 'italic ' : ''}${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;

/** Where a text stands from, in parts of its width. */
const ANCHORS = { left: 0, center: 0.5, right: 1 };

/** How a text stands in its line, which is its own alone: 'left', 'center' or 'right'. */
function alignOf(node, style) {
  if (node.parentElement.childNodes.length > 1 || style.display.startsWith('inline')) return 'left';
  return { center: 'center', right: 'right', end: 'right' }[style.textAlign] ?? 'left';
}

const range = globalThis.document?.createRange();

/** The part of a text node from one character to another, as its text and its box. */
function part(node, from, to) {
  range.setStart(node, from);
  range.setEnd(node, to);
  return { text: node.data.slice(from, to), box: range.getBoundingClientRect() };
}

/** The lines of a text node as the browser has broken them. */
function linesOf(node) {
  const { data } = node;
  range.selectNodeContents(node);
  if (range.getClientRects().length === 1 && !/^\s|\s$|\s\s|\n/.test(data)) return [part(node, 0, data.length)];
  const lines = [];
  for (let i = 0; i < data.length; i += 1) {
    const { text, box } = part(node, i, i + 1);
    if (box.width === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < box.height / 2) {
      line.text += text;
      line.to = i + 1;
      line.box = { left: line.box.left, top: line.box.top, height: line.box.height, right: box.right };
    } else lines.push({ text, from: i, to: i + 1, box: { left: box.left, top: box.top, right: box.right, height: box.height } });
  }
  return lines.map(({ text, box }) => ({ text: text.replace(/\s/g, ' '), box: { ...box, width: box.right - box.left } }));
}

/** The parts of a list in CSS, between commas that stand in no brackets. */
const listed = (text) => text.split(/,\s*(?![^(]*\))/);

/** A place along a gradient in pixels: "30%", "4px", "calc(50% - 0.5px)". */
const placeAlong = (text, width) => [...text.replace(/([+-]) (?=[\d.])/g, '$1').matchAll(/([+-]?[\d.]+)(%|px)/g)]
  .reduce((sum, [, value, unit]) => sum + (unit === '%' ? (Number(value) * width) / 100 : Number(value)), 0);

/**
 * The stops of a gradient from left to right.
 * @param {string} image a computed background-image
 * @returns {{color: string, at: number}[] | null} at: 0 … 1; null: there is no such gradient
 */
export function stopsOf(image, width) {
  const inside = image.match(/^linear-gradient\(to right, (.*)\)$/)?.[1];
  if (!inside) return null;
  const stops = listed(inside);
  return stops.map((stop, i) => {
    const [, color, place] = stop.match(/^(\w+\([^)]*\)|\S+)\s*(.*)$/);
    return { color, at: place ? Math.min(1, Math.max(0, placeAlong(place, width) / width)) : i / (stops.length - 1) };
  });
}

const TRANSFORMS = { uppercase: (text) => text.toUpperCase(), lowercase: (text) => text.toLowerCase() };

/** A shape of a drawing as a path. */
const PATHS = {
  path: (node) => node.getAttribute('d'),
  line: ({ x1, y1, x2, y2 }) => `M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}`,
  rect: ({ x, y, width, height, rx }) => roundedBox(at(x), at(y), at(width), at(height), at(rx)),
  circle: ({ cx, cy, r }) => oval(at(cx), at(cy), at(r), at(r)),
  ellipse: ({ cx, cy, rx, ry }) => oval(at(cx), at(cy), at(rx), at(ry)),
  polyline: (node) => `M${node.getAttribute('points')}`,
  polygon: (node) => `M${node.getAttribute('points')}Z`,
};
const at = (length) => length.baseVal.value;

const oval = (x, y, rx, ry) => `M${x - rx} ${y}a${rx} ${ry} 0 1 1 ${2 * rx} 0a${rx} ${ry} 0 1 1 ${-2 * rx} 0Z`;

/** @returns {string} a box with round corners as a path */
export function roundedBox(x, y, width, height, radius) {
  const r = Math.min(radius, width / 2, height / 2);
  if (r <= 0) return `M${x} ${y}h${width}v${height}h${-width}Z`;
  const corner = (dx, dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${width - 2 * r}${corner(r, r)}v${height - 2 * r}${corner(-r, r)}h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}Z`;
}

/**
 * @param {HTMLElement} section of a film
 * @returns {{width: number, height: number, background: string, items: object[], controls: [number, number][]}} from the
 *   first thing that is there down to the last, and the margin around; controls: the rows of what is left out
 */
export function readFrame(section) {
  const origin = section.getBoundingClientRect();
  const items = [];
  const controls = [];
  const clips = [{ left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }];
  let [highest, lowest] = [Infinity, 0];

  const isSeen = ({ x, y, width, height }) => {
    const { left, top, right, bottom } = clips.at(-1);
    return width > 0 && height > 0 && x < right && x + width > left && y < bottom && y + height > top;
  };

  function add(item, extent = item) {
    if (!isSeen(extent)) return;
    const rows = [Math.max(extent.y, clips.at(-1).top), Math.min(extent.y + extent.height, clips.at(-1).bottom)];
    items.push({ ...item, rows });
    highest = Math.min(highest, rows[0]);
    lowest = Math.max(lowest, rows[1]);
  }

  const boxOf = ({ left, top, width, height }) => ({ x: left - origin.left, y: top - origin.top, width, height });

  function readBox(node, style, opacity) {
    const borders = SIDES.map((side) => ({
      width: style[`border${side}Style`] === 'none' ? 0 : pixels(style[`border${side}Width`]), color: style[`border${side}Color`],
      dashed: style[`border${side}Style`] === 'dashed', dotted: style[`border${side}Style`] === 'dotted',
    }));
    const fill = CLEAR.test(style.backgroundColor) ? null : style.backgroundColor;
    const box = boxOf(node.getBoundingClientRect());
    const gradient = stopsOf(style.backgroundImage, box.width);
    if (!fill && !gradient && borders.every(({ width, color }) => width === 0 || CLEAR.test(color))) return;
    const radius = style.borderTopLeftRadius.endsWith('%') ? box.width : pixels(style.borderTopLeftRadius);
    add({ kind: 'box', ...box, radius, fill, gradient, borders, opacity });
  }

  function readText(node, style, opacity) {
    if (node.data.trim() === '') return;
    const change = TRANSFORMS[style.textTransform] ?? ((text) => text);
    const align = alignOf(node, style);
    for (const { text, box } of linesOf(node)) {
      const { x, y, width, height } = boxOf(box);
      const item = { kind: 'text', text: change(text), x: x + ANCHORS[align] * width, y, width, height, align };
      add({ ...item, font: fontOf(style), color: style.color, opacity }, { x, y, width, height });
    }
  }

  /** What is chosen or typed stands where the control does. */
  function readControl(node, text, style, opacity) {
    const box = boxOf(node.getBoundingClientRect());
    const align = /right|end/.test(style.textAlign) ? 'right' : style.textAlign === 'center' ? 'center' : 'left';
    const places = { left: box.x + pixels(style.paddingLeft), center: box.x + box.width / 2, right: box.x + box.width - pixels(style.paddingRight) };
    add({ ...box, kind: 'text', text, x: places[align], width: null, align, font: fontOf(style), color: style.color, opacity }, box);
  }

  /** A round mark or a box, filled where it is chosen. */
  function readChoice(node, style, opacity) {
    const box = boxOf(node.getBoundingClientRect());
    const width = Math.min(box.width, box.height);
    const [x, y] = [box.x + (box.width - width) / 2, box.y + (box.height - width) / 2];
    const radius = node.type === 'radio' ? width : 2;
    const border = { width: 1.5, color: style.color };
    add({ kind: 'box', x, y, width, height: width, radius, fill: null, gradient: null, borders: SIDES.map(() => border), opacity });
    const inner = { x: x + 4, y: y + 4, width: width - 8, height: width - 8 };
    if (node.checked) add({ kind: 'box', ...inner, radius, fill: style.color, gradient: null, borders: SIDES.map(() => ({ ...border, width: 0 })), opacity });
  }

  function readInput(node, style, opacity) {
    if (/radio|checkbox/.test(node.type)) readChoice(node, style, opacity);
    else if (node.type !== 'range') readControl(node, node.value, style, opacity);
    else if (style.appearance === 'none') readBox(node, style, opacity); // a bar of the film's own
  }

  function readDrawing(svg, opacity) {
    const inOrigin = (node) => {
      const { a, b, c, d, e, f } = node.getScreenCTM();
      return [a, b, c, d, e - origin.left, f - origin.top];
    };
    const visit = (node, above) => {
      const style = getComputedStyle(node);
      if (style.display === 'none' || style.visibility === 'hidden') return;
      const own = above * Number(style.opacity);
      const look = { matrix: inOrigin(node), fill: style.fill, opacity: own };
      const extent = boxOf(node.getBoundingClientRect());
      if (PATHS[node.localName]) {
        const dash = style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(pixels);
        const grown = { ...extent, width: Math.max(extent.width, 0.5), height: Math.max(extent.height, 0.5) };
        add({ kind: 'shape', d: PATHS[node.localName](node), stroke: style.stroke, lineWidth: pixels(style.strokeWidth), lineCap: style.strokeLinecap, dash, ...look }, grown);
      } else if (node.localName === 'text') {
        add({ kind: 'letters', text: node.textContent, x: node.x.baseVal[0]?.value ?? 0, y: node.y.baseVal[0]?.value ?? 0, font: fontOf(style), anchor: style.textAnchor, ...look }, extent);
      } else for (const child of node.children) visit(child, own);
    };
    const first = items.length;
    visit(svg, opacity);
    const drawn = items.slice(first);
    const rows = [Math.min(...drawn.map((item) => item.rows[0])), Math.max(...drawn.map((item) => item.rows[1]))];
    for (const item of drawn) item.rows = rows; // nothing is taken out of a drawing
  }

  function readChildren(node, style, opacity) {
    const cuts = /auto|scroll|hidden|clip/.test(style.overflowX + style.overflowY) && (node.scrollHeight > node.clientHeight || node.scrollWidth > node.clientWidth);
    if (cuts) {
      const box = boxOf(node.getBoundingClientRect());
      const outer = clips.at(-1);
      clips.push({
        left: Math.max(outer.left, box.x), top: Math.max(outer.top, box.y),
        right: Math.min(outer.right, box.x + box.width), bottom: Math.min(outer.bottom, box.y + box.height),
      });
      items.push({ kind: 'clip', ...box, rows: [box.y, box.y + box.height], holds: true });
    }
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (style.visibility === 'visible') readText(child, style, opacity);
      } else if (child.nodeType === Node.ELEMENT_NODE) read(child, opacity);
    }
    if (!cuts) return;
    clips.pop();
    items.push({ kind: 'unclip' });
  }

  function read(node, above) {
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.clipPath.startsWith('inset(50%')) return;
    if (node.matches(UNSEEN) || isPressed(node, style)) {
      const { y, height } = boxOf(node.getBoundingClientRect());
      controls.push([y, y + height]);
      return;
    }
    const opacity = above * Number(style.opacity);
    if (opacity === 0) return;
    const isVisible = style.visibility === 'visible';
    if (node.localName === 'svg') readDrawing(node, above);
    else if (node.localName === 'canvas') {
      if (isVisible) add({ kind: 'canvas', canvas: node, ...boxOf(node.getBoundingClientRect()), opacity });
    } else if (node.localName === 'select') readControl(node, node.selectedOptions[0]?.textContent ?? '', style, opacity);
    else if (node.localName === 'input') readInput(node, style, opacity);
    else {
      const first = items.length;
      if (isVisible) readBox(node, style, opacity);
      const box = items[first];
      readChildren(node, style, opacity);
      if (box && items.length > first + 1) box.holds = true;
    }
  }

  readChildren(section, getComputedStyle(section), 1);
  const background = getComputedStyle(section).getPropertyValue('--st-background-color').trim() || 'white';
  const top = Math.max(0, Math.floor(highest));
  return {
    width: section.clientWidth + 2 * MARGIN, height: Math.ceil(lowest) - top + 2 * MARGIN, background,
    items: items.map((item) => moved(item, MARGIN, MARGIN - top)), controls: controls.map((rows) => lowered(rows, MARGIN - top)),
  };
}

/** The same thing so much further right and down. */
function moved(item, right, down) {
  if (item.kind === 'unclip') return item;
  const rows = lowered(item.rows, down);
  if (!item.matrix) return { ...item, rows, x: item.x + right, y: item.y + down };
  const [a, b, c, d, e, f] = item.matrix;
  return { ...item, rows, matrix: [a, b, c, d, e + right, f + down] };
}

const lowered = ([from, to], down) => [from + down, to + down];
