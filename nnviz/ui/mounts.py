"""The films on the page: each is a component of plain ES modules, which a block of bytes fills.

Beside them stand, without a picture, those that write the page's address, copy its link, are its
clock, explain its terms and know what its controls say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.components.v2.bidi_component.state import ComponentResult

from nnviz.core.look import PALETTE
from nnviz.ui.server import tick_seconds


def _nothing() -> None:
    """What is done where a page has no use for what its film says."""


@cache
def _component(name: str) -> Callable[..., ComponentResult]:
    return st.components.v2.component(
        f"nnviz.{name}", js=f"{name}/player.js", css=f"{name}/player.css"
    )


@cache
def _small(name: str) -> Callable[..., ComponentResult]:
    """A small component of a page, with a style of its own."""
    return st.components.v2.component(f"nnviz.{name}", js=f"page/{name}.js", css=f"page/{name}.css")


@cache
def _silent(name: str) -> Callable[..., ComponentResult]:
    """A component without a picture."""
    return st.components.v2.component(f"nnviz.{name}", js=f"page/{name}.js")


def network_player(
    block: bytes,
    *,
    key: str,
    on_take: Callable[[], None],
    on_gap: Callable[[], None] = _nothing,
    on_request: Callable[[], None] = _nothing,
) -> None:
    """Show a block of `nnviz.films.network.encode_run`.

    Args:
        block: the run, or its newest rows.
        key: the player's identity; with the same key, new blocks extend the film that plays.
        on_take: called when the viewer wants to take a moment away; the session's state of `key`
            has its epoch as `take` then.
        on_gap: called when the browser lacks rows that come before those of `block`, or its
            scenery: everything is to be sent again.
        on_request: called when the viewer asks for something; the session's state of `key` has the
            `request` then, a dict with its `kind`.
    """
    _component("network")(
        data=block,
        key=key,
        on_take_change=on_take,
        on_resync_change=on_gap,
        on_request_change=on_request,
    )


def where_film_stands(film: str, epoch: int | None, asked_at: float) -> None:
    """Show whether a film stands at the epoch whose files stand below, and lead there and back.

    Args:
        film: its key.
        epoch: that of the files; None while there are none.
        asked_at: when they were asked for: each time, they come into view.
    """
    data = {"epoch": epoch, "asked": asked_at}
    _small("taken")(data=data, key=f"where {film} stands")


def sweep_player(
    block: bytes,
    *,
    key: str,
    on_gap: Callable[[], None] = _nothing,
    on_select: Callable[[], None] = _nothing,
) -> ComponentResult:
    """Show a block of `nnviz.films.sweep.encode_sweep`.

    Args:
        block: the sweep, or more of it; another sweep under the same key starts over.
        key: the map's identity.
        on_gap: called when the browser lacks the map's scenery: it is to be sent again.
        on_select: called when the viewer has selected another learning rate.

    Returns:
        The component's state; its `selected` is the index of the learning rate that the viewer
        selected last, None before that; its `settled` is not None in the one run after the viewer
        has come to rest there.
    """
    return _component("sweep")(
        data=block,
        key=key,
        on_resync_change=on_gap,
        on_selected_change=on_select,
        on_settled_change=_nothing,
    )


def race_player(
    block: bytes,
    *,
    key: str,
    on_start: Callable[[float, float], None],
    on_chosen: Callable[[str], None],
) -> None:
    """Show a block of `nnviz.films.race.encode_race`.

    Args:
        block: the race; another one under the same `key` starts over.
        key: the player's identity.
        on_start: called with the point that was chosen on the map.
        on_chosen: called with the key of the optimizer whose steps are to be taken apart.
    """
    _component("race")(
        data=block,
        key=key,
        on_start_change=lambda: on_start(*st.session_state[key]["start"]),
        on_chosen_change=lambda: on_chosen(st.session_state[key]["chosen"]),
    )


def descent_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.descent.encode_descent`; another one under `key` starts over."""
    _component("descent")(data=film, key=key)


