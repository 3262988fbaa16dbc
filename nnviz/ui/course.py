"""The course: its path, the questions to check oneself by, and what follows each station."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

import streamlit as st

from nnviz.core.bounds import TRIES
from nnviz.course.check import Maker, Number, Question, asked, reply
from nnviz.course.stations import COURSE, after
from nnviz.ui.actions import button
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field
from nnviz.ui.mounts import course_path, mark_visited
from nnviz.ui.words import prose


def tries(*makers: Maker) -> tuple[Field, ...]:
    """The fields that say which try of each question is shown, so that the link has it.

    The first try is nothing in the address.
    """
    return tuple(
        Field(_field(maker), "", _attempt, f"a whole number from {TRIES}") for maker in makers
    )


def _attempt(text: str) -> int | str:
    if text and int(text) not in TRIES:
        raise ValueError(text)
    return int(text) if text else ""


def _field(maker: Maker) -> str:
    return f"ask_{maker.__name__}"


def check_yourself(controls: Controls, *makers: Maker) -> None:
    """The page's questions, each answered before the answer is shown.

    Args:
        controls: the page's, with the fields of `tries`.
        makers: of the questions.
    """
    with st.container(key="check-yourself"):
        st.subheader("Check yourself", anchor=False)
        for column, maker in zip(st.columns(len(makers)), makers, strict=True):
            with column.container(border=True, key=f"check-{maker.__name__}".replace("_", "-")):
                _ask(controls, maker)


def _ask(controls: Controls, maker: Maker) -> None:
    """One question: its text, the place for the answer, what is said to it, other numbers."""
    attempt = controls[_field(maker)] or 0
    question, place = asked(maker, attempt), f"{controls.key(_field(maker))} answer"
    shown = f"{place} shown"
    _begin_try(place, shown, attempt)
    prose(question.asks)
    said = _answer(question, place)
    if said is not None:
        told = reply(question, said)
        mark = ":material/check_circle:" if told.right else ":material/undo:"
        prose(f"{mark} {told.says}")
    if st.session_state.get(shown):
        prose(f"The answer is **{question.shown}**: {question.because}")
    with st.container(horizontal=True, vertical_alignment="center"):
        more = {_field(maker): (attempt + 1) % (TRIES.high + 1)}
        button("New numbers", controls.to(**more), name=f"again {maker.__name__}")
        st.checkbox("Show the answer", key=shown)


def _begin_try(place: str, shown: str, attempt: int) -> None:
    """Empty the answer to the try before: the widgets stay, so that none is there twice."""
    if st.session_state.get(f"{place} of") != attempt:
        st.session_state.update({f"{place} of": attempt, place: None, shown: False})


def _answer(question: Question, place: str) -> Any:
    """What has been answered; None before that."""
    if isinstance(question, Number):
        return st.number_input(
            "Your answer", value=None, step=None, format=f"%.{question.digits}f", key=place
        )
    return st.radio("Your answer", question.options, index=None, key=place)


def path() -> None:
    """The stations in their order, by the parts of the course; the opened ones are ticked."""
    groups = groupby(COURSE, key=lambda station: station.group)
    course_path(
        [{"group": name, "members": [asdict(one) for one in members]} for name, members in groups]
    )


def next_station(name: str) -> None:
    """Where the course goes on after this page, which has been opened now."""
    mark_visited(name)
    station = after(name)
    if station is None:
        st.page_link("pages/home.py", label="Back to the course", icon=":material/home:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="next-station"):
        st.page_link(
            station.file,
            label=f"Next: **{station.title}**",
            icon=":material/arrow_forward:",
            width="content",
        )
        prose(station.question, width="content")
