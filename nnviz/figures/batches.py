"""Batches: how far their losses scatter, how training goes with them, how long rows take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import number, written
from nnviz.figures.axes import decades, log_axis
from nnviz.figures.frame import framed

if TYPE_CHECKING:
    from nnviz.study.batches import BatchLosses
    from nnviz.study.timing import Times


DASHES = ("dot", "dash", "solid")
SYMBOLS = ("circle", "square", "diamond")


def strips(
    names: Sequence[str], records: Sequence[BatchLosses], unit: str, palette: Mapping
) -> go.Figure:
    """Every batch's loss as a point, one strip per batch size, and the loss of all rows as a line.

    The bar in each strip reaches the noise of such a batch to either side; a last batch of fewer
    rows is drawn hollow.
    """
    figure = go.Figure()
    mean = records[0].mean
    figure.add_vline(mean, line={"color": palette["series"]["train"], "dash": "dash", "width": 1})
    for index, (name, record) in enumerate(zip(names, records, strict=True)):
        color, height = palette["racers"][1 + index], -index
        count, symbol = len(record.losses), SYMBOLS[index % len(SYMBOLS)]
        hollow = [f"{symbol}-open"] * (count - len(record.full))
        figure.add_scatter(
            x=record.losses,
            # Spread over the strip, evenly and the same at every drawing.
            y=height + 0.5 * ((np.arange(count) * 0.618 + 0.5) % 1 - 0.5),
            mode="markers",
            name=name,
            marker={
                "color": color,
                "symbol": [symbol] * len(record.full) + hollow,
                "size": 7 if count > 30 else 10,
                "opacity": 0.5 if count > 30 else 0.9,
            },
            text=written(record.losses),
            hovertemplate=f"{name}: a batch's loss is " + "%{text}<extra></extra>",
        )
        figure.add_scatter(
            x=[max(mean - record.noise, 0), mean + record.noise],
            y=[height - 0.36] * 2,
            mode="lines",
            line={"color": color, "width": 5},
            showlegend=False,
            hovertemplate=f"{name}: {number(mean)} ± {number(record.noise)}<extra></extra>",
        )
    title = f"loss of one batch ({unit})" if unit else "loss of one batch"
    most = max(float(record.losses.max()) for record in records)
    figure.update_xaxes(title=title, range=[-0.02 * most, 1.04 * most], zeroline=False)
    figure.update_yaxes(
        tickvals=[-index for index in range(len(names))],
        ticktext=list(names),
        range=[-len(names) + 0.5, 0.5],
        showgrid=False,
        zeroline=False,
    )
    return framed(figure, palette, 330).update_layout(showlegend=False)


def training(
    names: Sequence[str],
    x: Sequence[np.ndarray],
    losses: Sequence[np.ndarray],
    x_title: str,
    unit: str,
    palette: Mapping,
) -> go.Figure:
    """Training loss over x, epochs or seconds, one curve per batch size."""
    figure = go.Figure()
    start = max(float(loss[0]) for loss in losses)
    low, high = decades(*losses, high=100 * start)
    for index, (name, at, loss) in enumerate(zip(names, x, losses, strict=True)):
        finite = np.isfinite(loss)
        figure.add_scatter(
            x=at,
            y=np.where(finite, loss, np.nan),
            mode="lines",
            name=name + _end(loss),
            line={"color": palette["racers"][1 + index], "dash": DASHES[index], "width": 2.5},
            text=written(loss),
            hovertemplate=f"{name}, {x_title} " + "%{x:.3g}: %{text}<extra></extra>",
        )
    most = max(float(at[-1]) for at in x)
    figure.update_xaxes(title=x_title, range=[0, 1.02 * most or 1])
    figure.update_yaxes(log_axis(f"training loss ({unit})" if unit else "training loss", low, high))
    return framed(figure, palette, 360)


def _end(loss: np.ndarray) -> str:
    """Why a curve on a logarithmic axis ends early, if it does."""
    if not np.isfinite(loss).all():
        return " (diverged)"
    return " (reaches 0)" if loss.min() == 0 else ""


def per_row(times: Times, palette: Mapping) -> go.Figure:
    """Microseconds per row over the number of rows n: one by one, as one matrix, on a GPU."""
    ways = {
        "CPU, row after row": (times.loop, "gradient", "dot", "circle"),
        "CPU, one matrix": (times.matrix, "test", "solid", "square"),
    }
    if times.gpu is not None:
        ways["GPU, one matrix"] = (times.gpu, "train", "dash", "diamond")
    colors = palette["series"] | {"gradient": palette["gradient"]}
    figure = go.Figure()
    shown = {name: 1e6 * seconds / times.rows for name, (seconds, *_) in ways.items()}
    for name, (_, color, dash, symbol) in ways.items():
        figure.add_scatter(
            x=times.rows,
            y=shown[name],
            mode="lines+markers",
            name=name,
            line={"color": colors[color], "dash": dash, "width": 2.5},
            marker={"symbol": symbol, "size": 9},
            hovertemplate=f"{name}: " + "%{x} rows, %{y:.3g} µs each<extra></extra>",
        )
    if times.crossing is not None:
        figure.add_vline(
            times.crossing, line={"color": colors["train"], "dash": "dash", "width": 1}
        )
    figure.update_xaxes(log_axis("rows at a time n", 0.8, 1.25 * float(times.rows[-1])))
    figure.update_yaxes(log_axis("time per row (µs)", *decades(*shown.values())))
    return framed(figure, palette, 380)
