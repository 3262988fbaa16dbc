"""The size of δ from layer to layer, for several activation functions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from nnviz.core.text import written
from nnviz.figures.axes import log_axis
from nnviz.figures.frame import framed

LOOKS = (("circle", "solid"), ("square", "dash"), ("diamond", "dot"))
LOW = 1e-6
"""Where the axis ends at every depth, so that depths can be compared."""


def sizes_by_layer(sizes: Mapping[str, np.ndarray], palette: Mapping) -> go.Figure:
    """The root mean square of δ in each layer, from the first hidden one to the outputs.

    Args:
        sizes: by the name of the activation function, [layers].
        palette: of the page's theme.
    """
    figure = go.Figure()
    for index, (name, values) in enumerate(sizes.items()):
        symbol, dash = LOOKS[index % len(LOOKS)]
        colour = palette["racers"][(1, 3, 6)[index % len(LOOKS)]]
        figure.add_scatter(
            x=layer_names(len(values)),
            y=values,
            mode="lines+markers",
            name=name,
            text=written(values),
            line={"color": colour, "dash": dash, "width": 2.5},
            marker={"symbol": symbol, "size": 9, "color": colour},
            hovertemplate=f"%{{x}}, {name}: %{{text}}<extra></extra>",
        )
    figure.update_xaxes(title="layer; δ travels from right to left")
    figure.update_yaxes(log_axis("size of δ (root mean square)", LOW, 1.0))
    return framed(figure, palette, 380)


def layer_names(count: int) -> list[str]:
    """What the layers are called, the last of them the outputs."""
    return [*(f"hidden {layer}" for layer in range(1, count)), "outputs"]
