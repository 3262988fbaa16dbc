"""What a page waits for: there at once if it is known, else with a bar until it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any
from uuid import uuid4

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.text import counted
from nnviz.core.training import Training
from nnviz.engine.recording import Recording
from nnviz.ui.actions import fragment, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.mounts import again
from nnviz.ui.server import engine


def asked_for(controls: Controls, flag: str, about: Hashable) -> tuple[bool, Hashable]:
    """Whether what takes long is asked for, with the settings that it is about.

    With other settings it has to be asked for again. A press notes (`flag`, whether it is wanted).

    Returns:
        The flag, and what names a measurement: None for the one that all visitors share, another
        name for each press that asks for what is there already.
    """
    key = controls.key(f"{flag}, about")
    before, measurement = st.session_state.get(key, (about, None))
    if before != about:
        measurement = None
        controls[flag] = controls[flag] and controls.from_url
    for wanted in pressed(flag):
        measurement = uuid4() if wanted and controls[flag] else None
        controls[flag] = wanted
    st.session_state[key] = about, measurement
    return controls[flag], measurement


def trained(experiment: Experiment, *trainings: Training, name: str) -> Recording | None:
    """The recording of a trained stack; until then a bar, which calls the page when it is done.

    Args:
        experiment, trainings: as for `Engine.recording`.
        name: what is being trained, to be told beside the bar.
    """
    # The bar's place stays there when the bar is gone: a last tick that comes late finds it.
    place = st.container()
    recording = engine().ask(experiment, *trainings)
    if recording and recording.finished:
        return recording

    def wait() -> None:
        growing = engine().ask(experiment, *trainings)  # None: a branch whose parent is to come
        epoch, epochs = growing.epoch if growing else 0, experiment.training.epochs
        st.progress(epoch / epochs, text=f"{name}: {epoch} / {counted(epochs, 'epoch')}")
        if growing and growing.finished:
            st.rerun()
        again(name)

    with place:
        fragment(wait)()
    return None


def answered(
    name: Hashable, function: Callable[..., Any], *arguments: Any, words: str
) -> Any | None:
    """What a pure function says; until then a bar, which calls the page when it is known.

    Args:
        name, function, arguments: as for `Engine.answer`.
        words: what is being done, to be told beside the bar.
    """
    place = st.container()
    found = engine().answer(name, function, *arguments)
    if found is not None:
        return found

    def wait() -> None:
        st.progress(0.0, text=words)
        if engine().answer(name, function, *arguments) is not None:
            st.rerun()
        again(words)

    with place:
        fragment(wait)()
    return None
