// A list of rows that can be followed: a button for each, with its mark, its name and a few words.

import { element, setText } from '../shared/elements.js';
import { createClassMark } from '../shared/markers.js';
import { rove } from './roving.js';

/** @returns {string} "Adelie 12" of "Adelie 12 (train)" */
const shortName = (name) => name.replace(/ \([^(]*\)$/, '');

function createItem(onFollow) {
  const mark = createClassMark();
  const name = element('span', 'row-item-name');
  const words = element('span', 'row-item-words');
  const button = element('button', 'row-item', { type: 'button' }, [mark.root, name, ' ', words]);
  const root = element('li', '', {}, [button]);
  const item = { root, button, row: -1, show };
  button.addEventListener('click', () => onFollow(item.row));

  function show(header, row, data, text) {
    item.row = row;
    button.title = `Follow this ${header.nouns.row}`;
    mark.show(header, data.groups[row]);
    setText(name, shortName(data.names(row)) + (text ? ':' : ''));
    setText(words, text);
  }
  return item;
}

/**
 * @param {string} label what the list is of
 * @param {(row: number) => void} onFollow
 * @returns {{root: HTMLElement, show: Function}} show(header, rows, data, textOf): textOf(row) are the words
 *   beside the name
 */
export function createRowList(label, onFollow) {
  const root = element('ul', 'row-list', { 'aria-label': label });
  const items = []; // kept for other rows; those in the list come first
  let count = 0;
  const refresh = rove(root, () => items.slice(0, count).map(({ button }) => button), () => 1);

  function show(header, rows, data, textOf) {
    while (items.length < rows.length) items.push(createItem(onFollow));
    rows.forEach((row, i) => items[i].show(header, row, data, textOf(row)));
    if (count === rows.length) return;
    for (let i = count; i < rows.length; i += 1) root.append(items[i].root);
    for (let i = rows.length; i < count; i += 1) items[i].root.remove();
    count = rows.length;
    refresh();
  }

  return { root, show };
}
