"""The schedules: the learning rate of each epoch, and what it does to the training loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import written
from nnviz.figures.axes import decades, log_axis
from nnviz.figures.frame import framed

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
PALE = 0.8


def rates(names: Sequence[str], values: np.ndarray, chosen: int, palette: Mapping) -> go.Figure:
    """η [R, E] in each epoch for R schedules of these names; the chosen one is drawn strong."""
    figure = go.Figure()
    epochs = values.shape[1]
    for index in _strong_last(names, chosen):
        _curve(figure, np.arange(1, epochs + 1), values[index], names, index, chosen, palette)
    figure.update_traces(hovertemplate="in epoch %{x}: η = %{text}")
    figure.update_xaxes(title="epoch", range=[0, epochs + 1 if epochs == 1 else epochs])
    top = float(values.max())
    figure.update_yaxes(title="learning rate η", range=[0, 1.05 * top], exponentformat="power")
    return framed(figure, palette, 380)


def losses(
    names: Sequence[str],
    epochs: np.ndarray,
    loss: np.ndarray,
    chosen: int,
    unit: str,
    palette: Mapping,
) -> go.Figure:
    """Training loss [rows, R] over epochs [rows]; where a run diverged its curve ends in a cross.

    The axis does not cover what lies far above the start.
    """
    figure = go.Figure()
    low, high = decades(loss, high=100 * float(loss[0].max()))
    for index in _strong_last(names, chosen):
        curve = loss[:, index]
        finite = np.isfinite(curve)
        _curve(figure, epochs, np.where(finite, curve, np.nan), names, index, chosen, palette)
        if not finite.all():
            end = int(np.argmin(finite))
            figure.add_scatter(
                x=[epochs[end]],
                y=[high],
                mode="markers",
                marker={"symbol": "x", "size": 11, "color": palette["diverged"]},
                name=f"{names[index]}: diverged",
                hovertemplate="epoch %{x}: the loss is not finite",
                cliponaxis=False,
            )
    figure.update_traces(
        hovertemplate="epoch %{x}: training loss %{text}", selector={"mode": "lines"}
    )
    figure.update_xaxes(title="epoch", range=[0, float(epochs[-1]) or 1])
    title = f"training loss ({unit})" if unit else "training loss"
    figure.update_yaxes(log_axis(title, low, high))
    return framed(figure, palette, 380)


def _strong_last(names: Sequence[str], chosen: int) -> list[int]:
    """The order of drawing: the chosen curve lies on top."""
    return sorted(range(len(names)), key=lambda index: index == chosen)


def _curve(
    figure: go.Figure,
    x: np.ndarray,
    y: np.ndarray,
    names: Sequence[str],
    index: int,
    chosen: int,
    palette: Mapping,
) -> None:
    colors = palette["racers"]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines" if len(x) > 1 else "markers",
        text=written(y, 4),
        name=names[index],
        legendrank=index,
        opacity=1 if index == chosen else PALE,
        line={
            "color": colors[index % len(colors)],
            "dash": DASHES[index % len(DASHES)],
            "width": 4 if index == chosen else 2,
        },
    )
