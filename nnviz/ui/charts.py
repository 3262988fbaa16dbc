"""Plotly charts on a page, in the colours of the page's theme."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnviz.core.look import PALETTE
from nnviz.figures.frame import legend_alone


def palette() -> dict[str, Any]:
    """The variant of the palette for the theme that the visitor sees."""
    return PALETTE[st.context.theme.type or "light"]


def _bar(key: str) -> dict[str, Any]:
    """A chart's own toolbar, as Plotly's configuration: one button, which saves the chart as SVG.

    `page/charts.js` puts one for PNG beside it.
    """
    name = re.sub(r"[^A-Za-z0-9.]+", "-", key).strip("-")
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": f"nnviz-{name}"},
    }


def show(figure: go.Figure, *, key: str, **options: Any) -> Any:
    """Draw a figure over the full width; `options` are those of `st.plotly_chart`."""
    return st.plotly_chart(figure, key=key, config=_bar(key), **options)


def twins(key: str, left: go.Figure, right: go.Figure) -> None:
    """Two charts of the same curves side by side under one legend, that of the right one.

    A chart that is saved has it, too, for which `page/charts.js` reads the `meta` of its layout.
    """
    with st.container(key="shared-legend"):
        legend = legend_alone(right, palette())
        st.plotly_chart(legend, key=f"{key}, legend", config={"displayModeBar": False})
    for column, side, figure in zip(st.columns(2), ("left", "right"), (left, right), strict=True):
        with column:
            figure.update_layout(showlegend=False, meta={"legend": "shared"})
            show(figure, key=f"{key}, {side}")
