"""Buttons: a press is noted, and the page acts on it once it knows what its controls say.

Whoever types into a field and presses a button without leaving it sends both in one message. An
action in a button's callback would run before the page has read the field, on the state of before;
one in the page's own lines could be lost, because Streamlit breaks a run off when the next message
comes. So the callback writes down what was pressed and does nothing else. The page, between reading
its controls and drawing what follows from them, deals with what has been written down:

    for act in pressed("order"):
        st.session_state["order"] = order = act(order)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnviz.ui.layout import failures_told
from nnviz.ui.server import engine

NOTED = "presses"

Given = ParamSpec("Given")


def button(label: str, *presses: tuple[str, Any], name: str = "", **look: Any) -> None:
    """A button that notes (subject, action) for each of `presses`.

    Args:
        label: what it says.
        presses: whom the press concerns, and what is to be done: as a rule a pure function from the
            subject's state to its next one.
        name: tells it from the other buttons of its subject where its label may change.
        look: those of `st.button` that decide how it looks.
    """
    key = f"{presses[0][0]}: {name or label}"
    st.button(label, key=key, on_click=_note_all, args=(presses,), **look)


def note(subject: str, action: Any) -> None:
    """Write down what was asked for, by a button or by a film on the page."""
    st.session_state.setdefault(NOTED, []).append((subject, action))


def _note_all(presses: tuple[tuple[str, Any], ...]) -> None:
    for subject, action in presses:
        note(subject, action)


def pressed(subject: str) -> Iterator[Any]:
    """What was asked of a subject, in the order of asking.

    Each is forgotten when the next one is asked for: if the run is broken off before, the next run
    finds it again.
    """
    noted = st.session_state.get(NOTED, [])
    for press in [press for press in noted if press[0] == subject]:
        yield press[1]
        noted.remove(press)


@contextmanager
def presses_of_a_run() -> Iterator[None]:
    """Around the run of a page: when it is through, or has failed, what is left is forgotten.

    What nobody has dealt with belonged to a view that is not drawn any more; what has failed would
    fail in every run to come. A run that Streamlit breaks off is neither.
    """
    try:
        yield
    except Exception:  # Streamlit's own signals are no Exceptions
        forget_presses()
        raise
    forget_presses()


def any_pressed(besides: Collection[str] = ()) -> bool:
    """Whether anything has been asked for, of others than these, that no page has dealt with."""
    return any(subject not in besides for subject, _ in st.session_state.get(NOTED, []))


def alone(function: Callable[Given, None]) -> Callable[Given, None]:
    """A part of the page that can run alone.

    The browser may send a press elsewhere on the page together with the wish to run this part: the
    whole page has to run then, too.
    """

    @wraps(function)
    def part(*args: Given.args, **kwargs: Given.kwargs) -> None:
        function(*args, **kwargs)
        if get_script_run_ctx().fragment_ids_this_run and any_pressed():
            st.rerun()

    return st.fragment(part)


def fragment(function: Callable[Given, None]) -> Callable[Given, None]:
    """Such a part that asks the engine: it draws while no other visitor's does."""

    @wraps(function)
    def part(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with failures_told(), engine().crowd.question(get_script_run_ctx().session_id):
            function(*args, **kwargs)

    return alone(part)


def forget_presses() -> None:
    """Forget what has been asked for."""
    st.session_state[NOTED] = []
