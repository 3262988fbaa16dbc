// Rows of data that are pictures, as small pictures to choose from.

import { FULL } from '../model/ink.js';
import { element } from '../shared/elements.js';
import { shadeIndex } from '../shared/theme.js';
import { rove } from './roving.js';
import { scalePixels } from './shading.js';

/** No ink is the background, all of it the colour of text. */
export const inkPixels = ({ text, background }) => scalePixels({ negative: text, positive: text }, background);

function createItem(onFollow) {
  const canvas = element('canvas', '', { 'aria-hidden': 'true' });
  const button = element('button', 'picture-item', { type: 'button' }, [canvas]);
  const root = element('li', '', {}, [button]);
  const item = { root, button, row: -1, show };
  button.addEventListener('click', () => onFollow(item.row));

  function show([, height, width], row, { x, mean, std }, text, colors) {
    item.row = row;
    if (button.title !== text) {
      button.title = text;
      button.setAttribute('aria-label', text);
    }
    [canvas.width, canvas.height] = [width, height];
    const ctx = canvas.getContext('2d');
    const image = ctx.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const first = row * mean.length;
    for (let d = 0; d < pixels.length; d += 1) pixels[d] = colors[shadeIndex(x[first + d] * std[d] + mean[d], FULL)];
    ctx.putImageData(image, 0, 0);
  }
  return item;
}

/**
 * @param {string} label what the list is of
 * @param {(row: number) => void} onFollow
 * @returns {{root: HTMLElement, show: Function, mark: (row: number | null) => void, setTheme: (theme: object) => void}} show: as
 *   that of createRowList; mark: the row that is followed
 */
export function createPictureList(label, onFollow) {
  const root = element('ul', 'picture-list', { 'aria-label': label });
  const items = []; // kept for other rows; those in the list come first
  let count = 0;
  let colors = null;
  let marked = null;
  let last = null;
  const across = () => Math.max(1, Math.floor(root.clientWidth / (items[0]?.root.offsetWidth || 1)));
  const refresh = rove(root, () => items.slice(0, count).map(({ button }) => button), across);

  function show(header, rows, data, textOf) {
    last = [header, rows, data, textOf];
    if (!colors) return;
    while (items.length < rows.length) items.push(createItem(onFollow));
    rows.forEach((row, i) => items[i].show(header.picture, row, data, [data.names(row), textOf(row)].filter(Boolean).join(': '), colors));
    if (count !== rows.length) {
      root.replaceChildren(...items.slice(0, rows.length).map((item) => item.root));
      count = rows.length;
      refresh();
    }
    mark(marked);
  }

  function mark(row) {
    marked = row;
    for (const { row: own, button } of items) {
      if (own === row) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  }

  return {
    root, show, mark,
    setTheme(theme) {
      colors = inkPixels(theme);
      if (last) show(...last);
    },
  };
}
