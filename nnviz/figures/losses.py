"""What networks that are taught with different losses give to the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from nnviz.figures.frame import framed

if TYPE_CHECKING:
    from nnviz.study.wrong_start import Lesson

COLOURS = (1, 3, 5)
DASHES = ("solid", "dash", "dot")
"""As the film of the losses has them."""


def lessons(taught: Mapping[str, Lesson], palette: Mapping) -> go.Figure:
    """The mean probability of the truth over the epochs, a curve for each loss, by its label."""
    figure = go.Figure()
    for index, (name, lesson) in enumerate(taught.items()):
        figure.add_scatter(
            x=lesson.epochs,
            y=lesson.chances,
            mode="lines",
            name=name,
            line={
                "color": palette["racers"][COLOURS[index % len(COLOURS)]],
                "dash": DASHES[index % len(DASHES)],
                "width": 2.5,
            },
            hovertemplate=f"{name}, epoch " + "%{x}: %{y:.3f}<extra></extra>",
        )
    figure.update_xaxes(title="epoch", rangemode="tozero")
    figure.update_yaxes(title="probability given to the truth, on average", range=[0, 1.02])
    return framed(figure, palette, 360)
