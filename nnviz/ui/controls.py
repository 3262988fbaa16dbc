"""The controls of a page and the page's address, which always say the same.

A page's state is the query of its URL: every control under the name of its field, defaults
included, so that any state is a link and stays one when a default changes. (Streamlit's own
`bind="query-params"` leaves defaults out, drops invalid values without a word and has no lists.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnviz.core.bounds import LEARNING_RATE, Bounds
from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal
from nnviz.ui.actions import any_pressed, button, forget_presses, pressed
from nnviz.ui.address import Who, who_changed
from nnviz.ui.mounts import address

__all__ = [
    "Controls",
    "Field",
    "choice",
    "decimal",
    "flag",
    "learning_rate",
    "segments",
    "select",
    "try_this",
    "whole",
]

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
MARKS = (*(float(f"{m}e{power}") for power in range(-5, 1) for m in MANTISSAS), LEARNING_RATE.high)
"""The marks of the logarithmic slider; any other value between the ends can be typed."""

Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From what the controls say to what some of them are to say next."""


@dataclass(frozen=True)
class Field:
    """One control: its name in the URL, its default and how it is written there.

    Attributes:
        name: the parameter's name.
        default: the value without a parameter.
        parse: text → value; `ValueError` if the text is not allowed.
        allowed: what is, in words that complete "is not …".
        write: value → text.
    """

    name: str
    default: Any
    parse: Callable[[str], Any]
    allowed: str
    write: Callable[[Any], str] = str


def whole(name: str, default: int, bounds: Bounds) -> Field:
    """A whole number within bounds."""
    return Field(
        name, default, lambda text: _within(int(text), bounds), f"a whole number from {bounds}"
    )


def decimal(name: str, default: float, bounds: Bounds) -> Field:
    """A number within bounds."""
    return Field(
        name,
        default,
        lambda text: _within(float(text), bounds),
        f"a number from {bounds}",
        write=plain_decimal,
    )


def choice(name: str, default: str, registry: Registry) -> Field:
    """A key of a registry."""

    def parse(text: str) -> str:
        registry[text]
        return text

    return Field(name, default, parse, f"one of {', '.join(registry)}")


def flag(name: str, default: bool) -> Field:
    """Yes or no, written as 1 or 0."""
    values = {"1": True, "0": False}
    return Field(name, default, values.__getitem__, "1 or 0", write=lambda on: str(int(on)))


def _within(value: float, bounds: Bounds) -> float:
    if value not in bounds:
        raise ValueError(f"{value!r} is not from {bounds}")
    return value


