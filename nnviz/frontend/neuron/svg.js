// Elements of a drawing.

const SVG = 'http://www.w3.org/2000/svg';

/** Create an element of a drawing with attributes and children; strings among these are text. */
export function svg(tag, attributes = {}, children = []) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** A part of the drawing, which lights up with its counterpart in the other one. */
export const part = (name, children) => svg('g', { class: 'part', 'data-part': name }, children);

/** The name of a part, at the foot of the drawing. */
export const nameOf = (name, label, x) => part(name, [svg('text', { class: 'part-name', x, y: 226 }, [label])]);
