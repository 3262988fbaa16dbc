// Every term on the page explains itself: pointed at, focused or tapped, it has a card.
//
// A term is a link to the list of words, "words?term=learning-rate", in prose and in the films alike; it leads there
// where nobody intercepts it. What is a control already names its term in data-term: a pointer that rests on it opens
// the card, and so does a finger that is held there; a tap works the control. One listener for each kind of event hears
// them all, through the shadows that the films stand in; but the focus that goes from one place in a shadow to another
// is heard inside it alone, so each shadow is listened to as well.

import { closeOverPage } from './sidebar.js';
import { createTermCard, readingOf } from './term_card.js';

const TERM = 'a[href^="words?term="], [data-term]';
const LINK = 'a[href^="words?"]';
const AFTER = { link: 150, control: 600, hold: 500 }; // ms of pointing until the card opens: a control is pointed at to be used
const GRACE = 250; // ms in which the pointer may cross from the term to its card

const card = createTermCard();
let terms = new Map(); // by key and by every other form
let titles = {};
let here = {}; // what the controls of the page say, by the key of their term
let shown = null; // the element that the card explains
let timer = 0;
let under = null; // what the pointer was on last: a term, the card, or nothing of both
let held = false; // whether a finger is held, or was until now, for a card: lifting it is no press of the control

/** What Streamlit calls whenever the page has run: with the terms, which stay the same, or with what is said here. */
export default function run({ data }) {
  if (data.here) {
    here = data.here;
    return;
  }
  titles = data.titles;
  terms = new Map(data.terms.flatMap((term) => [term.key, term.name, ...term.forms].map((form) => [form.toLowerCase(), term])));
  if (!card.root.isConnected) listen();
}

function listen() {
  const app = document.querySelector('[data-testid=stApp]'); // which is light or dark as the theme is
  (app ?? document.body).append(card.root);
  closeOverPage();
  hear(document);
  document.addEventListener('pointermove', move, true); // pointerover does not leave a shadow that it stays within
  document.addEventListener('pointerdown', down, true);
  document.addEventListener('pointerup', lift, true);
  document.addEventListener('pointercancel', lift, true);
  document.addEventListener('contextmenu', menu, true);
  document.addEventListener('click', click, true);
  window.addEventListener('keydown', key, true);
  window.addEventListener('scroll', follow, true);
  window.addEventListener('resize', follow);
  window.addEventListener('popstate', close);
}

const COMING_AND_GOING = { focusin: focus, focusout: blur };
const heard = new WeakSet();

/** Listen to the focus in a document or a shadow, and in the shadows that it enters from there. */
function hear(root) {
  if (heard.has(root)) return;
  heard.add(root);
  for (const [name, act] of Object.entries(COMING_AND_GOING)) {
    root.addEventListener(name, (event) => {
      const inner = event.composedPath().find((node) => node instanceof ShadowRoot) ?? document;
      if (inner === root) act(event);
      else hear(inner); // which comes next on the event's way
    }, true);
  }
}

/** The innermost element of a kind that an event comes from, in whatever shadow. */
const from = (event, selector) => event.composedPath().find((node) => node.matches?.(selector));
const onCard = (event) => event.composedPath().includes(card.root);

const keyIn = (node) => node.dataset.term ?? new URLSearchParams(node.getAttribute('href').split('?')[1]).get('term');
const termOf = (node) => terms.get(keyIn(node)?.toLowerCase());

/** The number of the reading that a term is the name of, or else what the page's control says. */
function numberAt(node, term) {
  const read = readingOf(node);
  return /\d/.test(read) ? read : here[term.key] ?? '';
}

function later(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function open(node) {
  clearTimeout(timer);
  const term = termOf(node);
  if (!term || !node.isConnected) return;
  if (shown !== node) close();
  shown = node;
  card.show(term, numberAt(node, term), titles);
  node.setAttribute('aria-description', term.says); // an id does not reach into a film's shadow
  follow();
}

function hide() {
  card.root.hidden = true;
  shown = null;
}

function close() {
  clearTimeout(timer);
  hide();
}

/** Stay beside the term; without it, or where it has left the window, there is nothing to explain. */
function follow(event) {
  if (!shown || event?.target === card.root) return;
  const rect = shown.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const visible = rect.width > 0 && rect.bottom > 0 && rect.top < height && rect.right > 0 && rect.left < width;
  if (visible) card.place(rect);
  else hide(); // another may be about to open, that the window has been moved to
}

function move(event) {
  if (event.pointerType === 'touch') return;
  const node = onCard(event) ? card.root : from(event, TERM);
  if (node === under) return;
  under = node;
  if (node && (node === card.root || node === shown)) clearTimeout(timer);
  else if (node) later(() => open(node), node.matches(LINK) ? AFTER.link : AFTER.control);
  else if (shown && !holdsFocus()) later(close, GRACE);
  else if (!shown) clearTimeout(timer);
}

/** Whether the focus is on the term or in its card: then the pointer does not close it. */
function holdsFocus() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return card.root.contains(active) || (active === shown && active.matches(':focus-visible'));
}

/** A press elsewhere closes the card, and so does one on a control, which is meant to be used. */
function down(event) {
  const node = from(event, TERM);
  if (!onCard(event) && !(node === shown && node?.matches(LINK))) close();
  held = false;
  if (event.pointerType === 'touch' && node && !node.matches(LINK)) later(() => hold(node), AFTER.hold);
}

function hold(node) {
  held = true;
  open(node);
}

/** A finger that is lifted before its time, or has moved on, opens nothing. */
function lift(event) {
  if (event.pointerType === 'touch' && !held) clearTimeout(timer);
}

/** The browser's own answer to a finger that is held. */
function menu(event) {
  if (held && from(event, TERM) === shown) event.preventDefault();
}

function focus(event) {
  const node = from(event, TERM);
  if (node?.matches(':focus-visible') && node !== shown) open(node);
}

function blur(event) {
  if (shown && !card.root.contains(event.relatedTarget)) later(() => holdsFocus() || close(), GRACE);
}

/** A click opens the card of a link, and a key's click goes on into it; a click for another tab is left alone. */
function click(event) {
  if (held && event.detail > 0) { // a key's click has no detail
    held = false;
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = from(event, 'a[href]');
  if (onCard(event)) {
    if (link) go(event, link);
  } else if (link?.matches(LINK) && termOf(link)) {
    event.preventDefault();
    event.stopPropagation();
    open(link);
    if (event.detail === 0) card.root.querySelector('a').focus();
  } else if (link && isPage(link)) go(event, link);
}

/** Whether a link of the page's prose, or of the course's path, leads to another page of the app. */
const isPage = (link) => link.getAttribute('href').split('?')[0] in titles && link.closest('[data-testid=stMarkdown], .course');

/** Go to a page of the app as its navigation does: the visit, and its runs, go on. */
function go(event, link) {
  event.preventDefault();
  close();
  history.pushState(null, '', link.href);
  window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
}

function key(event) {
  if (event.key !== 'Escape' || !shown) return;
  event.stopPropagation();
  const node = shown;
  if (card.root.contains(document.activeElement)) node.focus();
  close();
}