class Controls:
    """The fields of one page, kept in the session under the page's name and in the URL.

    Use: make one at the top of the page, draw each widget with ``**controls.bind(name)`` (or set
    `controls[name]` from a callback), then call `write_url` once.

    Attributes:
        from_url: whether the values have just been read from an address that the visitor gave.
    """

    def __init__(self, page: str, *fields: Field) -> None:
        self._page = page
        self._fields = {field.name: field for field in fields}
        written: Mapping[str, str] | None = st.session_state.get(self.key("url"))
        self._restore(written or {})
        entering = st.session_state.get("page") != page
        if entering:
            forget_presses()
        known = {name: text for name, text in st.query_params.items() if name in self._fields}
        self._who = who_changed(
            known,
            self._texts(),
            written,
            entering=entering,
            travelled=self._travelled(),
            pressed=any_pressed(),
        )
        self.from_url = self._who is Who.ADDRESS
        if self.from_url:
            self._read(known)
        elif self._texts() != written:
            self.complaints.clear()  # they were about settings that have been changed
        st.session_state["page"] = page
        st.session_state[self.key("travelled")] = False
        for change in pressed(self.key("controls")):
            self.update(**change({name: self[name] for name in self._fields}))

    def _travelled(self) -> bool:
        """Whether Back or Forward has led here, or did in a run that was broken off since."""
        context, key = get_script_run_ctx(), self.key("travelled")
        if context is not None and context.is_history_navigation:
            st.session_state[key] = True
        return st.session_state.get(key, False)

    def _restore(self, written: Mapping[str, str]) -> None:
        """Bring back what Streamlit has dropped: the value of a widget that was not drawn."""
        for name, field in self._fields.items():
            if self.key(name) not in st.session_state:
                self[name] = field.parse(written[name]) if name in written else field.default

    def key(self, name: str) -> str:
        """The session's key, and the widget's, of a field."""
        return f"{self._page}.{name}"

    def bind(self, name: str) -> dict[str, Any]:
        """The arguments that tie a widget to a field.

        The value goes to the browser as the widget's default, too: a visitor who clicks while the
        first run of the page is still under way would otherwise send back the widget's own.
        """
        return {"key": self.key(name), "value": self[name]}

    def __getitem__(self, name: str) -> Any:
        return st.session_state[self.key(name)]

    def __setitem__(self, name: str, value: Any) -> None:
        st.session_state[self.key(name)] = value

    @property
    def defaults(self) -> dict[str, Any]:
        """Every field at its default."""
        return {name: field.default for name, field in self._fields.items()}

    def update(self, **values: Any) -> None:
        """Set several fields."""
        for name, value in values.items():
            self[name] = value

    def to(self, **values: Any) -> tuple[str, Change]:
        """A press that sets several fields, for `button`."""
        return self.by(lambda _: values)

    def by(self, change: Change) -> tuple[str, Change]:
        """A press that sets several fields to what follows from all of them, for `button`."""
        return self.key("controls"), change

    @property
    def complaints(self) -> list[str]:
        """What was asked for and could not be had, until a control is changed."""
        return st.session_state.setdefault(self.key("complaints"), [])

    def complain(self, sentence: str) -> None:
        """Say once that a setting could not be had."""
        if sentence not in self.complaints:
            self.complaints.append(sentence)

    def write_url(self) -> None:
        """Put every control into the address: a new one if the visitor has changed something."""
        texts = self._texts()
        st.session_state[self.key("url")] = texts
        if self._who is Who.CONTROLS and st.query_params.to_dict() != texts:
            st.query_params.from_dict(texts)
        with st.sidebar:  # it shows nothing, and there it takes no place from the page
            address(self._page, texts)

    def _texts(self) -> dict[str, str]:
        return {name: field.write(self[name]) for name, field in self._fields.items()}

    def _read(self, texts: Mapping[str, str]) -> None:
        complaints = []
        for name, field in self._fields.items():
            self[name] = field.default
            if name not in texts:
                continue
            try:
                self[name] = field.parse(texts[name])
            except (ValueError, KeyError):
                shown = texts[name] if len(texts[name]) <= 40 else texts[name][:39] + "…"
                complaints.append(
                    f"The address says {name} = “{shown}”, which is not {field.allowed}; "
                    f"using {field.write(field.default)}."
                )
        st.session_state[self.key("complaints")] = complaints
        st.session_state[self.key("url")] = self._texts()


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
    """A box to choose a key of a registry, shown by its label."""
    st.selectbox(
        label,
        list(registry),
        index=list(registry).index(controls[name]),
        format_func=lambda key: registry[key].label,
        disabled=disabled,
        key=controls.key(name),
    )


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

    st.session_state[slider] = rate
    track, box = st.columns([3, 2], vertical_alignment="bottom")
    track.select_slider(
        "Learning rate η",
        options=sorted({*MARKS, rate}),  # a typed value is a mark of its own
        value=rate,
        format_func=plain_decimal,
        key=slider,
        on_change=slide,
        help=f"How far each step goes: {LEARNING_RATE}. Any value can be typed in the box.",
    )
    box.number_input(
        "η, exactly",
        *LEARNING_RATE,
        step=LEARNING_RATE.low,
        format="%g",
        **controls.bind("learning_rate"),
        label_visibility="collapsed",
    )
