// What the player shows at one moment, redrawn only when that changes.

import { captionRow, captionScales, captionSelection, setText } from './captions.js';
import { fitCanvas, textMeasure } from './surface.js';
import { drawDiagram } from './draw_diagram.js';
import { createImages, drawMatrices } from './draw_matrices.js';
import { lastEpoch, paramsAt, rowAt } from './history.js';
import { createClock } from './motion.js';
import { layoutDiagram } from './layout_diagram.js';
import { layoutMatrices } from './layout_matrices.js';
import { biasAt, forward, parameterMap, probabilities } from './network.js';
import { featuresOf, groupRows } from './penguins.js';
import { createPointing } from './pointing.js';
import { element } from './stage.js';
import { describe } from './summary.js';
import { onThemeChange, readTheme } from './theme.js';
import { createTimeline } from './timeline.js';

const ACTIVATION_CLAMP = 2;
const STACKED_BELOW = 700; // CSS pixels, as in player.css

/**
 * @param {object} stage from createStage
 * @param {import('./playback.js').Playback} playback
 * @param {object} transport from createTransport
 * @returns {{show, wake, refreshTheme, destroy}}
 */
export function createScene(stage, playback, transport) {
  const { section, readout, fill } = stage;
  let header = null;
  let history = null;
  let rows = null; // the data rows of the block: x, y, test, mean, std
  let map = null;
  let theme = null;
  let shownRow = -1;
  let groupsKey = '';
  let shownScales = '';
  const surfaces = { diagram: null, matrices: null };
  const layouts = { diagram: null, matrices: null };
  let images = [];
  const dirty = { size: true, curves: true, frame: true };
  const { wake, stop } = createClock(frame);
  let lastSummary = -Infinity;

  const timeline = createTimeline(stage, {
    onDragStart: () => {
      playback.pause();
      wake();
    },
    onSeek: (epoch) => {
      playback.seek(epoch);
      wake();
    },
  });
  const pointing = createPointing(stage, layouts, () => header, () => {
    dirty.frame = true;
    wake();
  });

  section.addEventListener('keydown', (event) => transport.handleKey(event));
  fill.what.addEventListener('change', refresh);
  fill.who.addEventListener('change', refresh);
  onThemeChange(section, refreshTheme);
  const resizes = new ResizeObserver(() => {
    dirty.size = true;
    wake();
  });
  for (const canvas of [stage.diagram, stage.matrices, stage.slider]) resizes.observe(canvas);

  function refresh() {
    dirty.frame = true;
    wake();
  }

  function refreshTheme() {
    if (!header) return;
    theme = readTheme(section, header.palette);
    section.style.setProperty('--muted', theme.muted);
    dirty.size = true; // another font has other widths
    wake();
  }

  /** Show a block that has been merged into the history. */
  function show(nextHeader, arrays, nextHistory, newRun) {
    header = nextHeader;
    history = nextHistory;
    rows = arrays;
    map = parameterMap(header.sizes);
    if (newRun) pointing.clear();
    fillPenguinSelect();
    theme ??= readTheme(section, header.palette);
    if (newRun) refreshTheme();
    dirty.curves = true;
    dirty.frame = true;
    wake();
  }

  function fillPenguinSelect() {
    const groups = groupRows(header, rows.y.data, rows.test.data);
    const key = JSON.stringify(groups);
    if (key === groupsKey) return;
    groupsKey = key;
    fill.who.replaceChildren(...groups.map(({ label, options }) =>
      element('optgroup', '', { label }, options.map((option) => element('option', '', { value: option.row }, [option.label])))));
  }

  function relayout() {
    surfaces.diagram = fitCanvas(stage.diagram);
    stage.matrices.style.height = '';
    const room = { width: stage.matrices.clientWidth, height: stage.matrices.clientHeight };
    const measure = textMeasure(surfaces.diagram.ctx, theme.font);
    const outputs = Array.from({ length: header.sizes.at(-1) }, (_, k) => header.classes[k] ?? `output ${k + 1}`);
    const { sizes, features } = header;
    layouts.diagram = layoutDiagram({ ...surfaces.diagram, sizes, features, outputs, map, measure });
    layouts.matrices = layoutMatrices({ ...room, sizes, measure });
    // Below one another, the matrices take only the height they need.
    if (section.clientWidth < STACKED_BELOW) stage.matrices.style.height = `${Math.ceil(layouts.matrices.height)}px`;
    surfaces.matrices = fitCanvas(stage.matrices);
    images = createImages(layouts.matrices.matrices);
    timeline.resize(header);
  }

  function activationsAt(params) {
    const row = Number(fill.who.value || 0);
    const layers = forward(header.sizes, header.activation, params, featuresOf(rows.x, row));
    return { layers, chances: probabilities(layers.at(-1)) };
  }

  /** All that the pictures show at one row. */
  function sceneAt(row) {
    const params = paramsAt(history, row);
    const isActivation = fill.what.value === 'activation';
    const { selection } = pointing;
    const { layers, chances } = isActivation ? activationsAt(params) : { layers: null, chances: null };
    const value = isActivation
      ? (layer, index) => layers[layer][index]
      : (layer, index) => (layer === 0 ? null : params[biasAt(map, layer, index)]);
    return {
      params, map, selection, layers, chances,
      clamp: header.weight_clamp,
      anyNonFinite: !params.every(Number.isFinite),
      fill: { isActivation, clamp: isActivation ? ACTIVATION_CLAMP : header.weight_clamp, value },
    };
  }

  function drawFrame(row) {
    const scene = sceneAt(row);
    const choice = { row: Number(fill.who.value || 0), who: fill.who.selectedOptions[0]?.textContent ?? '', rows };
    drawDiagram(surfaces.diagram.ctx, layouts.diagram, scene, header, theme);
    drawMatrices(surfaces.matrices.ctx, layouts.matrices, images, scene, theme, surfaces.matrices);
    captionRow(stage, header, history, row);
    captionSelection(stage, header, scene, choice);
    const scales = [scene.fill.isActivation, choice.who, scene.anyNonFinite, theme.background, theme.text, scene.clamp].join();
    if (scales === shownScales) return;
    shownScales = scales;
    captionScales(stage, header, scene, choice.who, theme);
  }

  function updateState(row, time) {
    section.dataset.trained = lastEpoch(history);
    section.dataset.epochs = header.epochs;
    if (section.dataset.state !== playback.state) {
      section.dataset.state = playback.state;
      transport.update();
      stage.pointed.setAttribute('aria-live', playback.playing ? 'off' : 'polite');
    }
    if (playback.state === 'playing' && time - lastSummary < 1000) return;
    lastSummary = time;
    setText(stage.summary, describe(header, history, row, { map, params: paramsAt(history, row) }));
  }

  function frame(seconds, time) {
    if (!header || !section.isConnected || stage.diagram.clientWidth === 0) return false;
    playback.tick(seconds);
    const row = rowAt(history, playback.position);
    const sized = dirty.size;
    if (sized) relayout();
    if (sized || dirty.curves) timeline.redraw(header, history, theme);
    timeline.moveCursor(playback.position, theme);
    if (sized || dirty.frame || row !== shownRow) drawFrame(row);
    shownRow = row;
    dirty.size = dirty.curves = dirty.frame = false;
    updateState(row, time);
    return playback.state === 'playing';
  }

  function destroy() {
    stop();
    resizes.disconnect();
    header = null;
  }

  return { show, wake, refreshTheme, destroy };
}
