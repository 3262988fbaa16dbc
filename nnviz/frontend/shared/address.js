// The page's address: the page's own fields, which Python writes, and beside them what a film shows.
//
// Streamlit can only add entries to the browser's history. What has come to rest by itself belongs to
// the entry that is there, which the browser's own `history.replaceState` changes; what a film shows
// is Python's business in neither case.

/** The parameter that says what the film shows; no page has a field of this name. */
export const FILM = 'film';

/** Told to all films when the address is about to be read, or has been written without them. */
export const DUE = 'nnviz-address-due';

const parts = () => location.search.slice(1).split('&').filter(Boolean);
const named = (part, name) => part === name || part.startsWith(`${name}=`);

/** The parameter that says that the page is presented to a class; nor of this one. */
export const PRESENT = 'present';

/** What the address says of the film; '' for nothing. */
export const viewInAddress = () => new URLSearchParams(location.search).get(FILM) ?? '';

/** What the address says without the films. */
export const fieldsInAddress = () => parts().filter((part) => !named(part, FILM)).join('&');

function write(query, adds) {
  const search = query.length > 0 ? `?${query.join('&')}` : '';
  if (search === location.search) return;
  const url = `${location.pathname}${search}${location.hash}`;
  try {
    history[adds ? 'pushState' : 'replaceState'](history.state, '', url);
  } catch {
    // a page that is a file, or stands in a frame of somebody else's, may have no address of its own to write
  }
}

/**
 * Say in the address what the film shows.
 * @param {string} text of letters, digits and ;:,.-~@ only
 * @param {boolean} adds whether this is one more step for Back
 */
export function writeView(text, adds) {
  const others = parts().filter((part) => !named(part, FILM));
  write(text ? [...others, `${FILM}=${text}`] : others, adds);
}

/** Whether the address says that the page is presented. */
export const presentInAddress = () => new URLSearchParams(location.search).get(PRESENT) === '1';

/**
 * Say in the address whether the page is presented.
 * @param {boolean} on
 * @param {boolean} adds whether this is one more step for Back
 */
export function writePresent(on, adds) {
  const others = parts().filter((part) => !named(part, PRESENT));
  write(on ? [...others, `${PRESENT}=1`] : others, adds);
}

/**
 * Say in the address what the page's fields say, in the entry that is there. What the film shows stays,
 * and so does what says how the app is embedded in another site.
 * @param {string} query as in an address
 */
export function writeFields(query) {
  const kept = parts().filter((part) => named(part, FILM) || part.startsWith('embed'));
  write([query, ...kept].filter(Boolean), false);
  document.dispatchEvent(new Event(DUE));
}
