"""A saved run that a visitor opens again: played from its file, beside what is trained here.

Its numbers are the file's. Nothing of it is kept under the name of its settings, by which all
visitors share what the engine has trained: whoever asks for those gets what they lead to here.
"""

from __future__ import annotations

from hashlib import blake2b

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nnviz.core.data import DATASETS, load
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.saved import Saved, read
from nnviz.core.text import clipped, counted, number
from nnviz.engine.orders import Order
from nnviz.films.network import encode_run
from nnviz.ui.actions import button, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.layout import notices
from nnviz.ui.mounts import again, network_player
from nnviz.ui.server import opened_runs
from nnviz.ui.take import Source, asked, take_with_you
from nnviz.ui.train import runs
from nnviz.ui.words import prose

OPENED = "opened run"
"""Where the session keeps the fingerprint of the file whose run is shown."""

FILES = "opened files"
"""How many files have been read, whatever became of them: each comes through a box of its own."""

SAID = "opened said"
"""Why the last one could not be opened, or is not there any more; empty if it is."""

PLAYER = "opened player"


def opened(controls: Controls) -> None:
    """The box for a file, what is to be said of it, and the film of the run that it holds."""
    file = st.session_state.get(_box())
    if isinstance(file, UploadedFile):  # and has not been taken out of the box meanwhile
        _take_in(file)
    for fingerprint in pressed(OPENED):
        st.session_state[OPENED], st.session_state[SAID] = fingerprint, ""
    fingerprint = st.session_state.get(OPENED)
    saved = _still_there(fingerprint) if fingerprint else None
    with st.container(key="saved-run-to-open"):
        st.subheader("Open a saved run", anchor=False)
        st.file_uploader(
            "A whole run that was taken away from here, as an .npz file: it plays again.",
            type="npz",
            key=_box(),
        )
        notices(filter(None, [st.session_state.get(SAID)]))
    if saved:
        _film(saved, fingerprint)
        _train_here(saved, controls)


def _box() -> str:
    """The key of the box that the next file comes through."""
    return f"saved run {st.session_state.get(FILES, 0)}"


def _still_there(fingerprint: str) -> Saved | None:
    """The run that is shown, which counts as used; None if it had to make room."""
    saved = opened_runs().get(fingerprint)
    if saved:
        return opened_runs().keep(fingerprint, lambda: saved)
    st.session_state[OPENED] = None
    st.session_state[SAID] = "The server needed room for other runs: open the file again."
    return None


def _take_in(file: UploadedFile) -> None:
    """Read a file that has just come; a run that is on the screen stays if this is none."""
    data = file.getvalue()
    refusal = ""
    try:
        saved = read(data, [load(name) for name in DATASETS])
    except ValueError as error:
        refusal = f"“{clipped(file.name)}” cannot be opened: {error}."
    else:
        fingerprint = blake2b(data, digest_size=16).hexdigest()
        opened_runs().keep(fingerprint, lambda: saved)
        st.session_state[OPENED] = fingerprint
    st.session_state[SAID], st.session_state[FILES] = refusal, st.session_state.get(FILES, 0) + 1
    # Streamlit would keep it for as long as the visitor stays, and asks nobody but its own browser.
    context = get_script_run_ctx()
    context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _film(saved: Saved, fingerprint: str) -> None:
    """What is shown, in a sentence, and the film."""
    experiment, run, curves = saved.experiment, saved.run, saved.curves
    training, score = run.training, curves.score
    end = f"test {score.label} {score.write(curves.test_score[-1])}"
    if run.diverged_at is not None:
        end = f"[[diverged]] at epoch {run.diverged_at}"
    branch = f", a branch from epoch {experiment.origin.epoch}" if experiment.origin else ""
    prose(
        f"**A record from a file**: {'→'.join(map(str, run.network.sizes))}, "
        f"{OPTIMIZERS[training.optimizer].label}, [[η]] {number(training.learning_rate)}, "
        f"{counted(run.trained, 'epoch')}{branch}: {end}. Its numbers are those of the file, "
        "whoever wrote it; nothing was trained here."
    )
    block = encode_run(
        run, curves, experiment.dataset, experiment.split(), take=("opened", fingerprint)
    )
    source = Source(file=fingerprint)
    network_player(block, key=PLAYER, on_take=lambda: asked(PLAYER, experiment, source))
    if take_with_you(experiment, run, PLAYER, source=source):
        again("opened")


def _train_here(saved: Saved, controls: Controls) -> None:
    """What needs more than a record, and the way to it; the way to be rid of the film."""
    with st.container(key="saved-run-to-train"):
        prose(
            "[[Batches]], *Train on* and the *Doctor* need more than a record: train its settings "
            "here, and they are there."
        )
        with st.container(horizontal=True):
            button("Train these settings", ("train opened", None), icon=":material/play_arrow:")
            button("Close the run", (OPENED, None), icon=":material/close:", type="tertiary")
    wanted = False
    for _ in pressed("train opened"):
        wanted = True
    if wanted:
        runs.show(Order(saved.experiment).train(), controls)
