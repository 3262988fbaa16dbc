"""What all charts have in common: margins, the legend, legible text in the theme's colour."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

__all__ = ["framed"]


def framed(figure: go.Figure, palette: Mapping, height: int) -> go.Figure:
    """The figure with a transparent background, and a legend below that wraps on narrow screens."""
    text = {"color": palette["series"]["train"], "size": 13}
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 14, "t": 10, "b": 10},
        font=text,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0}
        | {"font": text},
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    for axis in (figure.update_xaxes, figure.update_yaxes):
        axis(tickfont=text, title_font=text, automargin=True)
    return figure
