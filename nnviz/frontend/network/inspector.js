// The column that explains what is in focus: cards behind tabs, one of them at a time.

import { element } from '../shared/elements.js';
import { createTabs } from './tabs.js';

const AT_ONCE = 4; // tabs side by side; the others are behind "More"
/**
 * @param {{key: string, label: string, card: object, count?: Function}[]} items the first four have tabs of their own, the
 *   others are behind "More"
 * @returns {{root: HTMLElement, shown: string, keys: string[], show: (key: string) => void, update: (moment: object) => void,
 *   setTheme: (theme: object) => void}} update writes the card shown, the others when they are shown
 */
export function createInspector(items) {
  const [first, rest] = [items.slice(0, AT_ONCE), items.slice(AT_ONCE)];
  const more = rest.length > 0 ? createTabs('More cards', rest) : null;
  const tabs = createTabs('Cards', more ? [...first, { key: 'more', label: 'More', card: more }] : first);
  const root = element('aside', 'inspector', { 'aria-label': 'Inspector', 'data-testid': 'inspector' }, [tabs.root]);
  return {
    root,
    keys: items.map(({ key }) => key),
    get shown() { return tabs.shown === 'more' ? more.shown : tabs.shown; },
    show(key) {
      const isMore = rest.some((item) => item.key === key);
      tabs.show(isMore ? 'more' : key);
      if (isMore) more.show(key);
    },
    update: tabs.update,
    setTheme: tabs.setTheme,
  };
}
