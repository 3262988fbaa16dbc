"""The loss on a plane through the parameters of a network, with the paths of runs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import number, written
from nnviz.figures.axes import power_of_ten
from nnviz.figures.frame import faint, framed, ground, paled
from nnviz.figures.laps import look

if TYPE_CHECKING:
    from nnviz.study.projection import Plane, Surface, Trace


LEVELS = 4
"""Contours to a factor of ten of the loss."""


def projection(
    on: Plane, surface: Surface, traces: Sequence[Trace], labels: Sequence[str], palette: Mapping
) -> go.Figure:
    """Contours of the training loss at logarithmic levels, and one path per trace.

    The first trace spans the plane. `labels` name the paths.
    """
    figure = go.Figure()
    figure.add_trace(_contours(surface, palette))
    for index, (trace, label) in enumerate(zip(traces, labels, strict=True)):
        _path(figure, trace, label, palette, own=index == 0)
    for axis, direction, ends in (
        (figure.update_xaxes, 0, surface.x),
        (figure.update_yaxes, 1, surface.y),
    ):
        share = 100 * on.explained[direction]
        axis(
            title_text=f"direction {direction + 1} ({share:.1f} % of variance)",
            range=[float(ends[0]), float(ends[-1])],
            showgrid=False,
            zeroline=False,
        )
    return framed(figure, palette, height=580)


def _contours(surface: Surface, palette: Mapping) -> go.Contour:
    logs = np.log10(np.maximum(surface.loss, 1e-12))
    logs = np.where(np.isfinite(logs), logs, np.nan)
    low, high = float(np.nanmin(logs)), float(np.nanmax(logs))
    powers = np.arange(np.ceil(low), np.floor(high) + 1)
    ticks = powers if len(powers) > 1 else np.array([low, high])
    return go.Contour(
        x=surface.x,
        y=surface.y,
        z=logs,
        customdata=written(surface.loss, 4),
        colorscale=paled(palette, 0.6),
        zmin=low,
        zmax=high,
        contours={
            "start": np.floor(low),
            "end": np.ceil(high),
            "size": 1 / LEVELS,
            "coloring": "heatmap",
        },
        line={"width": 0.6, "color": faint(palette["series"]["train"], 0.5)},
        colorbar={
            "title": {"text": "training loss", "side": "top"},
            "tickvals": ticks,
            "ticktext": [power_of_ten(tick) for tick in ticks],
            "orientation": "h",
            "x": 0.5,
            "y": 1,
            "yanchor": "bottom",
            "thickness": 12,
            "len": 1,
        },
        hovertemplate="loss on the plane: %{customdata}<extra></extra>",
    )


def _path(figure: go.Figure, trace: Trace, label: str, palette: Mapping, own: bool) -> None:
    style = look(trace.racer, palette)
    name = f"{trace.optimizer}, η = {number(trace.training.learning_rate, 4)}"
    hover = (
        f"{name}<br>epoch %{{customdata[0]}}: training loss %{{customdata[1]}}"
        "<br>the plane shows %{customdata[2]} here<extra></extra>"
    )
    numbers = np.column_stack([trace.epochs, written(trace.loss, 4), written(trace.shown, 4)])
    line = {"color": style["color"], "dash": style["dash"], "width": 4 if own else 2.5}
    x, y = trace.points.T
    figure.add_scatter(
        x=x,
        y=y,
        customdata=numbers,
        legendgroup=label,
        showlegend=False,
        mode="lines",
        line=line,
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=x[[0, -1]],
        y=y[[0, -1]],
        customdata=numbers[[0, -1]],
        legendgroup=label,
        showlegend=False,
        mode="markers",
        marker={
            "symbol": ["circle-open", style["symbol"]],
            "size": [12, 14],
            "color": style["color"],
            "line": {"width": [3, 1.5], "color": [style["color"], palette["series"]["train"]]},
        },
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=[None],
        y=[None],
        name=label,
        legendgroup=label,
        mode="lines+markers",
        line=line,
        marker={"symbol": style["symbol"], "size": 10, "color": style["color"]},
    )
    if own:
        _label(figure, "start", trace.points[0], trace.points[1], palette)
        _label(figure, "end", trace.points[-1], trace.points[-2], palette)


def _label(
    figure: go.Figure, text: str, at: np.ndarray, neighbour: np.ndarray, palette: Mapping
) -> None:
    """A word beside a point of a path, on the side to which the path does not go."""
    above = at[1] >= neighbour[1]
    figure.add_annotation(
        text=text,
        x=at[0],
        y=at[1],
        yshift=20 if above else -20,
        showarrow=False,
        font={"color": palette["series"]["train"]},
        bgcolor=ground(palette),
    )
