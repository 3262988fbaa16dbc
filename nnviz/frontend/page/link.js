// Copy the link to what is on the screen, or show it to a class as a QR code.

import { DUE } from '../shared/address.js';
import { element, setText } from '../shared/elements.js';
import { mountOnce } from '../shared/mount.js';
import { keepPresenting, startPresenting } from './present.js';
import { keepPrinting } from './printing.js';
import { copiedText, shortened } from './shorten.js';

const SECONDS_TOLD = 6;

/** The address of this very moment: a film that plays has not written it yet. */
export function currentAddress() {
  document.dispatchEvent(new Event(DUE));
  return shortened(location.href);
}

/**
 * Copy a text; throws if the browser lets no way pass. Where a page is not served safely, or stands in another one,
 * browsers copy only what is selected in a field.
 * @param {string} text
 * @param {Element} near where the field may stand for a moment
 */
export async function copy(text, near) {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return;
    }
  } catch {
    // not allowed here: the field may do
  }
  const field = element('textarea', 'link-field', { readonly: '' }, [text]);
  near.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) throw new Error('the browser refused');
}

function createDialog() {
  const picture = element('img', 'link-code', { alt: 'QR code of the link' });
  const words = element('p', 'link-words');
  const address = element('p', 'link-address', { tabindex: '0' });
  const close = element('button', 'link-button', { type: 'button', autofocus: '' }, ['Close']);
  const root = element('dialog', 'link-dialog', { 'aria-label': 'QR code' }, [picture, words, address, close]);
  close.addEventListener('click', () => root.close());
  root.addEventListener('click', (event) => { if (event.target === root) root.close(); });

  /** @param {{picture: string, address: string, words: string}} code */
  function show(code) {
    picture.hidden = !code.picture;
    picture.src = code.picture;
    setText(words, code.words);
    setText(address, code.address);
    if (!root.open) root.showModal();
  }
  return { root, show };
}

/** A line that is told for some seconds, or until it is closed. */
function createNote() {
  const words = element('span', '');
  const close = element('button', 'link-button', { type: 'button' }, ['Close']);
  const root = element('div', 'link-told', { role: 'status', hidden: '' }, [words, close]);
  let timer = 0;

  function tell(text, stays = false) {
    clearTimeout(timer);
    setText(words, text);
    root.hidden = text === '';
    close.hidden = !stays;
    if (!stays) timer = setTimeout(() => tell('', true), 1000 * SECONDS_TOLD);
  }

  close.addEventListener('click', () => tell('', true));
  return { root, tell, stop: () => clearTimeout(timer) };
}

function createLink(parentElement) {
  const life = new AbortController();
  keepPresenting(life);
  keepPrinting(life);
  const copyButton = element('button', 'link-button', { type: 'button' }, ['Copy link']);
  const codeButton = element('button', 'link-button', { type: 'button' }, ['QR code']);
  const presentButton = element('button', 'link-button', { type: 'button', title: 'Large, before a class (P); Escape leaves' }, ['Present']);
  const note = createNote();
  const dialog = createDialog();
  const section = element('div', 'link', { role: 'group', 'aria-label': 'Link to what is on the screen' }, [copyButton, codeButton, presentButton, note.root, dialog.root]);
  parentElement.append(section);
  let setTriggerValue = () => {};
  let shown = null;

  copyButton.addEventListener('click', async () => {
    const link = currentAddress();
    try {
      await copy(link.address, section);
      note.tell(copiedText(link));
    } catch {
      note.tell(`The browser does not let a page copy here. The link: ${link.address}`, true);
    }
  });
  presentButton.addEventListener('click', startPresenting);
  codeButton.addEventListener('click', () => setTriggerValue('code', currentAddress().address));

  return {
    section,
    update(component) {
      setTriggerValue = component.setTriggerValue;
      const code = component.data;
      if (!code?.asked || code.asked === shown) return;
      shown = code.asked;
      dialog.show(code);
    },
    destroy() {
      life.abort();
      note.stop();
      section.remove();
    },
  };
}

/** Called by the page at mount, with a QR code, and when the theme changes. */
export default mountOnce(createLink);
