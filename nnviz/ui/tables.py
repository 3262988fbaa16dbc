"""Tables of numbers, whole on any screen, and how their losses are written."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from nnviz.study.diagnosis import number

__all__ = ["loss_text", "numbers"]


def numbers(frame: pd.DataFrame) -> None:
    """Draw a table of words and numbers of a fixed form; one to a page.

    Its words wrap where the screen is narrow: a table that scrolls sideways hides on a phone that
    there is more of it.
    """
    with st.container(key="numbers"):
        st.table(frame, hide_index=True, border="horizontal")


def loss_text(loss: float) -> str:
    """A loss; one of exactly 0 is only less than float32 can tell from 0."""
    return number(loss) if loss else "0 in float32"
