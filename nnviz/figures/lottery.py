"""The fan of a seed lottery: many training-loss curves, their median and their 10–90 % band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import written
from nnviz.figures.axes import log_axis
from nnviz.figures.frame import faint, framed
from nnviz.figures.laps import loss_range

FAINT = 0.3
"""Of one seed among many: what 64 curves cover, the band and the median must show through."""

MOST_POINTS = 200
"""Points of one curve; longer records are thinned to about as many, the last one included."""


def fan(
    epochs: np.ndarray,
    loss: np.ndarray,
    seeds: Sequence[int],
    remarks: Mapping[int, str],
    chosen: int | None,
    palette: Mapping,
    last_epoch: int,
) -> go.Figure:
    """Training loss [rows, R] over epochs [rows], one curve per seed.

    Args:
        remarks: seed → what is unusual about it; those curves are drawn stronger, and say it.
        chosen: the seed whose curve is drawn strongest, if any.
        last_epoch: where the epoch axis ends, while the curves still grow.
    """
    step = max(1, int(np.ceil(len(epochs) / MOST_POINTS)))
    rows = np.unique(np.append(np.arange(0, len(epochs), step), len(epochs) - 1))
    low, high = loss_range(list(loss.T))
    epochs, loss = epochs[rows], loss[rows]
    figure = go.Figure()
    usual = {"color": palette["racers"][0], "width": 1}
    unusual = {"color": palette["racers"][3], "width": 1.8, "dash": "dash"}
    picked = {"color": palette["series"]["test"], "width": 3.5}
    order = sorted(range(len(seeds)), key=lambda i: (seeds[i] == chosen, seeds[i] in remarks))
    for index in order:
        seed = seeds[index]
        line = usual | (unusual if seed in remarks else {}) | (picked if seed == chosen else {})
        remark = f"<br>{_wrapped(remarks[seed])}" if seed in remarks else ""
        figure.add_scatter(
            x=epochs,
            y=np.where(np.isfinite(loss[:, index]), loss[:, index], np.nan),
            customdata=np.full(len(epochs), seed),
            mode="lines+markers",  # a click finds markers only
            marker={"size": 9, "opacity": 0},
            selected={"marker": {"opacity": 0}},
            unselected={"marker": {"opacity": 0}},
            text=written(loss[:, index]),
            line=line,
            opacity=FAINT if line == usual else 1,
            showlegend=False,
            hovertemplate=f"seed {seed}, epoch %{{x}}: training loss %{{text}}{remark}"
            "<extra></extra>",
        )
    _band(figure, epochs, loss, palette)
    _median(figure, epochs, loss, palette)
    marked = (unusual if chosen in remarks else {}) | picked
    _legend(figure, {"one seed": usual, "outlier": unusual, "chosen seed": marked})
    figure.update_xaxes(title_text="epoch", range=[0, last_epoch])
    figure.update_yaxes(log_axis("training loss", low, high))
    return framed(figure, palette, height=440)


def _quantile(loss: np.ndarray, part: float) -> np.ndarray:
    """A quantile over the runs, [rows]; runs that diverged count as the worst."""
    finite = np.where(np.isfinite(loss), loss, np.inf)
    values = np.quantile(finite, part, axis=1, method="inverted_cdf")
    return np.where(np.isfinite(values), values, np.nan)


def _band(figure: go.Figure, epochs: np.ndarray, loss: np.ndarray, palette: Mapping) -> None:
    for part, fill, name in ((0.1, None, ""), (0.9, "tonexty", "10–90 % of the seeds")):
        figure.add_scatter(
            x=epochs,
            y=_quantile(loss, part),
            mode="lines",
            line={"width": 1.5, "color": palette["series"]["train"]},
            fill=fill,
            fillcolor=faint(palette["series"]["train"], 0.16),
            name=name,
            showlegend=bool(name),
            hoverinfo="skip",
        )


def _median(figure: go.Figure, epochs: np.ndarray, loss: np.ndarray, palette: Mapping) -> None:
    figure.add_scatter(
        x=epochs,
        y=_quantile(loss, 0.5),
        mode="lines",
        line={"color": palette["series"]["train"], "width": 3, "dash": "dot"},
        name="median",
        hoverinfo="skip",
    )


def _legend(figure: go.Figure, lines: Mapping[str, Mapping]) -> None:
    for name, line in lines.items():
        figure.add_scatter(x=[None], y=[None], mode="lines", line=line, name=name)


def _wrapped(text: str, width: int = 46) -> str:
    """Lines for a hover box, which does not break them by itself."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += word + " "
    return "<br>".join(line.strip() for line in lines)
