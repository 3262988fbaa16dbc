"""Where on the page the player draws a neuron, a weight, a penguin or a point of the map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Locator, Page
from time_machine import player

Spot = tuple[float, float]

# What lies where is asked of the player itself: the tests are about what is found there.
WHERE = "(player, thing) => player.whereIs(thing)"

# The colours of a canvas at some places of the window.
COLOURS = """(canvas, places) => {
  const box = canvas.getBoundingClientRect();
  const dots = canvas.width / canvas.clientWidth;
  const context = canvas.getContext('2d');
  return places.map(({ x, y }) => {
    const [left, top] = [Math.round(dots * (x - box.left)), Math.round(dots * (y - box.top))];
    return [...context.getImageData(left, top, 1, 1).data];
  });
}"""


# The page's head lies over what has been scrolled up.
BELOW_HEAD = """(player, y) => {
  const at = (name) => document.querySelector(`[data-testid=${name}]`);
  const [main, below] = [at('stMain'), at('stHeader').getBoundingClientRect().bottom];
  const hidden = Math.max(0, below + 10 - y);
  main.scrollBy({ top: -hidden, behavior: 'instant' });
  return hidden > 0;
}"""


def spot(page: Page, **thing) -> Spot | None:
    """Where a thing lies in the window; None where it is not drawn, or lies below another."""
    place = player(page).evaluate(WHERE, thing)
    if place and player(page).evaluate(BELOW_HEAD, place["y"]):
        place = player(page).evaluate(WHERE, thing)
    return (place["x"], place["y"]) if place else None


def neuron_spot(page: Page, layer: int, index: int) -> Spot:
    found = spot(page, kind="neuron", layer=layer, index=index)
    assert found, f"neuron {index} of layer {layer} is not drawn"
    return found


def weight_spot(page: Page, layer: int, source: int, target: int) -> Spot:
    wanted = {"kind": "weight", "layer": layer, "from": source, "to": target}
    found = spot(page, **wanted)
    assert found, f"that line is nowhere on top: {wanted}"
    return found


def map_marks(page: Page) -> Locator:
    return player(page).locator("canvas.map-marks")


def map_surface(page: Page) -> Locator:
    return player(page).locator("canvas.map-canvas:not(.map-marks)")


def mark_spot(page: Page, rows: Sequence[int]) -> tuple[int, float, float]:
    """The first of these penguins whose mark on the map lies on top, and where."""
    for row in map(int, rows):
        if found := spot(page, kind="row", row=row):
            return row, *found
    raise AssertionError("other marks lie on top of all of them")


def map_colours(page: Page, points: Sequence[Sequence[float]]) -> np.ndarray:
    """The colours [n, 3] of the map at points, given in the units of its axes (across, up)."""
    wanted = [{"kind": "point", "values": list(map(float, point))} for point in points]
    places = [player(page).evaluate(WHERE, thing) for thing in wanted]
    return np.array(map_surface(page).evaluate(COLOURS, places))[:, :3]
