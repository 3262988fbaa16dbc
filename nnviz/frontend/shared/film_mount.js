// A film of steps on the page: it is read when its bytes differ from those that it shows.

import { decode } from './block.js';
import { mountOnce } from './mount.js';

const sameBytes = (a, b) => a?.length === b.length && a.every((byte, i) => byte === b[i]);

/**
 * The entry of a film that comes as one block of bytes. The same bytes come again when only the theme, or something else
 * on the page, has changed.
 * @param {(parentElement: Node, page: () => object) => {section: Element, load: (block: object) => void, refreshTheme: () => void, destroy: () => void}} create
 *   page: the component, to be told what is chosen in the film; section: what the film has put into its place; load: takes
 *   in what `decode` makes of the bytes
 * @returns {(component: object) => () => void} the default export of an entry file
 */
export function mountFilm(create) {
  return mountOnce((parentElement) => {
    let page = null;
    let bytes = null;
    const film = create(parentElement, () => page);
    return {
      update(component) {
        page = component;
        const { data } = component;
        if (data && !sameBytes(bytes, data)) {
          bytes = data.slice();
          film.load(decode(bytes));
        }
        film.refreshTheme();
      },
      section: film.section,
      destroy() {
        film.destroy();
        film.section.remove();
      },
    };
  });
}
