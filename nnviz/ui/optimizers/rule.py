"""The update of an optimizer, as a formula with its source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.ui.controls import Controls
from nnviz.ui.widgets import put
from nnviz.ui.words import help_for, prose


def rule(key: str) -> None:
    """The formula of an optimizer, under a heading of its own."""
    st.subheader("The formula", anchor=False)
    formula(key)


def formula(key: str, more: str = "") -> None:
    """The formula of an optimizer and where it comes from; `more` follows in its sentence."""
    optimizer = OPTIMIZERS[key]
    st.latex(optimizer.formula)
    prose(
        f"The rule of {optimizer.label} for each [[weight w]], with its [[gradient g]] (the slope "
        f"of the loss) and the [[learning rate η]] (how far a step goes): {optimizer.source}.{more}"
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
