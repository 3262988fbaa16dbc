"""Where on the page the player draws a neuron, a weight, a penguin or a point of the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Locator, Page
from time_machine import PENGUINS, player

from nnviz.core.experiment import DEFAULT, Experiment

# What lies where is asked of the player's own layout: the tests are about what is found there.
MODULES = """
const base = performance.getEntriesByType('resource').map(({ name }) => name)
  .find((name) => name.endsWith('/network/player.js')).replace('network/player.js', '');
const load = (name) => import(`${base}${name}.js`);
const fontOf = (node) => getComputedStyle(node).getPropertyValue('--st-font').trim();
"""

DIAGRAM_SPOT = f"""async (canvas, {{ sizes, features, classes, wanted }}) => {{
  {MODULES}
  const {{ layoutDiagram, hitDiagram, neuronPlace }} = await load('network/layout_diagram');
  const {{ parameterMap }} = await load('model/network');
  const {{ textMeasure }} = await load('shared/surface');
  const measure = textMeasure(canvas.getContext('2d'), fontOf(canvas));
  const box = {{ width: canvas.clientWidth, height: canvas.clientHeight }};
  const layout = layoutDiagram(
    {{ ...box, sizes, features, outputs: classes, map: parameterMap(sizes), measure }});
  const place = (layer, index) => neuronPlace(layout, layer, index);
  if (wanted.kind === 'neuron') return place(wanted.layer, wanted.index);
  const [from, to] = [place(wanted.layer, wanted.from), place(wanted.layer + 1, wanted.to)];
  const same = (found) => found && Object.keys(wanted).every((key) => found[key] === wanted[key]);
  for (let part = 0.05; part < 1; part += 0.01) {{
    const [x, y] = [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)];
    const around = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]];
    if (around.every(([dx, dy]) => same(hitDiagram(layout, x + dx, y + dy)))) return {{ x, y }};
  }}
  throw new Error('that line is nowhere on top');
}}"""


def on_diagram(page: Page, experiment: Experiment, **wanted) -> tuple[float, float]:
    """Where a neuron (layer, index) or a weight (layer, from, to) of the diagram lies."""
    canvas = player(page).locator("canvas.diagram")
    features = [{"name": f.name, "unit": f.unit} for f in PENGUINS.features]
    spot = canvas.evaluate(
        DIAGRAM_SPOT,
        {
            "sizes": experiment.network.sizes,
            "features": features,
            "classes": PENGUINS.classes,
            "wanted": wanted,
        },
    )
    box = canvas.bounding_box()
    return box["x"] + spot["x"], box["y"] + spot["y"]


def neuron_spot(page: Page, layer: int, index: int, experiment=DEFAULT) -> tuple[float, float]:
    return on_diagram(page, experiment, kind="neuron", layer=layer, index=index)


def weight_spot(page: Page, layer: int, source: int, target: int) -> tuple[float, float]:
    wanted = {"kind": "weight", "layer": layer, "from": source, "to": target}
    return on_diagram(page, DEFAULT, **wanted)


MAP_LAYOUT = f"""
  {MODULES}
  const {{ layoutMap, hitMap }} = await load('network/layout_map');
  const {{ featurePlane, boundsOf, projectRows }} = await load('model/plane');
  const {{ textMeasure }} = await load('shared/surface');
  const measure = textMeasure(canvas.getContext('2d'), fontOf(canvas));
  const plane = featurePlane({{ features }}, {{ mean, std }}, across, up);
  const x = Float32Array.from(rows.flat());
  const bounds = boundsOf(plane, x, rows.length);
  const box = {{ width: canvas.clientWidth, height: canvas.clientHeight }};
  const layout = layoutMap({{ ...box, bounds, axes: plane.axes, measure }});
"""

# A mark that has the point above its centre to itself.
MARK_SPOT = f"""async (canvas, {{ features, mean, std, rows, across, up, wanted }}) => {{
  {MAP_LAYOUT}
  const points = projectRows(plane, x, rows.length, new Float32Array(2 * rows.length));
  const row = wanted.find((row) =>
    hitMap(layout, points, layout.x(points[2 * row]), layout.y(points[2 * row + 1])) === row);
  return {{ row, x: layout.x(points[2 * row]), y: layout.y(points[2 * row + 1]) }};
}}"""

# The colours of the map below some points, given in the features' units.
MAP_COLOURS = f"""async (canvas, {{ features, mean, std, rows, across, up, wanted }}) => {{
  {MAP_LAYOUT}
  const dots = canvas.width / canvas.clientWidth;
  const context = canvas.getContext('2d');
  return wanted.map(([s, t]) => {{
    const [left, top] = [layout.x(plane.axes[0].fromReal(s)), layout.y(plane.axes[1].fromReal(t))];
    return [...context.getImageData(Math.round(dots * left), Math.round(dots * top), 1, 1).data];
  }});
}}"""


def _of_map(experiment: Experiment, across: int, up: int, wanted) -> dict[str, object]:
    split = experiment.split()
    return {
        "features": [{"name": f.name, "unit": f.unit} for f in PENGUINS.features],
        "mean": split.mean.tolist(),
        "std": split.std.tolist(),
        "rows": split.standardise(PENGUINS.x).tolist(),
        "across": across,
        "up": up,
        "wanted": wanted,
    }


def map_marks(page: Page) -> Locator:
    return player(page).locator("canvas.map-marks")


def map_surface(page: Page) -> Locator:
    return player(page).locator("canvas.map-canvas:not(.map-marks)")


def mark_spot(page: Page, rows: Sequence[int]) -> tuple[int, float, float]:
    """The first of these penguins whose mark on the default map lies on top, and where."""
    canvas = map_marks(page)
    request = _of_map(DEFAULT, 2, 0, [int(row) for row in rows])
    spot = canvas.evaluate(MARK_SPOT, request)
    box = canvas.bounding_box()
    return spot["row"], box["x"] + spot["x"], box["y"] + spot["y"]


def map_colours(page: Page, points: Sequence[Sequence[float]]) -> np.ndarray:
    """The colours [n, 3] of the default map at points (flipper length, bill length)."""
    request = _of_map(DEFAULT, 2, 0, [list(map(float, point)) for point in points])
    return np.array(map_surface(page).evaluate(MAP_COLOURS, request))[:, :3]
