"""The loss after one step of every length, and the range test beside the sweep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import number, written
from nnviz.figures.axes import log_axis
from nnviz.figures.frame import framed

if TYPE_CHECKING:
    from nnviz.study.ruler import Ruler, Suggestion
    from nnviz.study.sweep import Sweep


ROOM = 1.6
"""The range test's loss axis ends at this multiple of the first loss."""

ABOVE = 0.9
"""The ruler's loss axis ends above the start by this multiple of what the best step gains."""


def ruler(record: Ruler, unit: str, palette: Mapping) -> go.Figure:
    """L(w − η g) over η, with marks for this step, the best one, and where it is too big.

    The loss axis covers the dip; what leaves it at the top is drawn there as an open triangle.
    """
    low, high = _ends(record)
    inside = np.where(np.isfinite(record.loss), record.loss, np.inf)
    eta, train, wrong = record.learning_rates, palette["series"]["train"], palette["diverged"]
    figure = go.Figure()
    if record.edge is not None:
        figure.add_vrect(record.edge, eta[-1], fillcolor=wrong, opacity=0.1, line_width=0)
    if np.isfinite(record.curvature):
        figure.add_scatter(
            x=eta,
            y=_cut(record.parabola, high),
            name="the parabola of slope and curvature",
            line={"color": palette["series"]["test"], "dash": "dot", "width": 2},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=eta[[0, -1]],
        y=[record.start] * 2,
        mode="lines",
        name="loss before the step",
        line={"color": train, "dash": "dash", "width": 1},
        hovertemplate=f"before the step: {number(record.start, 5)}<extra></extra>",
    )
    figure.add_scatter(
        x=eta,
        y=_cut(inside, high),
        name="loss after a step of η",
        line={"color": train, "width": 2.5},
        customdata=np.column_stack([written(eta), written(record.loss, 5)]),
        hovertemplate="a step of η = %{customdata[0]} ends at %{customdata[1]}<extra></extra>",
    )
    here = record.learning_rate or eta[0]  # a schedule may have shrunk it to 0
    _mark(figure, here, record.here, high, "this step", "circle", train)
    if record.best is not None:
        good = palette["activation"]["positive"]
        _mark(figure, record.best, record.best_loss, high, "best single step", "diamond", good)
    if record.edge is not None:
        _mark(figure, record.edge, record.start, high, "too big from", "x", wrong)
    ends = np.log10([min(eta[0], here), max(eta[-1], here)])
    figure.update_xaxes(log_axis("learning rate η of one step", *10.0**ends))
    title = f"training loss ({unit})" if unit else "training loss"
    figure.update_yaxes(title=title, range=[low, high], zeroline=False)
    return framed(figure, palette, 440)


def _ends(record: Ruler) -> tuple[float, float]:
    """The ends of the loss axis: the dip, and as much above the start."""
    gain = record.start - record.best_loss
    if not gain > 0:
        gain = abs(record.start) or 1.0
    return record.start - 1.15 * gain, record.start + ABOVE * gain


def _cut(loss: np.ndarray, high: float) -> np.ndarray:
    """The loss with gaps where it is far above the axis: a line drawn to infinity is none."""
    return np.where(loss <= 1e3 * abs(high), loss, np.nan)


def _mark(
    figure: go.Figure, eta: float, loss: float, high: float, name: str, symbol: str, color: str
) -> None:
    """One marker and its entry in the legend, at the top of the axis where the loss is above."""
    outside = not loss <= high
    figure.add_scatter(
        x=[eta],
        y=[high if outside else loss],
        mode="markers",
        name=f"{name} η = {number(eta)}",
        marker={
            "symbol": "triangle-up-open" if outside else symbol,
            "size": 13,
            "color": color,
            "line": {"width": 2 if outside else 0, "color": color},
        },
        cliponaxis=False,
        hovertemplate=f"{name}: η = {number(eta)} ends at {number(loss, 5)}<extra></extra>",
    )


def range_test(
    learning_rates: np.ndarray,
    loss: np.ndarray,
    found: Suggestion,
    sweep: Sweep | None,
    unit: str,
    palette: Mapping,
) -> go.Figure:
    """The training loss [E] of a run whose η [E] grows, over η; and the sweep's final losses.

    The loss axis is linear, as is the fall that the test looks for. Epochs and rates that diverged
    are crosses at the top.
    """
    final = np.median(sweep.final_loss, axis=1) if sweep else np.array([])
    high = ROOM * (float(loss[0]) if np.isfinite(loss[0]) else 1.0)
    train, test, wrong = *(palette["series"][k] for k in ("train", "test")), palette["diverged"]
    figure = go.Figure()
    if sweep:
        figure.add_scatter(
            x=sweep.learning_rates,
            y=_cut(final, high),
            mode="lines",
            name="sweep: final loss of a whole run at η",
            line={"color": test, "dash": "dash", "width": 2},
            customdata=np.column_stack([written(sweep.learning_rates), written(final)]),
            hovertemplate="a whole run at η = %{customdata[0]} ends at %{customdata[1]}"
            "<extra></extra>",
        )
        _crosses(figure, sweep.learning_rates[~np.isfinite(final)], high, "sweep: diverged", test)
    figure.add_scatter(
        x=learning_rates,
        y=_cut(loss, high),
        mode="markers",
        name="range test: after each epoch",
        marker={"color": train, "size": 5, "opacity": 0.5},
        customdata=np.column_stack([written(learning_rates), written(loss)]),
        hovertemplate="epoch %{pointNumber}, η = %{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    figure.add_scatter(
        x=learning_rates,
        y=_cut(found.smoothed, high),
        mode="lines",
        name="range test: mean of five epochs",
        line={"color": train, "width": 2.5},
        hoverinfo="skip",
    )
    _crosses(figure, learning_rates[~np.isfinite(loss)], high, "range test: diverged", wrong)
    if found.steepest is not None:
        at = float(np.interp(found.steepest, learning_rates, found.smoothed))
        good = palette["activation"]["positive"]
        _mark(figure, found.steepest, at, high, "falls fastest at", "diamond", good)
    if found.blow_up is not None:
        figure.add_vline(found.blow_up, line={"color": wrong, "dash": "dash", "width": 2})
        at = float(loss[np.searchsorted(learning_rates, found.blow_up)])
        _mark(figure, found.blow_up, at, high, "blows up at", "x", wrong)
    figure.update_xaxes(log_axis("learning rate η", learning_rates[0], learning_rates[-1]))
    title = f"training loss ({unit})" if unit else "training loss"
    figure.update_yaxes(title=title, range=[-0.02 * high, high], zeroline=False)
    return framed(figure, palette, 440)


def _crosses(figure: go.Figure, rates: np.ndarray, high: float, name: str, color: str) -> None:
    """Rates without a finite loss, as crosses at the top of the plot."""
    if not len(rates):
        return
    figure.add_scatter(
        x=rates,
        y=np.full(len(rates), high),
        mode="markers",
        name=name,
        marker={"symbol": "x-thin", "size": 8, "line": {"width": 2, "color": color}},
        cliponaxis=False,
        text=written(rates),
        hovertemplate="η = %{text}: the loss is not finite<extra></extra>",
    )
