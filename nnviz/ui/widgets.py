"""Widgets for the fields of `Controls` that more than one page has."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal
from nnviz.ui.actions import button
from nnviz.ui.controls import Change, Controls
from nnviz.ui.hide import hidden_fields
from nnviz.ui.words import help_for, named_here, set_here

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
POWERS = range(round(math.log10(LEARNING_RATE.low)), round(math.log10(LEARNING_RATE.high)))
MARKS = (*(float(f"{m}e{power}") for power in POWERS for m in MANTISSAS), LEARNING_RATE.high)
"""The marks of the logarithmic slider; any other value between the ends can be typed."""


Scene = Mapping[str, Any] | Change
"""What some controls say in a scene, or how that follows from what they say now."""


def try_this(
    controls: Controls,
    scenes: Mapping[str, Scene],
    start: Mapping[str, Any],
    *presses: tuple[str, Any],
) -> None:
    """The buttons that put the controls into an instructive state, and the way back from there.

    Args:
        controls: the page's.
        scenes: what the controls say in each scene, beside `start`.
        start: what they say in all of them.
        presses: what else each button asks for.
    """
    with st.container(key="try-this"):
        st.subheader("Try this", anchor=False)
        with st.container(horizontal=True):
            for name, scene in scenes.items():
                change = scene if callable(scene) else _always(start | scene)
                button(name, controls.by(_remembering(controls, change)), *presses)
    with st.container():  # there even when empty: what stands below it must not move and remount
        _way_back(controls, presses)


def reset(controls: Controls, *presses: tuple[str, Any], but: Collection[str] = ()) -> None:
    """The button that puts all controls back to their defaults, at their foot.

    Args:
        controls: the page's.
        presses: what else it asks for.
        but: the fields that stay, as they say where on the page one is; so do hidden ones.
    """
    stays = {*but, *hidden_fields()}
    defaults = {name: value for name, value in controls.defaults.items() if name not in stays}
    press = controls.by(_remembering(controls, _always(defaults)))
    button("Reset to defaults", press, *presses, icon=":material/settings_backup_restore:")


def _always(values: Mapping[str, Any]) -> Change:
    return lambda _: values


def _remembering(controls: Controls, change: Change) -> Change:
    """The change, which leaves in the session what of the visitor's own it has replaced."""

    def replacing(values: Mapping[str, Any]) -> Mapping[str, Any]:
        scene, before = change(values), st.session_state.get(controls.key("mine"))
        mine = Mine(values, scene, controls.unchosen)
        if before and _says(values, before.scene):
            mine = replace(before, scene=scene)
        st.session_state[controls.key("mine")] = mine
        return scene

    return replacing


@dataclass(frozen=True)
class Mine:
    """What the controls said before a scene replaced it, and what they say if nobody chooses."""

    own: Mapping[str, Any]
    scene: Mapping[str, Any]
    unchosen: Mapping[str, Any]

    @property
    def lost(self) -> bool:
        """Whether the scene has replaced anything that the visitor had set."""
        return any(map(self.loses, self.scene))

    def loses(self, name: str) -> bool:
        """Whether the scene has replaced what the visitor had chosen for a field of it."""
        if name not in self.unchosen:
            return False
        return self.own[name] not in (self.scene[name], self.unchosen[name])


def _says(values: Mapping[str, Any], scene: Mapping[str, Any]) -> bool:
    """Whether controls still say what a scene has set; what it has left open is for the page."""
    return all(values[name] == value for name, value in scene.items() if value is not None)


def _way_back(controls: Controls, presses: Collection[tuple[str, Any]]) -> None:
    """A notice that the visitor's settings have been replaced, as long as nothing has changed."""
    mine: Mine | None = st.session_state.get(controls.key("mine"))
    if mine is None or not mine.lost or not _says(controls, mine.scene):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        lost = [name for name in mine.scene if mine.loses(name)]
        were = named_here({name: mine.own[name] for name in lost})
        st.markdown(f":material/info: Your settings were replaced{were}.", width="content")
        button("Back to mine", controls.to(**mine.own), *presses, name="back")


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


def bound(controls: Controls, name: str, form: str, more: str = "") -> dict[str, Any]:
    """What `Controls.bind` gives, and the help of a term, whose card quotes the field's value."""
    set_here({name: controls[name]})
    return {**controls.bind(name), "help": help_for(form, more)}


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
