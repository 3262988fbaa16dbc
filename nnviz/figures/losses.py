"""What networks that are taught with different losses give to the truth."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from nnviz.core.look import LOSS_LINES
from nnviz.figures.frame import framed

if TYPE_CHECKING:
    from nnviz.study.wrong_start import Lesson


def lessons(taught: Mapping[str, Lesson], palette: Mapping) -> go.Figure:
    """The mean probability of the truth over the epochs, a curve for each loss, by its label."""
    figure = go.Figure()
    for (name, lesson), (racer, dash) in zip(taught.items(), cycle(LOSS_LINES), strict=False):
        figure.add_scatter(
            x=lesson.epochs,
            y=lesson.chances,
            mode="lines",
            name=name,
            line={"color": palette["racers"][racer], "dash": dash, "width": 2.5},
            hovertemplate=f"{name}, epoch " + "%{x}: %{y:.3f}<extra></extra>",
        )
    figure.update_xaxes(title="epoch", rangemode="tozero")
    figure.update_yaxes(title="probability given to the truth, on average", range=[0, 1.02])
    return framed(figure, palette, 360)
