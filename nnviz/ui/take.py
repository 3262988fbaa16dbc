"""Take it with you: the files of a moment of a run, below the film that plays it."""

from __future__ import annotations

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.record import Run
from nnviz.core.text import sized
from nnviz.engine.jobs import JobError
from nnviz.export.exports import EXPORTS, Export
from nnviz.export.moment import Moment
from nnviz.ui.actions import button, note, pressed
from nnviz.ui.layout import notices
from nnviz.ui.mounts import again
from nnviz.ui.server import engine


def asked(key: str) -> None:
    """Note that the viewer of the film `key` wants to take away the epoch that it shows."""
    note(_subject(key), st.session_state[key].take)


def take_with_you(experiment: Experiment, run: Run, key: str, file: str = "") -> None:
    """The files of the epoch that was asked for, once the viewer has asked; nothing before that.

    They are made by workers when this is opened, and not again as long as anybody wants them.

    Args:
        experiment: what decides the run.
        run: its record, as far as it is shown.
        key: the film's.
        file: the fingerprint of the file that it was opened from: its record need not be the one
            that its settings lead to.
    """
    subject = _subject(key)
    for epoch in pressed(subject):
        st.session_state[subject] = epoch
    epoch = st.session_state.get(subject)
    if epoch is None:
        return
    with st.container(border=True, key=subject.replace(" ", "-")):
        try:
            moment = Moment(experiment, run, _kept(run, epoch))
        except (TypeError, ValueError, OverflowError) as refusal:
            st.session_state[subject] = None
            notices([f"There is nothing to take away: {refusal}."])
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"Take epoch {moment.epoch} with you", anchor=False)
            button("Close", (subject, None), icon=":material/close:", type="tertiary")
        waiting = [_row(name, export, moment, file) for name, export in EXPORTS.items()]
        if any(waiting):
            again(subject)


def _row(name: str, export: Export, moment: Moment, file: str) -> bool:
    """One kind of file: its button with its size, and what to do with it.

    Returns:
        Whether it is still being made.
    """
    content, obstacle = None, export.obstacle(moment)
    if not obstacle:
        try:
            content = _made(name, export, moment, file)
        except JobError as failure:
            obstacle = str(failure)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"{export.label} · {sized(len(content))}" if content else export.label,
            content or b"",
            moment.file_name(export.ending),
            export.media,
            key=f"take {name} {file}",
            disabled=not content,
            on_click="ignore",
            icon=":material/download:",
            width=280,
        )
        st.text(obstacle or (export.use if content else "is being made …"))
    return not content and not obstacle


def _made(name: str, export: Export, moment: Moment, file: str) -> bytes | None:
    """The file; None while a worker makes it."""
    content = moment.experiment, file, moment.run.trained, moment.epoch
    return engine().answer(("export", name, *content), export.make, moment)


def _kept(run: Run, epoch: object) -> int:
    """The epoch of the record that is nearest to where a film stands."""
    return int(min(run.epochs, key=lambda kept: abs(kept - float(epoch))))


def _subject(key: str) -> str:
    return f"taken from {key}"
