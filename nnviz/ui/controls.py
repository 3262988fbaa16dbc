"""The controls of a page and the page's address, which always say the same.

A page's state is the query of its URL: every control under the name of its field, defaults
included, so that any state is a link and stays one when a default changes. (Streamlit's own
`bind="query-params"` leaves defaults out, drops invalid values without a word and has no lists.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

from nnviz.core.registry import Registry
from nnviz.core.text import plain_decimal

__all__ = [
    "Controls",
    "Field",
    "choice",
    "decimal",
    "flag",
    "learning_rate",
    "segments",
    "select",
    "whole",
]

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
LEARNING_RATES = (*(float(f"{m}e{power}") for power in range(-5, 1) for m in MANTISSAS), 10.0)
"""The marks of the logarithmic slider; any other value between the ends can be typed."""

LATE_SECONDS = 2


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


def whole(name: str, default: int, low: int, high: int) -> Field:
    """A whole number from `low` to `high`."""

    def parse(text: str) -> int:
        return _within(int(text), low, high)

    return Field(name, default, parse, f"a whole number from {low} to {high}")


def decimal(name: str, default: float, low: float, high: float) -> Field:
    """A number from `low` to `high`."""

    def parse(text: str) -> float:
        return _within(float(text), low, high)

    return Field(name, default, parse, f"a number from {low:g} to {high:g}", write=plain_decimal)


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


def _within(value: float, low: float, high: float) -> float:
    if not low <= value <= high:  # also refuses NaN
        raise ValueError(f"{value!r} is not between {low!r} and {high!r}")
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
        address = st.query_params.to_dict()
        known = {name: text for name, text in address.items() if name in self._fields}
        written: Mapping[str, str] = st.session_state.get(self.key("url"), {})
        self._restore(written)
        entering = st.session_state.get("page") != page
        st.session_state["page"] = page
        # An address that differs from the one written last is the visitor's (a link, or the
        # browser's Back) unless a control has just been changed: a browser that has not heard yet
        # of the last address sends an old one with the change.
        self.from_url = bool(known) and known != written and (entering or self._texts() == written)
        if self.from_url:
            self._read(known)
        elif self._texts() != written:
            self.complaints.clear()  # they were about settings that have been changed

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
        """Set several fields, as a *Try this* button does."""
        for name, value in values.items():
            self[name] = value

    @property
    def complaints(self) -> list[str]:
        """What was asked for and could not be had, until a control is changed."""
        return st.session_state.setdefault(self.key("complaints"), [])

    def complain(self, sentence: str) -> None:
        """Say once that a setting could not be had."""
        if sentence not in self.complaints:
            self.complaints.append(sentence)

    def write_url(self) -> None:
        """Put every control into the address."""
        texts = self._texts()
        st.session_state[self.key("url")] = texts
        if st.query_params.to_dict() != texts:
            st.query_params.from_dict(texts)

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
    exact, slider = controls.key("learning_rate"), controls.key("learning_rate_slider")
    rate = controls["learning_rate"]

    moved = controls.key("learning_rate_slider moved")

    def slide() -> None:
        # A browser that has not heard yet that the slider was moved for it sends the old value
        # with the next change; that is not the visitor's hand.
        before, at = st.session_state.get(moved, (None, 0))
        late = monotonic() - at < LATE_SECONDS and st.session_state[slider] == before
        if not late:
            st.session_state[exact] = st.session_state[slider]

    if st.session_state.get(slider) != rate:
        st.session_state[moved] = (st.session_state.get(slider), monotonic())
        st.session_state[slider] = rate
    track, box = st.columns([3, 2], vertical_alignment="bottom")
    track.select_slider(
        "Learning rate η",
        options=sorted({*LEARNING_RATES, rate}),  # a typed value is a mark of its own
        value=rate,
        format_func=plain_decimal,
        key=slider,
        on_change=slide,
        help="How far each step goes: 0.00001 to 10. Any value can be typed in the box.",
    )
    box.number_input(
        "η, exactly",
        min_value=LEARNING_RATES[0],
        max_value=LEARNING_RATES[-1],
        step=LEARNING_RATES[0],
        format="%g",
        **controls.bind("learning_rate"),
        label_visibility="collapsed",
    )
