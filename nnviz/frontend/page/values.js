// What the controls on the page say, by the key of the term that each is about. DOM-free.

let values = {};

/** @param {Object<string, string>} next of all controls */
export function setValues(next) {
  values = next;
}

/** What the control of a term says; '' if there is none. */
export const valueOf = (key) => values[key] ?? '';
