"""A stack of runs that a page waits for: there at once if it is quick, else with a bar."""

from __future__ import annotations

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.engine.recording import Recording
from nnviz.ui.actions import fragment
from nnviz.ui.mounts import again
from nnviz.ui.server import engine, in_turn


def trained(experiment: Experiment, *trainings: Training, name: str) -> Recording | None:
    """The recording of a trained stack; until then a bar, which calls the page when it is done.

    Args:
        experiment, trainings: as for `Engine.recording`.
        name: what is being trained, to be told beside the bar.
    """
    # The bar's place stays there when the bar is gone: a last tick that comes late finds it.
    place = st.container()
    recording = engine().advance_stack(experiment, *trainings)
    if recording.finished:
        return recording

    @in_turn
    def wait() -> None:
        growing = engine().advance_stack(experiment, *trainings)
        epoch, epochs = growing.epoch, experiment.training.epochs
        st.progress(epoch / epochs, text=f"{name}: {epoch} / {epochs} epochs")
        if growing.finished:
            st.rerun()
        again(name)

    with place:
        fragment(wait)()
    return None
