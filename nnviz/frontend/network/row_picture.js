// The picture that is followed, with its numbers, small pictures of the rows of one class to choose another from, and a pad
// to draw one's own.

import { FULL } from '../model/ink.js';
import { inkScale } from './draw_pad.js';
import { element, setText } from '../shared/elements.js';
import { createNumberGrid } from './number_grid.js';
import { createPad } from './pad.js';
import { createPictureList } from './picture_list.js';
import { rove } from './roving.js';
import { outputName } from './words_task.js';
import { tidy } from './words_row.js';

/**
 * @param {{follow: (row: number) => void, followValues: (raw: number[]) => void}} actions
 * @param {{row: string, rows: string, target: string}} nouns
 * @returns {{root: HTMLElement, show: (moment: object) => void, setTheme: (theme: object) => void, pad: object}} pad: from createPad
 */
export function createRowPicture(actions, nouns) {
  const grid = createNumberGrid(`The ${nouns.row} that is followed`);
  const list = createPictureList(`Other ${nouns.rows}`, actions.follow);
  const classes = element('div', 'picture-classes', { role: 'group', 'aria-label': `Which ${nouns.target}` });
  const pad = createPad(take);
  const draw = element('button', 'card-button', { type: 'button', 'aria-expanded': 'false' });
  const chosenOnes = element('div', 'row-picture', {}, [grid.root, element('div', 'picture-choice', {}, [classes, list.root])]);
  const root = element('div', 'picture-followed', {}, [chosenOnes, element('div', 'card-row', {}, [draw]), pad.root]);
  let buttons = [];
  const refresh = rove(classes, () => buttons, () => buttons.length);
  let moment = null;
  let scale = null;
  let chosen = null; // the class whose pictures are shown
  let followed = null;

  /** Show the pad in the place of the pictures, or these again. */
  function open(isDrawing) {
    draw.setAttribute('aria-expanded', String(isDrawing));
    setText(draw, isDrawing ? `Back to the ${nouns.rows}` : `Draw a ${nouns.row} of your own`);
    pad.root.hidden = !isDrawing;
    chosenOnes.hidden = isDrawing;
  }
  open(false);
  draw.addEventListener('click', () => open(pad.root.hidden));

  /** A drawing is followed as long as there is one. */
  function take({ strokes, pixels }) {
    if (strokes.length > 0) open(true);
    if (pixels.some((pixel) => pixel > 0)) actions.followValues(Array.from(pixels));
    else if (moment?.who.row === null) actions.follow(followed ?? 0);
  }

  function choose(k) {
    const { header, data } = moment;
    chosen = k;
    buttons.forEach((button, other) => button.setAttribute('aria-pressed', String(other === k)));
    const rows = Array.from({ length: data.count }, (_, row) => row).filter((row) => data.groups[row] === k);
    list.show(header, rows, data, () => '');
    list.root.scrollTop = 0;
  }

  function build({ header }) {
    buttons = header.classes.map((_, k) => {
      const button = element('button', 'picture-class', { type: 'button' }, [outputName(header, k)]);
      button.addEventListener('click', () => choose(k));
      return button;
    });
    classes.replaceChildren(...buttons);
    refresh();
  }

  function show(next) {
    const another = moment?.data !== next.data;
    moment = next;
    const { header, who } = moment;
    if (another) build(moment);
    if (scale) grid.show(who.raw.map(tidy), header.picture[2], { scale, clamp: FULL, write: String });
    if (another || (who.row !== null && followed !== who.row)) {
      followed = who.row;
      if (another || (who.truth !== null && who.truth !== chosen)) choose(who.truth ?? 0);
    }
    list.mark(who.row);
  }

  return {
    root, show, pad,
    setTheme(theme) {
      pad.setTheme(theme);
      scale = inkScale(theme);
      list.setTheme(theme);
      if (moment) show(moment);
    },
  };
}
