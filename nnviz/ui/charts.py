"""Plotly charts on a page, in the colours of the page's theme."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnviz.figures.theme import PALETTE

__all__ = ["palette", "show"]


def palette() -> dict[str, Any]:
    """The variant of the palette for the theme that the visitor sees."""
    return PALETTE[st.context.theme.type or "light"]


def show(figure: go.Figure, *, key: str, **options: Any) -> Any:
    """Draw a figure over the full width; `options` are those of `st.plotly_chart`."""
    return st.plotly_chart(figure, key=key, config={"displayModeBar": False}, **options)
