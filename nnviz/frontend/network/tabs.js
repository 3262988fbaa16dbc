// Cards behind tabs, one of them at a time.

import { element, setText } from '../shared/elements.js';

let lists = 0;

/**
 * Cards behind tabs; itself a card.
 * @param {string} label of the list of tabs
 * @param {{key: string, label: string, card: {root: HTMLElement, update: (moment: object) => void,
 *   setTheme?: (theme: object) => void}, count?: (moment: object) => number}[]} items count: of what there is to see
 *   behind the tab; it stands beside the label, 0 does not
 * @param {() => void} [onShow] another card is shown
 * @returns {{root: HTMLElement, shown: string, keys: string[], show: (key: string) => void, update: Function, setTheme: Function}}
 */
export function createTabs(label, items, onShow = () => {}) {
  const id = `tabs-${(lists += 1)}`;
  let moment = null;
  let shown = items[0].key;
  const tabs = items.map(({ key, label: text }) => element('button', 'tab', {
    type: 'button', role: 'tab', id: `${id}-${key}`, 'aria-controls': `${id}-${key}-panel`, 'data-tab': key,
  }, [text]));
  const panels = items.map(({ key, card }) => element('div', 'tab-panel', {
    role: 'tabpanel', id: `${id}-${key}-panel`, 'aria-labelledby': `${id}-${key}`, tabindex: '0',
  }, [card.root]));
  const list = element('div', 'tabs', { role: 'tablist', 'aria-label': label }, tabs);
  const root = element('div', 'tabbed', {}, [list, ...panels]);

  function mark() {
    items.forEach(({ key }, i) => {
      const isShown = key === shown;
      tabs[i].setAttribute('aria-selected', String(isShown));
      tabs[i].tabIndex = isShown ? 0 : -1;
      panels[i].hidden = !isShown;
    });
  }

  const cardOf = (key) => items.find((item) => item.key === key).card;

  function show(key) {
    if (key === shown) return;
    shown = key;
    mark();
    if (moment) cardOf(key).update(moment);
    onShow();
  }

  const MOVES = { ArrowLeft: -1, ArrowRight: 1, Home: -items.length, End: items.length };
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => show(items[i].key));
    tab.addEventListener('keydown', (event) => {
      if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const many = items.length;
      const step = MOVES[event.key];
      const next = Math.abs(step) === 1 ? (i + step + many) % many : Math.min(many - 1, Math.max(0, i + step));
      show(items[next].key);
      tabs[next].focus();
    });
  });
  mark();

  return {
    root,
    show,
    keys: items.map(({ key }) => key),
    get shown() { return shown; },
    update(next) {
      moment = next;
      items.forEach(({ label: text, count }, i) => count && setText(tabs[i], [text, count(next) || ''].join(' ').trim()));
      cardOf(shown).update(moment);
    },
    setTheme: (theme) => items.forEach(({ card }) => card.setTheme?.(theme)),
  };
}
