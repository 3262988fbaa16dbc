// The bar of playback buttons, and of what can be taken away of the film.

import { createPictureMenu } from './picture_menu.js';
import { SPEEDS } from './playback.js';
import { isPresented } from './showing.js';

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  start: 'M5 5h2v14H5zM20 5v14L9 12z',
  back: 'M14 5v14L4 12zM17 5h2v14h-2z',
  play: 'M7 4.5v15l12-7.5z',
  stop: 'M6.5 5h4v14h-4zM13.5 5h4v14h-4z',
  forward: 'M10 5v14l10-7zM5 5h2v14H5z',
  end: 'M17 5h2v14h-2zM4 5v14l11-7z',
  loop: 'M7 7h9V4l5 4.5-5 4.5v-3H9v3H6V8a1 1 0 0 1 1-1zM17 17H8v3l-5-4.5L8 11v3h7v-3h3v5a1 1 0 0 1-1 1z',
};
const NAMES = {
  epoch: { back: 'Back one epoch', forward: 'Forward one epoch' },
  step: { back: 'Back one', forward: 'Forward one' },
};

function createIcon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return { svg, shape };
}

function createButton(bar, icon, name, tooltip, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'transport-button';
  button.setAttribute('aria-label', name);
  button.title = tooltip;
  const { svg, shape } = createIcon(ICONS[icon]);
  button.append(svg);
  button.addEventListener('click', onClick);
  bar.append(button);
  return { button, shape };
}

function createSpeedSelect(bar, playback, changed) {
  const label = document.createElement('label');
  label.className = 'transport-speed';
  const name = document.createElement('span');
  name.textContent = 'Speed';
  const select = document.createElement('select');
  select.title = 'Speed of playback';
  for (const speed of SPEEDS) {
    const option = document.createElement('option');
    option.value = String(speed);
    option.textContent = `${speed}×`;
    select.append(option);
  }
  select.addEventListener('change', () => {
    playback.speed = Number(select.value);
    changed();
  });
  label.append(name, select);
  bar.append(label);
  return select;
}

/**
 * Build the bar inside a container.
 * @param {Element} container
 * @param {import('./playback.js').Playback} playback
 * @param {{unit: 'epoch' | 'step', onChange: () => void, events?: () => number[]}} options onChange is called after every action
 *   of the viewer; events: where the film has a caption, for who has a presenter's remote control; without them, every step
 * @returns {{element: HTMLElement, choices: HTMLElement, update: () => void, handleKey: (event: KeyboardEvent) => boolean}}
 *   choices: where the film's own go; update() after the playback changed by itself; handleKey(event) acts on space, arrows, Home and End
 *   and says whether it did
 */
export function createTransport(container, playback, { unit, onChange, events }) {
  const bar = document.createElement('div');
  bar.className = 'transport';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', 'Playback');
  container.append(bar);

  const act = (action) => () => {
    action();
    update();
    onChange();
  };
  const actions = {
    ' ': act(() => playback.toggle()),
    ArrowLeft: act(() => playback.step(-1)),
    ArrowRight: act(() => playback.step(1)),
    Home: act(() => playback.toStart()),
    End: act(() => playback.toEnd()),
  };
  const toEvent = (direction) => act(() => (events ? playback.stepTo(events(), direction) : playback.step(direction)));
  const remote = { PageUp: toEvent(-1), PageDown: toEvent(1) };
  const names = NAMES[unit];
  createButton(bar, 'start', 'To start', 'To start (Home)', actions.Home);
  createButton(bar, 'back', names.back, `${names.back} (←)`, actions.ArrowLeft);
  const play = createButton(bar, 'play', 'Play', 'Play or hold (space)', actions[' ']);
  createButton(bar, 'forward', names.forward, `${names.forward} (→)`, actions.ArrowRight);
  createButton(bar, 'end', 'To end', 'To end (End)', actions.End);
  const loop = createButton(bar, 'loop', 'Loop', 'Loop: begin again at the end', act(() => {
    playback.loop = !playback.loop;
  }));
  play.button.classList.add('transport-play');
  const speed = createSpeedSelect(bar, playback, act(() => {}));
  const choices = document.createElement('div'); // the film's own
  choices.className = 'transport-choices';
  bar.append(choices);
  createPictureMenu(bar, () => [unit, Math.floor(playback.position + 1e-9)], {
    play: act(() => {
      playback.loop = false; // it ends
      playback.play();
    }),
    pause: act(() => playback.pause()),
    hold: act(() => playback.hold()),
    isPlaying: () => playback.playing,
    secondsLeft: () => playback.secondsLeft(),
  });

  function update() {
    play.button.setAttribute('aria-pressed', String(playback.playing));
    play.shape.setAttribute('d', playback.playing ? ICONS.stop : ICONS.play);
    loop.button.setAttribute('aria-pressed', String(playback.loop));
    speed.value = String(playback.speed);
  }

  function handleKey(event) {
    const action = actions[event.key] ?? (isPresented() ? remote[event.key] : null);
    if (!action || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return false;
    const target = event.composedPath()[0];
    if (target.closest?.('select, input, textarea')) return false;
    if (event.key === ' ' && target.closest?.('button, a')) return false; // the browser clicks it already
    event.preventDefault();
    action();
    return true;
  }

  update();
  return { element: bar, choices, update, handleKey };
}
