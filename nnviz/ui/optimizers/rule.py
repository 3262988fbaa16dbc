"""The update of an optimizer, as a formula with its source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from nnviz.core.glossary import choice_key
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.ui.controls import Controls
from nnviz.ui.widgets import put
from nnviz.ui.words import help_for, prose, words_here

LETTERS = {
    r"m \leftarrow": "momentum m",
    r"\hat m": "m̂",
    r"v \leftarrow": "squares v",
    r"\hat v": "v̂",
    r"\epsilon": "ε",
    r"0.01\,w": "weight decay",
    "g": "gradient g",
    r"\eta": "learning rate η",
}
"""What stands in the formulas, and what it is called."""


def rule(key: str) -> None:
    """The formula of an optimizer, under a heading of its own."""
    st.subheader("The formula", anchor=False)
    formula(key)


def formula(key: str, more: str = "") -> None:
    """The formula of an optimizer and where it comes from; `more` follows in its sentence."""
    optimizer = OPTIMIZERS[key]
    st.latex(optimizer.formula)
    words_here(*(form for letter, form in LETTERS.items() if letter in optimizer.formula))
    name = f"[[{optimizer.label}|{choice_key('optimizer', key)}]]"
    prose(
        f"The rule of {name} for each [[weight w]], with its [[gradient g]] (the slope of the "
        f"loss) and the [[learning rate η]] (how far a step goes): {optimizer.source}.{more}"
    )


def choose_rule(controls: Controls, keys: Sequence[str]) -> str:
    """A box to choose whose rule stands below, of `keys`; the field ``taken_apart`` remembers."""
    box = controls.key("rule")
    chosen = controls["taken_apart"] if controls["taken_apart"] in keys else keys[0]
    put(box, chosen)
    with st.container(width=240):
        st.selectbox(
            "Show the rule of",
            keys,
            index=keys.index(chosen),
            format_func=lambda key: OPTIMIZERS[key].label,
            key=box,
            on_change=lambda: controls.update(taken_apart=st.session_state[box]),
            help=help_for("optimizer"),
        )
    return chosen
