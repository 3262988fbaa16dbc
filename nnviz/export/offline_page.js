// Puts the film into the page, and lets its terms explain themselves: what the app does where a server runs it.
import play from 'nnviz/network/player.js';
import explain from 'nnviz/page/words.js';

const textOf = (id) => document.getElementById(id).textContent;
const place = document.getElementById('film');
place.replaceChildren();
play({ parentElement: place, data: Uint8Array.from(atob(textOf('run')), (sign) => sign.charCodeAt(0)), setTriggerValue() {} });
explain({ data: { terms: JSON.parse(textOf('terms')), titles: {} } });

// A term is a link to a page of the app, which is not here: its card is all there is, in another tab, too.
const stay = (event) => event.composedPath().some((node) => node.matches?.('a[href^="words?"]')) && event.preventDefault();
for (const kind of ['click', 'auxclick']) document.addEventListener(kind, stay, true);
