"""Every step of a descent in numbers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from nnviz.core.text import true_minus
from nnviz.terrain.descent import Path
from nnviz.terrain.one_weight import OneWeight
from nnviz.ui.tables import numbers
from nnviz.ui.words import words_here

HEIGHT = 420
"""Pixels of the table: about ten steps on a wide screen, the others further down in it."""


def every_step(landscape: OneWeight, path: Path) -> None:
    """The table of all steps; page.css sets its numbers flush right."""
    words_here("step", "weight w", "prediction ŷ", "loss L", "gradient dL/dw")
    with st.container(height=HEIGHT, key="steps"):
        numbers(table_of_steps(landscape, path))


def table_of_steps(landscape: OneWeight, path: Path) -> pd.DataFrame:
    """One row for each step: the weight, what follows from it, and how far the step went."""
    w = pd.Series(path.w[:, 0])
    numbers = pd.DataFrame(
        {
            "weight w": w,
            "prediction ŷ": w * landscape.x,
            "loss L": path.loss,
            "gradient dL/dw": path.grad[:, 0],
            "step taken": w.shift(-1) - w,
        }
    )
    table = numbers.map(shown).rename_axis("step").reset_index()
    table.loc[path.steps, "step taken"] = ""  # the last row has none
    return table


def shown(value: float) -> str:
    """Six significant digits with a true minus sign, which a number column does not have."""
    text = "NaN" if pd.isna(value) else f"{value + 0.0:.6g}"  # + 0.0 turns −0 into 0
    return true_minus(text).replace("inf", "∞")
