// The terms in a film: each is a link to what it means, which opens a card instead (page/words.js).

import { element } from './elements.js';
import { cornerIn } from './surface.js';

const MARKED = /\[\[([^\]|]+)(?:\|([^\]]+))?\]\]/g;

const addressOf = (form) => `words?term=${encodeURIComponent(form)}`;

/** A term in one of its forms, as the glossary has them; `text` is what stands there. */
export const term = (form, text = form) => element('a', 'term', { href: addressOf(form) }, [text]);

/**
 * A text in which terms are marked, as nodes.
 * @param {string} text e.g. "the [[loss]] of each [[batch]]", or "[[training|training set]]" where another word stands
 * @returns {(string | HTMLElement)[]}
 */
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(MARKED)) {
    nodes.push(text.slice(end, found.index), term(found[2] ?? found[1], found[1]));
    end = found.index + found[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== '');
}

/** A text without the marks of its terms. */
export const plain = (text) => text.replaceAll(MARKED, '$1');

const written = new WeakMap();

/** Set a text with its terms where it differs. */
export function setTerms(node, text) {
  if (written.get(node) === text) return;
  written.set(node, text);
  node.replaceChildren(...linked(text));
}

/**
 * Terms over what is drawn on a canvas, which cannot be pointed at itself.
 * @param {HTMLElement} parent their offset parent, the canvas's too
 * @returns {(spots: {form: string, left: number, top: number, width: number, height: number}[]) => void} put them
 *   there, in pixels of the canvas, as many as are told, in their order
 */
export function createSpots(parent, canvas) {
  const links = [];
  return (spots) => {
    const [across, down] = cornerIn(parent, canvas);
    spots.forEach(({ form, left, top, width, height }, i) => {
      links[i] ??= parent.appendChild(createSpot());
      links[i].href = addressOf(form);
      links[i].setAttribute('aria-label', form);
      Object.assign(links[i].style, {
        left: `${left + across}px`, top: `${top + down}px`, width: `${width}px`, height: `${height}px`,
      });
    });
    for (const link of links.splice(spots.length)) link.remove();
  };
}

function createSpot() {
  const link = element('a', 'term term-spot');
  link.addEventListener('pointerdown', (event) => event.stopPropagation()); // it is not meant for the picture below
  return link;
}

const LINE = 14; // height of a text at 11 px

/** What the name of an axis is about: "loss: cross-entropy (nats)" is about the loss. */
const subject = (label) => label.split(/[(:,⇄]/)[0].trim();

/**
 * The names of a chart's axes as spots.
 * @param {object} layout from layoutChart; its `terms` {x, y} where what an axis is about is no form of a term
 * @param {(text: string) => number} measure width of a text in pixels
 */
export function axisSpots({ left, top, plot, xLabel, yLabel, terms = {} }, measure) {
  const [x, y] = [xLabel, yLabel].map(subject);
  const begin = (plot.left + plot.right - measure(xLabel)) / 2;
  return [
    { form: terms.y ?? y, left: left + 2, top, width: measure(y), height: LINE },
    { form: terms.x ?? x, left: begin, top: plot.bottom + 18, width: measure(x), height: LINE },
  ];
}
