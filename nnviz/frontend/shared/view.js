// What a film shows, as a line of text in the page's address, and back from there.
//
// A view is a table of things by name, each with
//   read()        what is shown, as text; '' where it says nothing
//   here()        of a thing that opens as the viewer's device wants it: the same, said also where nobody has touched it
//   write(text)   shows that: DONE, LATER if it cannot be yet, REFUSED if it never can
//   allowed()     what is, in words that complete "is not …"
// What is as it was when the film opened is left out: a page that nobody has touched keeps its short address. Once
// anything has been touched, what opens differently elsewhere is said, too.

import { element, setText } from './elements.js';
import { DUE, fieldsInAddress, viewInAddress, writeView } from './address.js';

/** What came of showing a thing. */
export const [DONE, LATER, REFUSED] = ['done', 'later', 'refused'];

/** A film that has not moved for so long, in ms, has come to rest. */
const REST = 400;

/** How a viewer acts. */
const ACTS = ['click', 'change', 'keydown', 'pointerup'];

/**
 * @param {string} text such as "epoch:40;tab:weight"
 * @returns {Map<string, string>}
 */
export function parseView(text) {
  const pairs = text.split(';').filter(Boolean).map((pair) => {
    const [name, ...value] = pair.split(':');
    return [name, value.join(':')];
  });
  return new Map(pairs);
}

/** @param {Map<string, string>} view */
export const viewText = (view) => [...view].map(([name, value]) => `${name}:${value}`).join(';');

/** The part of a view whose names are in a table of things, or the part whose names are not. */
const partOf = (text, things, own = true) =>
  viewText(new Map([...parseView(text)].filter(([name]) => Object.hasOwn(things, name) === own)));

/**
 * A thing that is one of some options.
 * @param {() => string[]} options
 * @param {() => string} read
 * @param {(text: string) => void} show
 */
export function oneOf(options, read, show) {
  return {
    read,
    write: (text) => {
      if (!options().includes(text)) return REFUSED;
      show(text);
      return DONE;
    },
    allowed: () => `one of ${options().filter(Boolean).join(', ')}`,
  };
}

/** In the place of what `createView` gives: for a film that the address says nothing of. */
export const UNLINKED = { opens() {}, arrive() {}, settle() {}, stop() {} };

/**
 * Keep the address and a film together. Where a page has several films, no two of their things are called alike: each
 * film leaves what the address says of the others as it is.
 * @param {HTMLElement} section of the film
 * @param {Object<string, {read: () => string, here?: () => string, write: (text: string) => string, allowed: () => string}>} things
 * @param {() => boolean} isMoving whether the film plays
 * @returns {{opens: () => void, arrive: (anew: boolean) => void, settle: () => void, stop: () => void}}
 *   opens: things are as they are before anybody touches them; arrive: more of the film is there, or another one;
 *   settle: something has been drawn at rest
 */
export function createView(section, things, isMoving) {
  const path = location.pathname;
  const defaults = new Map();
  const namesIn = (view) => new Set(Object.keys(things).filter((name) => view.has(name)));
  const inAddress = () => partOf(viewInAddress(), things);
  let asked = inAddress();
  let wanted = parseView(asked); // until the viewer acts
  let open = namesIn(wanted); // what of it is still to be shown
  let acted = false;
  let fields = ''; // of the page, when the viewer acted
  let timer = 0;

  const complaint = element('p', 'refused', { role: 'status' });
  section.append(complaint);

  const isHere = () => section.isConnected && location.pathname === path;

  function opens() {
    for (const [name, { read }] of Object.entries(things)) if (!defaults.has(name)) defaults.set(name, read());
  }

  /** What is shown, where it differs from what was at the beginning, or may elsewhere. */
  function shown() {
    const isTouched = Object.entries(things).some(([name, { read }]) => read() !== defaults.get(name));
    if (!isTouched) return '';
    const view = Object.entries(things).map(([name, { read, here = read }]) => [name, here()]);
    return viewText(new Map(view.filter(([name, text]) => text !== defaults.get(name))));
  }

  function arrive(anew) {
    if (wanted && inAddress() !== asked) wanted = null; // the page has written another address since
    if (!wanted) return;
    if (anew) open = namesIn(wanted);
    const refused = [];
    for (const name of open) {
      const text = wanted.get(name);
      const came = things[name].write(text);
      if (came !== LATER) open.delete(name);
      if (came === REFUSED) refused.push(`The address says ${name} = “${text.slice(0, 40)}”, which is not ${things[name].allowed()}.`);
    }
    if (refused.length > 0) setText(complaint, refused.join(' '));
    settle();
  }

  /**
   * Put what is shown into the address: a step for Back if the viewer has done something, unless that has changed the
   * page's fields. Then Streamlit has made the step, and the film belongs to it.
   */
  function write() {
    clearTimeout(timer);
    if (!isHere() || defaults.size === 0 || (wanted && open.size > 0)) return;
    const text = shown();
    const ofOthers = partOf(viewInAddress(), things, false);
    const adds = acted && fieldsInAddress() === fields;
    if (text !== inAddress()) writeView([ofOthers, text].filter(Boolean).join(';'), adds);
    if (wanted) asked = text; // the same in our own words
    acted = false;
  }

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => isMoving() || write(), REST);
  }

  function act() {
    acted = true;
    fields = fieldsInAddress();
    settle();
  }

  /** Whoever does something no longer wants what the address said; elsewhere on the page, once it is shown. */
  function takeOver(event) {
    if (open.size > 0 && !event.composedPath().includes(section)) return;
    wanted = null;
    setText(complaint, '');
  }

  /** Back or Forward has led to another entry: what it does not mention is as in the beginning. */
  function travel() {
    if (!isHere()) return;
    acted = false;
    asked = inAddress();
    wanted = new Map([...defaults, ...parseView(asked)]);
    arrive(true);
  }

  for (const kind of ACTS) section.addEventListener(kind, act);
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, takeOver, true);
  document.addEventListener(DUE, write);
  window.addEventListener('popstate', travel);

  function stop() {
    clearTimeout(timer);
    for (const kind of ['pointerdown', 'keydown']) document.removeEventListener(kind, takeOver, true);
    document.removeEventListener(DUE, write);
    window.removeEventListener('popstate', travel);
  }

  return { opens, arrive, settle, stop };
}
