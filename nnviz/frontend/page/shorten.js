// An address that is not too long to be sent. DOM-free.

import { FILM } from '../shared/address.js';

/** Mail programs and chats cut longer ones. */
export const MOST_CHARACTERS = 2000;

const without = (name) => (url) => url.searchParams.delete(name);

/** What the film's part of the address says, without what is said under a name. */
function withoutOfFilm(name) {
  return (url) => {
    const pairs = (url.searchParams.get(FILM) ?? '').split(';').filter((pair) => pair && !pair.startsWith(`${name}:`));
    url.searchParams.delete(FILM);
    if (pairs.length > 0) url.searchParams.set(FILM, pairs.join(';'));
  };
}

/** What can be left out, what is missed least first. */
const CUTS = [
  ['the run that it is compared with', without('beside')],
  ['the weights changed by hand', withoutOfFilm('edits')],
  ['the runs that this one leaves', without('leaves')],
];

/**
 * @param {string} address
 * @returns {{address: string, left: string[]}} left: what was left out, in words
 */
export function shortened(address) {
  const left = [];
  let url = new URL(address);
  for (const [words, cut] of CUTS) {
    if (url.href.length <= MOST_CHARACTERS) break;
    const before = url.href;
    const next = new URL(before);
    cut(next);
    if (next.href === before) continue;
    url = next;
    left.push(words);
  }
  return { address: left.length > 0 ? url.href : address, left };
}

/** @returns {string} what is said of a link that was copied */
export function copiedText({ address, left }) {
  const missing = left.length > 0 ? ` It would have been too long with everything in it, so it leaves out ${left.join(', ')}.` : '';
  const long = address.length > MOST_CHARACTERS ? ` It has ${address.length} characters, more than some programs take.` : '';
  return `The link is copied: it opens what you see now.${missing}${long}`;
}
