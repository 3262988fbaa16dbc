"""Take it with you: the files of a moment of a run, below the film that plays it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.record import Run
from nnviz.core.text import sized
from nnviz.engine.jobs import JobError
from nnviz.engine.tales import tale
from nnviz.export.exports import EXPORTS, Export
from nnviz.export.moment import Moment
from nnviz.ui.actions import button, note, pressed
from nnviz.ui.layout import notices
from nnviz.ui.mounts import where_film_stands
from nnviz.ui.server import engine

CLOSE = "Close"


@dataclass(frozen=True)
class Source:
    """Where a film's record is from: with the settings and its length, that decides its numbers.

    Attributes:
        file: the fingerprint of the file that it was opened from, if it was: it need not be the
            record that its settings lead to.
        stack: the name of those that it was trained with, if it was: its last digits may be others
            than alone.
    """

    file: str = ""
    stack: str = ""

    @property
    def alone(self) -> bool:
        """Whether the engine has trained that experiment and no other: the film tells its tale."""
        return not self.file and not self.stack


ALONE = Source()


@dataclass(frozen=True)
class Wish:
    """What the viewer of a film wants to take away.

    Attributes:
        run: the identity of its experiment, and its source: that of another run is nobody's wish.
        epoch: where the film stood, as the browser says.
        at: when, in seconds of the server's clock: the browser brings each new wish into view.
        slow: the files to be made of those that are slow.
        drawn: whether the panel has been on the screen.
    """

    run: tuple[str, Source]
    epoch: object
    at: float = 0.0
    slow: frozenset[str] = frozenset()
    drawn: bool = False


def asked(key: str, experiment: Experiment, source: Source = ALONE) -> None:
    """Note that the viewer of the film `key` wants to take away the epoch that it shows."""
    wish = Wish((experiment.identity, source), st.session_state[key].take, monotonic())
    note(_subject(key), lambda _: wish)


def take_with_you(
    experiment: Experiment,
    run: Run,
    key: str,
    *,
    training: bool = False,
    source: Source = ALONE,
) -> bool:
    """The files of the epoch that was asked for, once the viewer has asked; nothing before that.

    They are made by workers when this is opened, and not again as long as anybody wants them.

    Args:
        experiment: what decides the run.
        run: its record, as far as it is shown.
        key: the film's.
        training: whether more of it is on its way: until it rests, nothing is made.
        source: where the record is from.

    Returns:
        Whether it waits for a file: it is to be drawn again.
    """
    subject = _subject(key)
    wish = _wish(subject, (experiment.identity, source))
    if wish is None:
        return False
    with st.container(border=True, key=subject.replace(" ", "-")):
        try:
            moment = Moment(experiment, run, _kept(run, wish.epoch), opened=bool(source.file))
        except (TypeError, ValueError, OverflowError) as refusal:
            st.session_state[subject] = None
            notices([f"There is nothing to take away: {refusal}."])
            return False
        with st.container(horizontal=True, vertical_alignment="center"):
            what = "it" if training else f"epoch {moment.epoch}"
            whose = " of the opened run" if source.file else ""
            st.subheader(f"Take {what}{whose} with you", anchor=False)
            button(CLOSE, (subject, lambda _: None), icon=":material/close:", type="tertiary")
        st.session_state[subject] = replace(wish, drawn=True)
        where_film_stands(key, None if training else moment.epoch, wish.at)
        if training:
            st.text("The run is being trained: its files are made as soon as it rests.")
            return False
        waits = [_row(name, moment, wish, subject) for name in EXPORTS]
    return any(waits)


def _wish(subject: str, run: tuple[str, Source]) -> Wish | None:
    """What is wanted of a run; it ends with the panel, and when another run is shown."""
    wish: Wish | None = st.session_state.get(subject)
    if wish and wish.drawn and f"{subject}: {CLOSE}" not in st.session_state:
        wish = None  # Streamlit forgets the buttons of a page that was left
    for act in pressed(subject):
        wish = st.session_state[subject] = act(wish)
    if wish and wish.run != run:
        wish = None
    st.session_state[subject] = wish
    return wish


def _row(name: str, moment: Moment, wish: Wish, subject: str) -> bool:
    """One kind of file: its button with its size, and what to do with it.

    Returns:
        Whether it is still being made.
    """
    export = EXPORTS[name]
    content, obstacle = None, export.obstacle(moment)
    offered = export.slow and name not in wish.slow and not obstacle
    if not obstacle and not offered:
        try:
            content = _made(name, export, moment, wish.run)
        except JobError as failure:
            obstacle = str(failure)
    with st.container(horizontal=True, vertical_alignment="center"):
        if offered:
            label, icon = f"Make it: {export.label}", ":material/construction:"
            button(label, (subject, lambda wish: _with_slow(wish, name)), icon=icon, width=280)
        else:
            st.download_button(
                f"{export.label} · {sized(len(content))}" if content else export.label,
                content or b"",
                moment.file_name(export.ending),
                export.media,
                key=f"{subject}: {name}",
                disabled=not content,
                on_click="ignore",
                icon=":material/download:",
                width=280,
            )
        st.text(obstacle or (export.use if content or offered else "is being made …"))
    return not (content or obstacle or offered)


def _with_slow(wish: Wish | None, name: str) -> Wish | None:
    return wish and replace(wish, slow=wish.slow | {name})


def _made(name: str, export: Export, moment: Moment, run: tuple[str, Source]) -> bytes | None:
    """The file; None while a worker makes it, or the tale that it tells is not there yet."""
    _, source = run
    if export.tells and source.alone and moment.run.complete:
        known = tale(moment.experiment, engine())
        if known is None:
            return None
        moment = replace(moment, tale=known)
    # Named by what decides its numbers: to read them all takes as long as all else of a drawing.
    content = moment.run.trained, None if export.whole else moment.epoch, moment.tale is not None
    return engine().answer(("export", name, *run, *content), export.make, moment, at_leisure=True)


def _kept(run: Run, epoch: object) -> int:
    """The epoch of the record that is nearest to where a film stands."""
    return int(run.epochs[np.argmin(np.abs(run.epochs - float(epoch)))])


def _subject(key: str) -> str:
    return f"taken from {key}"
