"""The learning-rate laboratory: its buttons, its map, and the run at the rate chosen on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.engine.compute import turn
from nnviz.engine.survey import MAX_SEEDS, Survey, most_seeds, nearest, pull, status, survey_of
from nnviz.films.network import encode_run
from nnviz.films.sweep import encode_sweep
from nnviz.study.sweep import LEARNING_RATES
from nnviz.ui.controls import Controls, Field, flag, whole
from nnviz.ui.experiment import MAX_EPOCHS
from nnviz.ui.mounts import network_player, sweep_player

__all__ = ["FIELDS", "actions", "map_and_run", "survey_for"]

TICK_SECONDS = 0.1

FIELDS: tuple[Field, ...] = (
    whole("seeds", 1, 1, MAX_SEEDS),
    flag("predict", True),
    whole("swept", 0, 0, MAX_EPOCHS),
)


def survey_for(controls: Controls, experiment: Experiment) -> Survey:
    """What this visitor has asked for of an experiment: nothing yet, if the controls are new."""
    most = most_seeds(experiment.network)
    if controls["seeds"] > most:
        controls.complain(
            f"{controls['seeds']} seeds of a network of {experiment.network.parameter_count:,} "
            f"parameters are too many to train together; using {most}."
        )
        controls["seeds"] = most
    new = survey_of(experiment, controls["seeds"])
    survey: Survey | None = st.session_state.get("survey")
    if survey is None or not survey.same_runs(new):
        swept = controls["swept"] if controls.from_url else 0
        survey = replace(new, target=min(swept, new.epochs))
        st.session_state["survey"] = survey
    controls["swept"] = survey.target
    return survey


def actions(controls: Controls, survey: Survey) -> None:
    """Train, Stop, how many seeds, and whether to predict first."""

    def act_on(action: Callable[[Survey], Survey]) -> None:
        st.session_state["survey"] = action(st.session_state["survey"])
        controls["swept"] = st.session_state["survey"].target

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            f"Train at {len(LEARNING_RATES)} learning rates",
            icon=":material/play_arrow:",
            type="primary",
            on_click=act_on,
            args=(Survey.train,),
            disabled=survey.running or survey.complete,
        )
        st.button(
            "Stop",
            icon=":material/stop:",
            on_click=act_on,
            args=(Survey.stop,),
            disabled=not survey.running,
        )
        st.number_input(
            "Seeds",
            1,
            most_seeds(survey.experiment.network),
            width=130,
            help="Runs at each learning rate: other initial weights, other batches, same split.",
            **controls.bind("seeds"),
        )
        st.toggle("Predict, then run", **controls.bind("predict"))


def map_and_run(controls: Controls, survey: Survey) -> None:
    """The map, and the network player for the chosen rate; both follow without retraining."""

    def select() -> None:
        index = st.session_state["map"].selected
        if index is not None:
            controls["learning_rate"] = LEARNING_RATES[int(index)]

    @turn()
    def stage() -> None:
        before: Survey = st.session_state["survey"]
        now, sweep = pull(before)
        st.session_state["survey"] = now
        # One above the other: a sentence beside the bar would fall below it as it grows longer.
        with st.container(width=260):
            st.progress(now.shown / now.epochs, text=f"{now.shown} / {now.epochs} epochs")
        st.markdown(status(now, sweep))
        chosen = controls["learning_rate"]
        block = encode_sweep(sweep, selected=nearest(chosen), training=now.running)
        settled = sweep_player(block, key="map", on_select=select).settled is not None
        # While the map grows, the player waits: the run that it shows at the end is sent once.
        run, curves = now.run(chosen)
        dataset, split = now.experiment.dataset, now.experiment.split()
        network_player(encode_run(run, curves, dataset, split, play=1, cue="keep"), key="run")
        if before.running != now.running or settled:
            st.rerun()  # the rest of the page says something else now

    st.fragment(stage, run_every=TICK_SECONDS if survey.running else None)()
