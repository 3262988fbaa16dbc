// What the race shows at one moment, drawn again only when that changes.

import { arrowColor, drawMap, drawRunners } from './draw.js';
import { drawLossCursor, drawLosses, layoutLosses } from './draw_losses.js';
import { arrowScale, edgeTowards, layoutMap, mapSpots, pathPixels, stepArrows } from './layout.js';
import { drawMarker } from '../shared/markers.js';
import { createFrames, scrubOn } from '../shared/frames.js';
import { inWindow, moved } from './aim.js';
import { onMap, placeAt, stepShown } from './film.js';
import { fitCanvas, pointIn, textMeasure } from '../shared/surface.js';
import { playbackView } from '../shared/playback_view.js';
import { axisSpots } from '../shared/terms.js';
import { readTheme } from '../shared/theme.js';

/**
 * @param {object} panels from createPanels
 * @param {import('../shared/playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @param {(start: number[]) => void} onStart called with the start that was chosen on the map
 * @returns {{show, choose, wake, refreshTheme, destroy}}
 */
export function createRaceScene(panels, playback, transport, onStart) {
  const { section, map, losses, field } = panels;
  let race = null;
  let chosen = 0;
  let aim = null;
  let theme = null;
  let view = null; // what is known until the size, the theme or the race changes
  let written = '';
  const { wake, opens, destroy } = createFrames(section, playback, {
    things: playbackView(playback, { unit: 'step', last: () => race.steps, redraw }),
    sized: [map.box, losses.box],
    ready: () => race !== null,
    draw,
    relayout,
    refreshTheme,
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  map.box.addEventListener('keydown', aimWithKeys);
  map.box.addEventListener('blur', () => setAim(null));
  map.box.addEventListener('click', startAtPointer);
  scrubOn(losses.box, playback, (pixel) => (view ? view.lossLayout.xAt(pixel) : null), wake);

  function show(next) {
    race = next;
    field.show(race);
    setAim(null);
    choose(race.chosen);
    opens();
    relayout();
  }

  function redraw() {
    written = '';
    wake();
  }

  function choose(index) {
    chosen = index;
    field.choose(chosen);
    written = '';
    if (view) view.scale = arrowScale(race, race.runners[chosen]);
    wake();
  }

  function refreshTheme() {
    if (!race) return;
    theme = readTheme(section, race.palette);
    section.style.setProperty('--muted', theme.muted);
    for (const [kind, sample] of Object.entries(panels.samples)) sample.style.color = arrowColor(kind, theme);
    relayout();
  }

  function relayout() {
    view = null;
    wake();
  }

  /** Measure, and draw what stays. */
  function layOut() {
    const [mapStill, mapMoving] = [map.still, map.moving].map(fitCanvas);
    const [lossStill, lossMoving] = [losses.still, losses.moving].map(fitCanvas);
    const layout = layoutMap(race, mapStill.width, mapStill.height);
    const lossLayout = layoutLosses(race, lossStill.width, lossStill.height);
    view = { layout, lossLayout, mapMoving, lossMoving, scale: arrowScale(race, race.runners[chosen]) };
    view.paths = race.runners.map((runner) => pathPixels(layout, runner));
    if (!(mapStill.width > 0)) return;
    panels.spots.map(mapSpots(layout));
    panels.spots.losses(axisSpots(lossLayout, textMeasure(theme.font)));
    drawMap(mapStill.ctx, race, layout, theme);
    drawLosses(lossStill.ctx, race, lossLayout, theme);
    field.marks().forEach((canvas, i) => {
      const { ctx, width, height } = fitCanvas(canvas);
      const { shape, racer } = race.runners[i];
      drawMarker(ctx, shape, width / 2, height / 2, 6, theme.palette.racers[racer]);
    });
  }

  /** The marks of all runners at this moment. */
  function marksAt(position) {
    return race.runners.map((runner, i) => {
      const place = placeAt(runner, position);
      const away = onMap(race.window, place.x, place.y) ? null : edgeTowards(view.layout, view.layout.x(place.x), view.layout.y(place.y));
      const color = theme.palette.racers[runner.racer];
      return { shape: runner.shape, color, chosen: i === chosen, pixels: view.paths[i], place, away };
    });
  }

  function draw() {
    if (!theme) return;
    if (!view) layOut();
    const { layout, lossLayout, mapMoving, lossMoving, scale } = view;
    if (!(mapMoving.width > 0)) return; // hidden, in a tab for example
    for (const { ctx, width, height } of [mapMoving, lossMoving]) ctx.clearRect(0, 0, width, height);
    const { position } = playback;
    const step = Math.floor(position + 1e-9);
    const marks = marksAt(position);
    const runner = race.runners[chosen];
    const shown = stepShown(runner, step);
    const arrows = shown === null || shown < step - 1 ? [] : stepArrows(race, layout, runner, shown, scale);
    const inOrder = [...marks.filter((mark) => !mark.chosen), marks[chosen]];
    drawRunners(mapMoving.ctx, layout, inOrder, arrows, { start: race.start, aim }, theme);
    drawLossCursor(lossMoving.ctx, lossLayout, inOrder, position, theme);
    write(step, marks);
  }

  /** Text and buttons, only when they change: each change costs a layout. */
  function write(step, marks) {
    const now = `${step} ${playback.state}`;
    if (now === written) return;
    written = now;
    panels.write(race, chosen, step, playback.state, marks.map(({ place }) => place));
    transport.update();
  }

  function setAim(next) {
    aim = next;
    if (race) panels.writeAim(race, aim);
    wake();
  }

  function aimWithKeys(event) {
    if (!race || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moved(race.window, aim ?? race.start, event.key, event.shiftKey);
    if (next) setAim(next);
    else if (event.key === 'Escape' && aim) setAim(null);
    else if (event.key === 'Enter' && aim) onStart(aim);
    else return;
    event.preventDefault(); // the arrow keys belong to the cross here, not to the film
  }

  function startAtPointer(event) {
    if (!view) return;
    const { layout } = view;
    const [x, y] = pointIn(map.box, event);
    const point = [layout.w1At(x), layout.w2At(y)];
    if (onMap(race.window, ...point)) onStart(inWindow(race.window, point));
  }

  return { show, choose, wake, refreshTheme, destroy };
}
