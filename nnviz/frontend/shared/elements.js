// Elements of the page. All texts from data are set as text, never as markup.

/** Create an element with a class, attributes and, for strings among the children, text. */
export function element(tag, className, attributes = {}, children = []) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Set a text where it differs: each change costs a layout. */
export const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};
