"""What all charts have in common: margins, the legend, legible text in the theme's colour."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
from plotly.colors import find_intermediate_color, hex_to_rgb, label_rgb

ROW = 20
"""Height of a row of a legend; on a phone two entries stand in each."""

LARGER = 1.25
"""Plotly writes the powers of ten of a logarithmic axis this much larger than other ticks."""


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
        axis(tickfont_size=text["size"] / LARGER, selector={"type": "log"})
    return figure


def legend_alone(figure: go.Figure, palette: Mapping) -> go.Figure:
    """The legend of a figure without its curves, to stand above charts that share it."""
    entries = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    alone = go.Figure()
    for entry in entries:
        alone.add_scatter(
            x=[None],
            y=[None],
            mode=entry.mode,
            name=entry.name,
            line=entry.line,
            marker=entry.marker,
            legendrank=entry.legendrank,
        )
    framed(alone, palette, height=10 + ROW * -(-len(entries) // 2))
    alone.update_layout(margin={"t": 0, "b": 0}, showlegend=True, dragmode=False)
    alone.update_layout(legend={"itemclick": False, "itemdoubleclick": False, "maxheight": 1})
    for axis in (alone.update_xaxes, alone.update_yaxes):
        axis(visible=False, fixedrange=True)
    return alone


def ground(palette: Mapping) -> str:
    """What labels stand on so that no curve strikes them through: the page's colour, nearly."""
    return f"rgba{(*_page(palette), 0.85)}"


def faint(colour: str, opacity: float) -> str:
    """A hex colour that lets through what lies below."""
    return f"rgba{(*hex_to_rgb(colour), opacity)}"


def paled(palette: Mapping, part: float) -> list[str]:
    """The colours of losses, moved by a part 0..1 towards the page's, so that paths stand out."""
    page = _page(palette)
    return [
        label_rgb(find_intermediate_color(hex_to_rgb(colour), page, part))
        for colour in palette["loss"]
    ]


def _page(palette: Mapping) -> tuple[int, int, int]:
    """The colour of the page behind text of the palette's colour: white, or nearly black."""
    dark_text = sum(hex_to_rgb(palette["series"]["train"])) < 3 * 128
    return (255, 255, 255) if dark_text else (18, 22, 31)
