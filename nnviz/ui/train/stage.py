"""The studio's stage: the film of the run that a visitor has asked for, and what the film asks."""

from __future__ import annotations

import streamlit as st

from nnviz.engine.orders import Order, pull, status
from nnviz.engine.requests import answer
from nnviz.engine.shelf import Shelf
from nnviz.films.network import Workbench, encode_run
from nnviz.ui.actions import note, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.mounts import again, network_player
from nnviz.ui.server import engine, tick_seconds


def stage(controls: Controls, drawn: Order, said: tuple[str, ...]) -> None:
    """The film so far; while training, each tick adds a slice.

    Args:
        controls: the page's.
        drawn, said: the order and the notices that the rest of the page was drawn with.
    """
    _answer_requests(controls)
    order: Order = st.session_state["order"]
    if _page_says(drawn, said) != _page_says(order, tuple(controls.complaints)):
        st.rerun()  # a request has changed the run: first the page, which calls the stage anew
    pulled = pull(order, engine(), tick_seconds())
    if pulled is None:
        st.markdown("The run that this one leaves is trained again …")
        again("studio")
        return
    now, run, curves = pulled
    shelf = _shelf().with_order(now)
    workbench = shelf.workbench(now, engine())
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=260):
            st.progress(now.shown / now.epochs, text=f"{now.shown} / {now.epochs} epochs")
        st.markdown(_sentence(status(now, run, curves), workbench))
    block = encode_run(
        run,
        curves,
        now.experiment.dataset,
        now.experiment.split(),
        training=now.running,
        play=now.play,
        cue=now.cue,
        take=(now.take, now.experiment.identity),
        first=now.first_row(run),
        scenery=now.scenery,
        workbench=workbench,
    )
    st.session_state["order"], st.session_state["shelf"] = now.after_sending(run), shelf
    network_player(
        block,
        key="studio",
        on_gap=lambda: note("gap", None),
        on_request=lambda: note("film", st.session_state["studio"].request),
    )
    if now.running != order.running:
        st.rerun()  # the buttons say something else now
    if now.running or shelf.waits(workbench, now, engine()):
        again("studio")


def _page_says(order: Order, said: tuple[str, ...]) -> tuple[object, ...]:
    """What the rest of the page shows of an order: its buttons and notices."""
    return order.running, order.experiment, said


def _sentence(standing: str, workbench: Workbench) -> str:
    """Which of several runs this is, where it stands, and what the doctor found in it."""
    shown = [kept.label for kept in workbench.shelf if kept.id == workbench.current]
    name = f"Run {shown[0]}. " if shown and len(workbench.shelf) > 1 else ""
    found = ", ".join(finding.title.lower() for finding in workbench.findings)
    return f"{name}{standing}" + (f" The doctor found: {found}." if found else "")


def _shelf() -> Shelf:
    return st.session_state.get("shelf", Shelf())


def _answer_requests(controls: Controls) -> None:
    """Do what the film asks for, of the run that there is now; a refusal is a sentence."""
    for _ in pressed("gap"):
        st.session_state["order"] = st.session_state["order"].resend()
    for request in pressed("film"):
        controls.complaints.clear()
        try:
            st.session_state["shelf"], st.session_state["order"] = answer(
                _shelf(), st.session_state["order"], request, engine()
            )
        except (ValueError, KeyError, TypeError, OverflowError) as refusal:
            controls.complain(f"That could not be done: {refusal}.")
