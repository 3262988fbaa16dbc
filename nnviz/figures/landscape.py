"""A landscape in three dimensions, with the paths walked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import number, written
from nnviz.figures.frame import paled

if TYPE_CHECKING:
    from nnviz.terrain.descent import Path
    from nnviz.terrain.landscapes import Landscape, Relief


LIFT = 0.012
"""Paths stand this fraction of the height above the ground, which would hide half of each line."""

TICKS = 6
MARKS, MARK, END = 4, 11, 18
"""How many marks each walk has, the last one at its end; their size, and that of the last."""

# As `laps.look` has them, as far as three dimensions know these marks.
SYMBOLS = ("circle", "square", "circle-open", "diamond", "cross", "x", "diamond-open")

Walk = tuple[str, int, "Path"]
"""The name of a path, the index of its colour among the racers, and the path."""


def surface(
    landscape: Landscape, relief: Relief, walks: Sequence[Walk], palette: Mapping
) -> go.Figure:
    """The ground, as high as the loss in contour levels, and the part of each walk over the map.

    Where the levels are evenly spaced these are the true heights; the axis says so where they are
    not. Losses above the last level are drawn as a plain at the top.
    """
    top = float(relief.height.max())
    figure = go.Figure(_ground(landscape, relief, top, palette))
    for name, racer, path in walks:
        figure.add_trace(_line(landscape, name, path, top, racer, palette))
    (left, right), (front, back) = landscape.window
    text = {"color": palette["series"]["train"], "size": 12}
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "color": text["color"], "zeroline": False}
    axis["gridcolor"] = "rgba(128,128,128,0.35)"
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        font=text,
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "itemsizing": "constant"},
        scene={
            "xaxis": axis | {"title": "weight w₁", "range": [left, right]},
            "yaxis": axis | {"title": "weight w₂", "range": [front, back]},
            "zaxis": axis | {"range": [0, (1 + 2 * LIFT) * top]} | _height_axis(landscape, top),
            "aspectratio": {"x": 1.05, "y": 0.9, "z": 0.55},
            "camera": {"eye": {"x": -0.75, "y": -1.35, "z": 1.5}, "center": {"z": -0.1}},
        },
    )
    return figure


def _ground(landscape: Landscape, relief: Relief, top: float, palette: Mapping) -> go.Surface:
    colours = paled(palette, 0.45)
    lines = {"show": True, "start": 1, "end": len(landscape.levels), "size": 1, "width": 1}
    return go.Surface(
        x=relief.x,
        y=relief.y,
        z=relief.height,
        text=written(relief.loss, 4),
        hovertemplate="w₁ %{x:.3g}, w₂ %{y:.3g}: loss %{text}<extra></extra>",
        colorscale=[[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)],
        cmin=0,
        cmax=top,
        showscale=False,
        contours={"z": lines | {"color": palette["series"]["train"]}},
        lighting={"ambient": 0.8, "diffuse": 0.5, "specular": 0.05},
    )


def _line(
    landscape: Landscape, name: str, path: Path, top: float, racer: int, palette: Mapping
) -> go.Scatter3d:
    """A walk where it is on the map, with marks on its way; it is broken where it leaves."""
    colour = palette["racers"][racer % len(palette["racers"])]
    hover = f"{name}, step %{{customdata[0]}}: loss %{{customdata[1]}}<extra></extra>"
    seen = np.array([landscape.contains(x, y) for x, y in path.w])
    x, y = np.where(seen, path.w.T, np.nan)
    height = np.where(seen, landscape.height(path.loss) + LIFT * top, np.nan)
    return go.Scatter3d(
        x=x,
        y=y,
        z=height,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 6},
        marker={
            "color": colour,
            "symbol": SYMBOLS[racer % len(SYMBOLS)],
            "size": _sizes(path, seen),
        },
        customdata=np.column_stack([np.arange(len(path.loss)), written(path.loss, 4)]),
        hovertemplate=hover,
    )


def _sizes(path: Path, seen: np.ndarray) -> np.ndarray:
    """Of a walk's marks, by step, 0 where there is none; the last place on the map has the largest.

    The others divide the way into equal lengths.
    """
    steps = np.flatnonzero(seen)
    lengths = np.linalg.norm(np.diff(path.w[steps], axis=0, prepend=path.w[steps[:1]]), axis=1)
    way = np.cumsum(lengths)
    sizes = np.zeros(len(seen))
    sizes[steps[np.searchsorted(way, way[-1] * np.arange(1, MARKS) / MARKS)]] = MARK
    sizes[steps[-1]] = END
    return sizes


def _height_axis(landscape: Landscape, top: float) -> dict:
    """Ticks at contour levels, named by their losses."""
    shown = [level for level in range(len(landscape.levels) + 1) if level <= top]
    every = -(-len(shown) // TICKS)
    losses = (0.0, *landscape.levels)
    even = bool(np.allclose(np.diff(losses), losses[1]))
    return {
        "title": "loss" if even else "loss (not to scale)",
        "tickvals": shown[::every],
        "ticktext": [number(losses[level]) for level in shown[::every]],
    }
