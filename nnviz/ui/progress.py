"""A stack of runs that a page waits for: there at once if it is quick, else with a bar."""

from __future__ import annotations

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.engine.compute import Film, advance_stack, turn

__all__ = ["trained"]

TICK_SECONDS = 0.1


def trained(experiment: Experiment, *trainings: Training, name: str) -> Film | None:
    """The film of a stack once it is trained; until then a bar, which calls the page when done.

    Args:
        experiment, trainings: as for `film`.
        name: what is being trained, to be told beside the bar.
    """
    # The bar's place stays there when the bar is gone: a last tick that comes late finds it.
    place = st.container()
    shared = advance_stack(experiment, *trainings)
    if shared.trainer.finished:
        return shared

    @turn()
    def wait() -> None:
        growing = advance_stack(experiment, *trainings)
        epoch, epochs = growing.trainer.epoch, experiment.training.epochs
        st.progress(epoch / epochs, text=f"{name}: {epoch} / {epochs} epochs")
        if growing.trainer.finished:
            st.rerun()

    with place:
        st.fragment(wait, run_every=TICK_SECONDS)()
    return None
