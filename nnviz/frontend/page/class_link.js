// A link for a class: what the teacher ticks is hidden in it, and keeps the value that it has now.

import { PRESENT } from '../shared/address.js';
import { element, setText } from '../shared/elements.js';
import { mountOnce } from '../shared/mount.js';
import { copy, currentAddress } from './link.js';

const HIDE = 'hide';

/**
 * An address in which some controls are hidden. DOM-free.
 * @param {string} address
 * @param {string[]} names of the controls
 * @param {boolean} presented whether it opens as a presentation
 */
export function classAddress(address, names, presented) {
  const url = new URL(address);
  const others = url.search.slice(1).split('&').filter((part) => part && ![HIDE, PRESENT].includes(part.split('=')[0]));
  const parts = [...others, ...(names.length > 0 ? [`${HIDE}=${names.join()}`] : []), ...(presented ? [`${PRESENT}=1`] : [])];
  url.search = parts.join('&');
  return url.href;
}

function createTick(text) {
  const box = element('input', '', { type: 'checkbox' });
  return { box, root: element('label', 'class-tick', {}, [box, text]) };
}

/**
 * @returns {{root: HTMLDialogElement, show: (address: string, controls: Object<string, string>) => void}} controls: what
 *   those that can be hidden are called, by their names in the address
 */
function createDialog() {
  const title = element('p', 'class-title', {}, ['A link for the class']);
  const says = element('p', '', {}, ['What is ticked is hidden. It keeps the value that it has now, and the page goes on saying which.']);
  const choices = element('div', 'class-ticks');
  const large = createTick('Open it as a presentation');
  const field = element('output', 'link-address');
  const told = element('p', 'class-told', { role: 'status' });
  const copyButton = element('button', 'link-button', { type: 'button' }, ['Copy this link']);
  const close = element('button', 'link-button', { type: 'button' }, ['Close']);
  const root = element('dialog', 'link-dialog class-dialog', { 'aria-label': 'A link for the class' },
    [title, says, choices, large.root, field, element('div', 'class-buttons', {}, [copyButton, close]), told]);
  let ticks = new Map();
  let base = '';

  function write() {
    const names = [...ticks].filter(([, { box }]) => box.checked).map(([name]) => name);
    setText(field, classAddress(base, names, large.box.checked));
    setText(told, '');
  }

  root.addEventListener('change', write);
  root.addEventListener('click', (event) => { if (event.target === root) root.close(); });
  close.addEventListener('click', () => root.close());
  copyButton.addEventListener('click', async () => {
    try {
      await copy(field.textContent, root);
      setText(told, 'The link is copied.');
    } catch {
      setText(told, 'The browser does not let a page copy here: select the link above.');
    }
  });

  function show(address, controls) {
    base = address;
    const hidden = (new URL(address).searchParams.get(HIDE) ?? '').split(',');
    ticks = new Map(Object.entries(controls).map(([name, label]) => [name, createTick(label)]));
    for (const [name, { box }] of ticks) box.checked = hidden.includes(name);
    choices.replaceChildren(...[...ticks.values()].map((tick) => tick.root));
    write();
    root.showModal();
  }
  return { root, show };
}

function createClassLink(parentElement) {
  const dialog = createDialog();
  const button = element('button', 'link-button', { type: 'button', title: 'Make a link that hides controls' }, ['For a class …']);
  const section = element('div', 'link class-link', {}, [button, dialog.root]);
  let controls = {};
  button.addEventListener('click', () => dialog.show(currentAddress().address, controls));
  parentElement.append(section);
  return {
    section,
    update(component) {
      controls = component.data?.controls ?? controls;
    },
    destroy: () => section.remove(),
  };
}

/** Called by the page at mount, and when it has other controls. */
export default mountOnce(createClassLink);
