// One player per place on the page, however often the page calls.

import { hearKeys } from './keys.js';
import { followShowing } from './showing.js';

/** How long a player may be without a place, in ms, before it is gone for good. */
const HOMELESS = 1000;

/**
 * The entry of a component: makes a player at the first call and hands it every later one.
 *
 * Streamlit loads the module anew for each block of data. When two blocks come close together it
 * calls the cleanup of the first although the player lives on; so a cleanup only counts once the
 * place has really left the page. And sometimes it takes a component down and puts it up again at
 * once, under the same key: the player moves, with all that the viewer has chosen in it.
 * @param {(parentElement: Node) => {update: (component: object) => void, destroy: () => void, section: Node}} create
 *   section: what the player has put into its place
 * @returns {(component: object) => () => void} the default export of an entry file
 */
export function mountOnce(create) {
  const homes = new Map(); // by key: { player, parentElement, component, stops }
  const left = new WeakSet(); // places that a player has moved away from, which may stand on the page for a while

  function homeAt(parentElement) {
    const key = keyOf(parentElement);
    const home = homes.get(key);
    if (!home) {
      return settle(key, parentElement);
    }
    const stays = home.parentElement === parentElement || (left.has(parentElement) && home.parentElement.isConnected);
    if (!stays) {
      left.add(home.parentElement);
      parentElement.append(home.player.section);
      home.parentElement = parentElement;
    }
    return home;
  }

  /** A player's first home: from now on it has its keys, and is shown as the page is. */
  function settle(key, parentElement) {
    const player = create(parentElement);
    const home = { player, parentElement, component: null };
    home.stops = [hearKeys(player.section), followShowing(player.section, () => home.component && player.update(home.component))];
    homes.set(key, home);
    return home;
  }

  function leave(parentElement) {
    if (parentElement.isConnected) return;
    for (const [key, home] of homes) {
      if (home.parentElement !== parentElement) continue;
      for (const stop of home.stops) stop();
      home.player.destroy();
      homes.delete(key);
    }
  }

  return (component) => {
    const { parentElement } = component;
    const home = homeAt(parentElement);
    home.component = component;
    home.player.update(component);
    return () => setTimeout(() => leave(parentElement), HOMELESS);
  };
}

/** The key that the page has given to a component: Streamlit names a class of a box around it so. */
export function keyOf(parentElement) {
  const box = (parentElement.host ?? parentElement).closest('[class*="st-key-"]');
  return [...box.classList].find((name) => name.startsWith('st-key-'));
}
