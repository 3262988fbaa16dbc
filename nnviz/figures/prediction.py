"""A predicted loss curve, and the true one laid over it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import written
from nnviz.figures.frame import framed

TOP = 2.0
"""The loss axis ends at this multiple of the first loss; what lies above is said in words."""


def prediction(
    epochs: np.ndarray,
    loss: np.ndarray,
    sketch: np.ndarray,
    names: tuple[str, str],
    unit: str,
    palette: Mapping,
) -> go.Figure:
    """The sketch [rows] of what was predicted, and the true training loss [rows] over epochs.

    `names` are those of the two curves, for the legend.
    """
    guess, truth = names
    top = TOP * float(loss[0])
    figure = go.Figure()
    figure.add_scatter(
        x=epochs,
        y=sketch,
        name=guess,
        line={"color": palette["series"]["test"], "dash": "dot", "width": 2},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=epochs,
        y=loss,
        name=truth,
        text=written(loss, 4),
        line={"color": palette["series"]["train"], "width": 2.5},
        hovertemplate="epoch %{x}: training loss %{text}<extra></extra>",
    )
    figure.update_xaxes(title="epoch", range=[0, float(epochs[-1]) or 1])
    title = f"training loss ({unit})" if unit else "training loss"
    figure.update_yaxes(title=title, range=[0, top])
    return framed(figure, palette, height=300)
