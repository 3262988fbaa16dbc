"""Controls that a teacher hides for a class by the link: `hide=optimizer,schedule`.

A hidden control keeps the value that the link has given it, and the sidebar goes on saying which.
What is hidden stays hidden in the whole visit, on every page, until a link says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from nnviz.core.text import clipped
from nnviz.ui.layout import notices
from nnviz.ui.mounts import class_link, hide
from nnviz.ui.words import told

HIDE = "hide"
"""The parameter of the address; no page has a field of this name."""

CONTROLS = {
    "row": "Which row",
    "rows": "Rows at once",
    "draw": "Which rows",
    "blocks": "Blocks",
    "hidden": "Hidden layers",
    "layers": "Hidden layers",
    "activation": "Activation function",
    "loss": "Loss",
    "optimizer": "Optimizer",
    "learning_rate": "Learning rate η",
    "schedule": "Schedule",
    "epochs": "Epochs",
    "batch_size": "Batch size",
    "seed": "Seed",
    "test_fraction": "Test fraction",
    "features": "Features",
    "together": "Rows of one individual together",
    "w0": "Initial weight w₀",
    "x": "Input x",
    "y": "Label y",
    "steps": "Number of steps",
    "half": "Loss with ½",
    "digit": "Digit",
    "example": "Example",
    "filter": "Filter",
    "bias": "Bias",
    "padding": "Padding",
    "stride": "Stride",
    "pooling": "Pooling",
    "right": "Shift to the right",
    "down": "Shift down",
}
"""What can be hidden, by the name of its field: what it is called."""

# Of the key of a widget, as Streamlit makes a class of it; a control of several has them all.
WIDGETS = {
    "learning_rate": ("learning_rate", "learning_rate_slider-*"),
    "schedule": ("schedule", "chosen-*"),
    "blocks": ("block-list",),
    "hidden": ("hidden-layers",),
    "layers": ("layers", "neurons*"),
}


def hidden() -> tuple[str, ...]:
    """The names of what is hidden in this visit."""
    return st.session_state.get(HIDE, ())


def hidden_fields() -> tuple[str, ...]:
    """The fields that no visitor sets, as their controls are hidden."""
    # It brings torch, of which a page without controls has no need.
    from nnviz.core.schedules import SCHEDULES

    parts = {"schedule": [one.name for kind in SCHEDULES.values() for one in kind.parameters]}
    return tuple(field for name in hidden() for field in (name, *parts.get(name, ())))


def in_address() -> dict[str, str]:
    """What the address says of it."""
    return {HIDE: ",".join(hidden())} if hidden() else {}


@contextmanager
def hiding(page: str) -> Iterator[None]:
    """Around the run of a page: its hidden controls are not seen, what they say is told.

    Args:
        page: its name in the address, and in the keys of its controls.
    """
    unknown = _read()
    if HIDE in st.session_state:
        hide([_selector(page, widget) for name in hidden() for widget in _widgets(name)])
    yield
    here = {
        name: st.session_state[f"{page}.{name}"]
        for name in CONTROLS
        if f"{page}.{name}" in st.session_state
    }
    if not here:
        return
    with st.sidebar:
        names = [name for name in hidden() if name in here]
        if names:
            said = (f"{CONTROLS[name]} **{told(name, here[name])}**" for name in names)
            st.markdown(f"Set by the link: {' · '.join(said)}")
        class_link(page, {name: CONTROLS[name] for name in here})
        notices(
            f"The address hides “{clipped(name)}”, which is none of {', '.join(CONTROLS)}."
            for name in unknown
        )


def _read() -> list[str]:
    """Take in what the address says, if anything; the names in it that are none."""
    if HIDE not in st.query_params:
        return []
    names = [name for name in st.query_params[HIDE].split(",") if name]
    st.session_state[HIDE] = tuple(dict.fromkeys(name for name in names if name in CONTROLS))
    return list(dict.fromkeys(name for name in names if name not in CONTROLS))


def _widgets(name: str) -> tuple[str, ...]:
    return WIDGETS.get(name, (name,))


def _selector(page: str, widget: str) -> str:
    """Of the CSS: the classes of a widget; with a star, of all whose key begins so."""
    key = f"st-key-{page}-{widget.rstrip('*')}"
    return f'[class*="{key}"]' if widget.endswith("*") else f".{key}"
