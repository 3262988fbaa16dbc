"""Widgets for the fields of `Controls` that more than one page has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal
from nnviz.ui.actions import button
from nnviz.ui.controls import Controls
from nnviz.ui.words import help_for, set_here

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
POWERS = range(round(math.log10(LEARNING_RATE.low)), round(math.log10(LEARNING_RATE.high)))
MARKS = (*(float(f"{m}e{power}") for power in POWERS for m in MANTISSAS), LEARNING_RATE.high)
"""The marks of the logarithmic slider; any other value between the ends can be typed."""


def try_this(
    controls: Controls,
    scenes: Mapping[str, Mapping[str, Any]],
    start: Mapping[str, Any],
    *presses: tuple[str, Any],
) -> None:
    """The buttons that put the controls into an instructive state.

    Args:
        controls: the page's.
        scenes: what the controls say in each scene, beside `start`.
        start: what they say in all of them.
        presses: what else each button asks for.
    """
    st.subheader("Try this", anchor=False)
    with st.container(horizontal=True):
        for name, scene in scenes.items():
            button(name, controls.to(**start | scene), *presses)


def select(
    label: str, name: str, registry: Registry, controls: Controls, disabled: bool = False
) -> None:
    """A box to choose a key of a registry, shown by its label; its own label is a term."""
    set_here({name: controls[name]})
    st.selectbox(
        label,
        list(registry),
        index=list(registry).index(controls[name]),
        format_func=lambda key: registry[key].label,
        disabled=disabled,
        help=help_for(label, "\n".join(f"- {one.label}: {one.words}" for one in registry.values())),
        key=controls.key(name),
    )


def put(key: str, value: Any) -> None:
    """Let a widget have a value; nothing is said to one that has it.

    Said again without need, it would pull a slider back that has moved on meanwhile.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def segments(label: str, name: str, options: Mapping[str, str], controls: Controls) -> str:
    """A row of choices, key → label, of which exactly one is chosen: its key."""
    return st.segmented_control(
        label,
        list(options),
        default=controls[name],
        required=True,
        format_func=options.__getitem__,
        key=controls.key(name),
        label_visibility="collapsed",
    )


def learning_rate(controls: Controls) -> None:
    """A logarithmic slider and a box for the exact value, for the field ``learning_rate``."""
    exact, count = controls.key("learning_rate"), controls.key("learning_rate_sliders")
    rate = controls["learning_rate"]

    def key() -> str:
        return controls.key(f"learning_rate_slider {st.session_state.get(count, 0)}")

    # Moved by another hand, the slider is a new one: what a browser that has not heard of it says
    # with its next change about the old one is of no interest.
    if st.session_state.get(key(), rate) != rate:
        st.session_state[count] = st.session_state.get(count, 0) + 1
    slider = key()

    def slide() -> None:
        if slider == key():
            st.session_state[exact] = st.session_state[slider]

    put(slider, rate)
    set_here({"learning_rate": rate})
    track, box = st.columns([3, 2], vertical_alignment="bottom")
    track.select_slider(
        "Learning rate η",
        options=sorted({*MARKS, rate}),  # a typed value is a mark of its own
        value=rate,
        format_func=plain_decimal,
        key=slider,
        on_change=slide,
        help=help_for("learning rate", f"{LEARNING_RATE}. Any value can be typed in the box."),
    )
    box.number_input(
        "η, exactly",
        *LEARNING_RATE,
        step=LEARNING_RATE.low,
        format="%g",
        **controls.bind("learning_rate"),
        label_visibility="collapsed",
    )
