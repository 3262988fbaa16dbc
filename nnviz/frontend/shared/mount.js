// One player per place on the page, however often the page calls.

/**
 * The entry of a component: makes a player at the first call and hands it every later one.
 *
 * Streamlit loads the module anew for each block of data. When two blocks come close together it
 * calls the cleanup of the first although the player lives on; so a cleanup only counts once the
 * place has really left the page.
 * @param {(parentElement: Node) => {update: (component: object) => void, destroy: () => void}} create
 * @returns {(component: object) => () => void} the default export of an entry file
 */
export function mountOnce(create) {
  const players = new WeakMap();
  return (component) => {
    const { parentElement } = component;
    if (!players.has(parentElement)) players.set(parentElement, create(parentElement));
    players.get(parentElement).update(component);
    return () => setTimeout(() => {
      if (parentElement.isConnected) return;
      players.get(parentElement)?.destroy();
      players.delete(parentElement);
    });
  };
}
