// The menu of what can be taken away of a film as it stands: its picture, on the clipboard too, and a video of it.

import { element, setText } from './elements.js';
import { download, fileName, sizeText } from './files.js';
import { recordFilm, recordable } from './film_recorder.js';
import { pngOf, svgOf } from './picture.js';

const NO_CLIPBOARD = 'This browser lets a page copy pictures only over https; take the PNG instead.';
const NO_VIDEO = 'This browser cannot record a video; Chrome, Edge, Firefox and Safari can.';

/** How much of the window the page's own bar takes, in pixels. */
const HEADER = 64;

let menus = 0;

/** What went wrong, in a sentence. */
const complaint = (error) => {
  if (error.name === 'NotAllowedError') return 'The browser does not let this page write to the clipboard; take the PNG instead.';
  return `That did not work: ${error.message}`;
};

async function copyPicture(section) {
  if (!navigator.clipboard?.write || !globalThis.ClipboardItem) throw new Error(NO_CLIPBOARD);
  const picture = pngOf(section);
  // The promise itself: some browsers only take what was begun by the press.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  return picture;
}

/**
 * @param {HTMLElement} bar where the button goes; its film is the player around it
 * @param {() => (string | number)[]} momentOf what the film stands at, for the names of files, e.g. ['epoch', 40]
 * @param {{play: () => void, pause: () => void, hold: () => void, isPlaying: () => boolean, secondsLeft: () => number} | null} film
 *   how it is played; hold: at a whole index, so that what is taken is what one sees; null where nothing plays
 * @returns {HTMLElement}
 */
export function createPictureMenu(bar, momentOf, film = null) {
  const id = `picture-menu-${(menus += 1)}`;
  const name = element('span', 'picture-name', {}, ['Picture']);
  const button = element('button', 'film-button picture-button', {
    type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': id, title: 'The picture on the screen, or a video of the film, as a file',
  }, [name]);
  const told = element('p', 'picture-told', { role: 'status' });
  const list = element('div', 'picture-items', { role: 'menu', 'aria-label': 'Picture' });
  const panel = element('div', 'picture-panel', { id, hidden: '' }, [list, told]);
  const root = element('div', 'picture', {}, [button, panel]);
  bar.append(root);
  let busy = false;
  let recording = false;

  const section = () => bar.closest('.player');
  const nameOf = (ending, moment = momentOf()) => fileName([section().getAttribute('aria-label'), ...moment], ending);

  const save = (make, ending) => async () => {
    const called = nameOf(ending);
    const blob = await make(section());
    download(blob, called);
    return `${called}: ${sizeText(blob.size)}.`;
  };
  const choices = [
    ['PNG', 'for slides and documents, twice as fine as the screen', save(pngOf, 'png')],
    ['SVG', 'lines and letters that stay sharp and can be edited', save(svgOf, 'svg')],
    ['Copy picture', 'to be pasted into a slide', async () => `On the clipboard: ${sizeText((await copyPicture(section())).size)}.`],
    ...(film ? [['Video', 'plays the film from here to its end and records it', record]] : []),
  ];
  const items = choices.map(([label, what, act]) => {
    const item = element('button', 'picture-item', { type: 'button', role: 'menuitem', tabindex: '-1' },
      [element('span', 'picture-item-name', {}, [label]), element('span', 'picture-item-what', {}, [what])]);
    item.addEventListener('click', () => perform(act));
    list.append(item);
    return item;
  });

  async function perform(act) {
    if (busy) return;
    busy = true;
    panel.setAttribute('aria-busy', 'true');
    setText(told, 'One moment …');
    try {
      setText(told, await act());
    } catch (error) {
      setText(told, complaint(error));
    }
    busy = false;
    panel.removeAttribute('aria-busy');
  }

  async function record() {
    const kind = recordable();
    if (!kind) throw new Error(NO_VIDEO);
    const called = nameOf(kind.ending, ['video']);
    setRecording(true);
    try {
      film.play();
      const blob = await recordFilm(section(), kind.type, film.isPlaying, (seconds) => {
        const whole = seconds + film.secondsLeft();
        setText(told, `Recording: ${seconds.toFixed(0)} s of ${whole.toFixed(0)} s, ${Math.round((100 * seconds) / whole)}%. “Stop recording” ends it here.`);
      });
      download(blob, called);
      return `${called}: ${sizeText(blob.size)}.`;
    } finally {
      setRecording(false);
      open();
    }
  }

  function setRecording(now) {
    recording = now;
    setText(name, now ? 'Stop recording' : 'Picture');
    button.classList.toggle('picture-recording', now);
  }

  const closeOutside = (event) => event.composedPath().includes(root) || close();

  function open() {
    panel.hidden = false;
    document.addEventListener('pointerdown', closeOutside);
    button.setAttribute('aria-expanded', 'true');
    const box = root.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    panel.style.left = `${Math.max(8 - box.left, Math.min(0, clientWidth - 8 - panel.offsetWidth - box.left))}px`;
    panel.classList.toggle('picture-below', box.top - HEADER < panel.offsetHeight && box.top < clientHeight - box.bottom);
  }

  function close() {
    panel.hidden = true;
    document.removeEventListener('pointerdown', closeOutside);
    button.setAttribute('aria-expanded', 'false');
    if (!busy) setText(told, '');
  }

  button.addEventListener('click', () => {
    if (recording) film.pause();
    else if (panel.hidden) {
      film?.hold();
      open();
      items[0].focus({ preventScroll: true });
    } else close();
  });
  root.addEventListener('keydown', (event) => {
    if (panel.hidden || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = items.indexOf(event.composedPath()[0]);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') {
      close();
      button.focus();
    } else if (to !== undefined) items.at(to % items.length).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) close();
  });
  return root;
}