def course_path(groups: Sequence[Mapping[str, Any]]) -> None:
    """Show the stations of the course, by the parts that they belong to."""
    _component("course")(data={"groups": list(groups), "palette": PALETTE}, key="course")


def mark_visited(station: str) -> None:
    """Let the browser remember that a station of the course has been opened."""
    _silent("visited")(data={"station": station}, key="visited")


def loss_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.loss.encode_losses`; another one under `key` starts over."""
    _component("loss")(data=film, key=key)


def forward_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.forward.encode_forward`; another under `key` starts over."""
    _component("forward")(data=film, key=key)


def backprop_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.backprop.encode_pass`; another one under `key` starts over."""
    _component("backprop")(data=film, key=key)


def neuron_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.neuron.encode_neuron`; another one under `key` starts over."""
    _component("neuron")(data=film, key=key)


def line_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.line.encode_line`; another one under `key` starts over."""
    _component("line")(data=film, key=key)


def lessons_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.lessons.encode_lessons`; another under `key` starts over."""
    _component("lessons")(data=film, key=key)


def convolution_player(film: bytes, *, key: str) -> None:
    """Show a film of `nnviz.films.convolution.encode_convolution`; another goes on under `key`."""
    _component("convolution")(data=film, key=key)


def address(page: str, query: Mapping[str, str]) -> None:
    """Let the browser's address of a page have this query, in the entry of its history that is."""
    _silent("page")(data={"page": page, "query": urlencode(query)}, key=f"address of {page}")


def link_buttons(code: Mapping[str, object], key: str, on_code: Callable[[], None]) -> None:
    """Show the buttons that copy the link to what is on the screen, or show it as a QR code.

    Args:
        code: from `nnviz.ui.link.code_of`, and how many have been `asked` for.
        key: the buttons' identity.
        on_code: called when one is wanted; the session's state of `key` has the address as `code`.
    """
    _small("link")(data=dict(code), key=key, on_code_change=on_code)


def hide(selectors: Sequence[str]) -> None:
    """Let what these selectors of CSS mean not be seen on the page."""
    _silent("hide")(data={"selectors": list(selectors)}, key="hidden")


def class_link(page: str, controls: Mapping[str, str]) -> None:
    """Show the button that makes a link in which some controls of a page are hidden.

    Args:
        page: its name in the address.
        controls: what each is called, by its name in the address.
    """
    _small("class_link")(data={"controls": dict(controls)}, key=f"class link of {page}")


def saved_run_title(title: str, opening: str) -> None:
    """Show what stands above the film of a run from a file, and lead there who has opened it.

    Args:
        title: which file it is; shown as text, whatever it is called.
        opening: tells this opening of a file from others.
    """
    _small("saved_run")(data={"title": title, "opening": opening}, key="saved run")


def explain(
    terms: Sequence[Mapping[str, Any]], titles: Mapping[str, str], here: Mapping[str, str]
) -> None:
    """Let whoever points at one of these terms have it explained, by `page/words.js`.

    Args:
        terms: what the browser knows of each; long, and the same in every run: sent once.
        titles: what each page is called, by its address.
        here: what the controls on the screen say, by the key of their term.
    """
    _silent("words")(data={"terms": terms, "titles": titles}, key="words")
    _silent("words")(data={"here": dict(here)}, key="words here")


def again(name: str, expected: float = math.inf) -> None:
    """Run the fragment that this stands in again, a while after it has been drawn.

    The more visitors wait, the longer: see `nnviz.engine.crowd`.

    (Streamlit's `run_every` counts from the server's start of a run to the next: its ticks come
    while a page still runs, too, and a film may then be put up anew; see `page/again.js`.)
    """
    # Without the time, which differs, equal data would not reach the browser's clock again.
    data = {"seconds": tick_seconds(expected), "drawn_at": monotonic()}
    _silent("again")(data=data, key=f"again: {name}", on_due_change=_nothing)
