"""Every step of a descent in numbers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from nnviz.core.text import number, true_minus
from nnviz.terrain.descent import Path
from nnviz.terrain.one_weight import OneWeight
from nnviz.ui.words import prose

TERMS = ("step", "weight w", "prediction ŷ", "loss L", "gradient dL/dw")
"""The columns whose names are terms."""


def every_step(landscape: OneWeight, path: Path) -> None:
    """The table of all steps, its numbers flush right, whole on any screen."""
    table = table_of_steps(landscape, path)
    heads = [f"[[{name}]]" if name in TERMS else name for name in table.columns]
    rows = [heads, ["--:"] * len(heads), *table.astype(str).to_numpy().tolist()]
    with st.container(key="steps"):
        prose("\n".join(f"| {' | '.join(row)} |" for row in rows))


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
    """Six significant digits with a true minus sign, as the film has them: 5.8 × 10⁻⁵."""
    text = "NaN" if pd.isna(value) else number(value + 0.0, 6)  # + 0.0 turns −0 into 0
    return true_minus(text).replace("inf", "∞")
