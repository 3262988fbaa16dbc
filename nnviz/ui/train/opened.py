"""A saved run that a visitor opens again: played from its file, in the place of their own run.

Its numbers are the file's. Nothing of it is kept under the name of its settings, by which all
visitors share what the engine has trained: whoever asks for those gets what they lead to here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nnviz.core.blocks import in_words
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.saved import Saved, read
from nnviz.core.text import clipped, counted, number
from nnviz.engine.orders import Order
from nnviz.films.network import Screening, encode_run
from nnviz.ui.actions import button, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.layout import notices
from nnviz.ui.mounts import again, network_player, saved_run_title
from nnviz.ui.server import opened_runs
from nnviz.ui.take import Source, asked, take_with_you
from nnviz.ui.train.bench import Bench
from nnviz.ui.words import prose

OPENED = "opened run"
"""Where the session keeps what was opened last."""

FILES = "opened files"
"""How many files have been read, whatever became of them: each comes through a box of its own."""

SAID = "opened said"
"""Why the last one could not be opened; empty if it could."""

GONE = "The run from the file is gone: the server needed room for other runs. Open the file again."

PLAYER = "opened"


@dataclass(frozen=True, eq=False)
class Opened:
    """A file whose run is on the screen.

    Attributes:
        name: what the visitor calls the file.
        fingerprint: of its bytes.
        order: what was asked of the engine when it was opened. It stands in the place of that
            run's film as long as nothing else is asked for: no film of a file can be left over.
        opening: which of the visit's files it is, from 1: whoever opens one is led to it once.
    """

    name: str
    fingerprint: str
    order: Order
    opening: int


def in_place_of(order: Order, controls: Controls) -> Saved | None:
    """The run from a file that is on the screen instead of that of `order`; None if there is none.

    One that is shown counts as used. One that had to make room is told of where its film was.
    """
    opened: Opened | None = st.session_state.get(OPENED)
    if opened is None:
        return None
    saved = opened_runs().get(opened.fingerprint) if opened.order is order else None
    if saved:
        return opened_runs().keep(opened.fingerprint, lambda: saved)
    if opened.order is order:
        controls.complain(GONE)
    st.session_state[OPENED] = None
    return None


def film_of_file(saved: Saved) -> None:
    """What is opened, the film of it, and what may be done with it.

    Part for part it stands where the studio has the same of the visitor's own run.
    """
    opened: Opened = st.session_state[OPENED]
    with st.container(horizontal=True, vertical_alignment="center", key="saved-run-to-close"):
        saved_run_title(
            f"“{clipped(opened.name)}”, a saved run",
            f"{opened.fingerprint} {opened.opening}",
        )
        anew = Order(saved.experiment).train()
        button("Train its settings here", ("order", lambda _: anew), icon=":material/play_arrow:")
        button("Close the run", ("order", Order.resend), (SAID, None), icon=":material/close:")
    notices([])  # the studio tells its failures here: what stands below must not be mounted anew
    with st.container(key="where-it-stands", horizontal=True, gap="small"):
        prose(_what_it_is(saved), width="content")
    experiment, run, fingerprint = saved.experiment, saved.run, opened.fingerprint
    screening = Screening(take=("opened", fingerprint), linked=False)
    block = encode_run(run, saved.curves, experiment.dataset, experiment.split(), screening)
    source = Source(file=fingerprint)
    network_player(block, key=PLAYER, on_take=lambda: asked(PLAYER, experiment, source))
    waits = take_with_you(experiment, run, PLAYER, source=source)
    with st.container(key="saved-run-to-train"):
        prose(
            "[[Batches]], *Train on* and the *Doctor* need more than a record: they are there once "
            "its settings are trained here. What the page is set to is your own run, which is back "
            "when you close this one, or change a setting."
        )
    if waits:
        again("studio")


def _what_it_is(saved: Saved) -> str:
    experiment, run, curves = saved.experiment, saved.run, saved.curves
    training, score = run.training, curves.score
    end = f"test {score.label} {score.write(curves.test_score[-1])}"
    if run.diverged_at is not None:
        end = f"[[diverged]] at epoch {run.diverged_at}"
    branch = f", a branch from epoch {experiment.origin.epoch}" if experiment.origin else ""
    return (
        f"**A record from a file**: {in_words(run.network)}, "
        f"{OPTIMIZERS[training.optimizer].label}, [[η]] {number(training.learning_rate)}, "
        f"{counted(run.trained, 'epoch')}{branch}: {end}. Its numbers are those of the file, "
        "whoever wrote it; nothing was trained here."
    )


def box_for_a_file(bench: Bench) -> None:
    """The box that a saved run of the page's dataset comes through, and why one did not."""
    file = st.session_state.get(_box())
    if isinstance(file, UploadedFile):  # and has not been taken out of the box meanwhile
        _take_in(bench, file)
    for _ in pressed(SAID):
        st.session_state[SAID] = ""
    with st.container(key="saved-run-to-open"):
        st.subheader("Open a saved run", anchor=False)
        st.file_uploader(
            "A whole run that was taken away from here, as an .npz file: it plays again.",
            key=_box(),
        )
        notices(filter(None, [st.session_state.get(SAID)]))


def _box() -> str:
    """The key of the box that the next file comes through."""
    return f"saved run {st.session_state.get(FILES, 0)}"


def _take_in(bench: Bench, file: UploadedFile) -> None:
    """Read a file that has just come; a run that is on the screen stays if this is none."""
    data, name = file.getvalue(), file.name
    # Streamlit would keep it for as long as the visitor stays, and asks nobody but its own browser.
    context = get_script_run_ctx()
    context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    st.session_state[FILES] = opening = st.session_state.get(FILES, 0) + 1
    try:
        saved = read(data, [bench.recipe.dataset])
    except ValueError as error:
        st.session_state[SAID] = f"“{clipped(name)}” cannot be opened: {error}."
        return
    fingerprint = blake2b(data, digest_size=16).hexdigest()
    opened_runs().keep(fingerprint, lambda: saved)
    st.session_state[OPENED] = Opened(name, fingerprint, bench.order, opening)
    st.session_state[SAID] = ""
    bench.controls.complaints.clear()  # they were about a film that is not shown any more
    st.rerun()  # its film is above
