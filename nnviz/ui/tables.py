"""Tables of numbers, whole on any screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st


def numbers(frame: pd.DataFrame) -> None:
    """Draw a table of words and numbers of a fixed form; one to a page.

    Its words wrap where the screen is narrow: a table that scrolls sideways hides on a phone that
    there is more of it.
    """
    with st.container(key="numbers"):
        st.table(frame, hide_index=True, border="horizontal")
