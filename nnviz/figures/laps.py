"""The optimizers' laps on a dataset: training loss over epochs, and over wall time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import number, written
from nnviz.figures.axes import log_axis
from nnviz.figures.frame import framed

if TYPE_CHECKING:
    from nnviz.study.laps import Lap


# One per optimizer, in the order of their registry, as the palette's racers are.
DASHES = ("solid", "dash", "dot", "solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "triangle-up", "diamond", "cross", "star", "pentagon")

CEILING = 3.0
"""The loss axis ends at this multiple of the initial loss."""

FLOOR = 1e-8
"""The loss axis goes no lower: float32 losses are noise there."""


def look(racer: int, palette: Mapping) -> dict[str, str]:
    """Colour, dash and marker symbol of the optimizer at this place of its registry."""
    return {
        "color": palette["racers"][racer % len(palette["racers"])],
        "dash": DASHES[racer % len(DASHES)],
        "symbol": SYMBOLS[racer % len(SYMBOLS)],
    }


def loss_range(losses: Sequence[np.ndarray]) -> tuple[float, float]:
    """The ends of a logarithmic loss axis, each a power of ten or `CEILING` × the initial loss.

    `losses` are curves that begin with the initial loss; values that are not finite or not above 0
    are passed over. Whole powers keep the axis still while curves grow.
    """
    values = np.concatenate(losses)
    values = values[np.isfinite(values) & (values > 0)]
    start = max(float(loss[0]) for loss in losses)
    low = max(float(values.min()), FLOOR)
    return 10.0 ** np.floor(np.log10(low)), CEILING * start


def over_epochs(laps: Sequence[Lap], goal: float, palette: Mapping) -> go.Figure:
    """Training loss over epochs, one curve per lap, and a line at the loss that is the goal."""
    figure = _curves(laps, [lap.epochs for lap in laps], "epoch %{x}", goal, palette)
    figure.update_xaxes(title_text="epoch", range=[0, laps[0].training.epochs])
    return figure


def over_time(laps: Sequence[Lap], goal: float, palette: Mapping) -> go.Figure:
    """The same over the seconds that training has taken."""
    figure = _curves(laps, [lap.seconds for lap in laps], "%{x:.3g} s", goal, palette)
    longest = max(float(lap.seconds[-1]) for lap in laps)
    figure.update_xaxes(title_text="wall time (s)", range=[0, 1.02 * longest])
    return figure


def _curves(
    laps: Sequence[Lap],
    positions: Sequence[np.ndarray],
    where: str,
    goal: float,
    palette: Mapping,
) -> go.Figure:
    figure = go.Figure()
    for lap, x in zip(laps, positions, strict=True):
        _curve(figure, lap, x, where, palette)
    low, high = loss_range([lap.curves.train_loss for lap in laps])
    text = palette["series"]["train"]
    line = {"color": text, "width": 1, "dash": "dot"}
    figure.add_shape(
        type="line", xref="paper", x0=0, x1=1, y0=goal, y1=goal, line=line, layer="below"
    )
    # In the legend, not beside the line: there it would lie on the curves.
    figure.add_scatter(x=[None], y=[None], mode="lines", line=line, name=f"loss {goal:g}")
    figure.update_yaxes(log_axis("training loss", low, high))
    return framed(figure, palette, height=430)


def _curve(figure: go.Figure, lap: Lap, x: np.ndarray, where: str, palette: Mapping) -> None:
    """A lap's curve with a few markers on it, and a cross where it diverged."""
    style, label = look(lap.racer, palette), lap.optimizer
    name = f"{label}, η = {number(lap.training.learning_rate, 4)}"
    loss = np.where(np.isfinite(lap.curves.train_loss), lap.curves.train_loss, np.nan)
    line = {"color": style["color"], "dash": style["dash"], "width": 2}
    marker = {"symbol": style["symbol"], "size": 8, "color": style["color"]}
    figure.add_scatter(
        x=x,
        y=loss,
        legendgroup=label,
        showlegend=False,
        mode="lines",
        line=line,
        text=written(loss),
        hovertemplate=f"{name}<br>{where}: training loss %{{text}}<extra></extra>",
    )
    marked = np.linspace(0, len(x) - 1, 6).astype(int)[1:]
    figure.add_scatter(
        x=x[marked],
        y=loss[marked],
        legendgroup=label,
        mode="markers",
        marker=marker,
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[None],
        y=[None],
        name=label,
        legendgroup=label,
        mode="lines+markers",
        line=line,
        marker=marker,
    )
    if lap.diverged_at is not None:
        last = np.flatnonzero(np.isfinite(loss))[-1]
        figure.add_scatter(
            x=x[[last]],
            y=loss[[last]],
            legendgroup=label,
            showlegend=False,
            mode="markers",
            marker={"symbol": "x", "size": 12, "color": palette["diverged"]},
            hovertemplate=f"{name}<br>diverged at epoch {lap.diverged_at}<extra></extra>",
        )
