"""The learning-rate laboratory: its buttons, its map, and the run at the rate chosen on it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nnviz.core.bounds import EPOCH, SWEEP_SEEDS, Bounds
from nnviz.core.experiment import Experiment
from nnviz.core.text import counted
from nnviz.engine.survey import Survey, most_seeds, nearest, pull, status, survey_of
from nnviz.films.network import Screening, encode_run
from nnviz.films.sweep import encode_sweep
from nnviz.study.sweep import LEARNING_RATES
from nnviz.ui.actions import button, fragment, note, pressed
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field, flag, left_open, whole
from nnviz.ui.mounts import again, network_player, sweep_player
from nnviz.ui.server import engine
from nnviz.ui.take import Source, asked, take_with_you
from nnviz.ui.widgets import bound

FIELDS: tuple[Field, ...] = (
    whole("seeds", 1, SWEEP_SEEDS),
    flag("predict", True),
    left_open(whole("swept", 0, EPOCH)),
)


def survey_for(controls: Controls, experiment: Experiment) -> Survey:
    """What this visitor has asked for of an experiment, and asks for now.

    A page that is opened asks by itself; controls that are changed ask for nothing.
    """
    most = most_seeds(experiment.network)
    if controls["seeds"] > most:
        controls.complain(
            f"{controls['seeds']} seeds of a network of {experiment.network.parameter_count:,} "
            f"parameters are too many to train together; using {most}."
        )
        controls["seeds"] = most
    new = survey_of(experiment, controls["seeds"])
    survey: Survey | None = st.session_state.get("survey")
    opens = survey is None or controls.from_url
    if opens:
        named = controls["swept"]
        swept = new.epochs if named is None else min(named, new.epochs)
        new = new.open(swept, engine())
    other = survey is None or not survey.same_runs(new)
    if other or (opens and survey.target != new.target):
        st.session_state["survey"] = survey = new
    for act in pressed("survey"):
        st.session_state["survey"] = survey = act(survey)
    controls["swept"] = survey.target
    return survey


def actions(controls: Controls, survey: Survey) -> None:
    """Train, Stop, how many seeds, and whether to predict first."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="survey-buttons"):
        # Never off: whoever presses it may just have typed a setting.
        again = " again" if survey.complete else ""
        button(
            f"Train{again} at {len(LEARNING_RATES)} learning rates",
            ("survey", Survey.train),
            name="train",
            icon=":material/play_arrow:",
            type="primary",
        )
        button("Stop", ("survey", Survey.stop), icon=":material/stop:", disabled=not survey.running)
        seeds = Bounds(SWEEP_SEEDS.low, most_seeds(survey.experiment.network))
        st.number_input(
            "Seeds",
            *seeds,
            width=130,
            **bound(
                controls,
                "seeds",
                "seed",
                "So many runs at each learning rate: other initial weights, other batches, same "
                f"split. {seeds} for this network.",
            ),
        )
        st.toggle("Predict, then run", **controls.bind("predict"))


def map_and_run(controls: Controls, survey: Survey) -> None:
    """The map, and the network player for the chosen rate; both follow without retraining."""

    def select() -> None:
        index = st.session_state["map"].selected
        if index is not None:
            controls["learning_rate"] = LEARNING_RATES[int(index)]

    def missed() -> None:
        note("gap", None)

    def stage() -> None:
        for _ in pressed("gap"):
            st.session_state["survey"] = st.session_state["survey"].resend()
        before: Survey = st.session_state["survey"]
        now, sweep = pull(before, engine())
        st.session_state["survey"] = now.after_sending()
        # One above the other: a sentence beside the bar would fall below it as it grows longer.
        with st.container(width=260):
            st.progress(
                now.shown / now.epochs, text=f"{now.shown} / {counted(now.epochs, 'epoch')}"
            )
        st.markdown(status(now, sweep))
        chosen = controls["learning_rate"]
        block = encode_sweep(
            sweep,
            now.experiment.split(),
            selected=nearest(chosen),
            training=now.running,
            scenery=now.scenery,
            take=now.take,
        )
        film = sweep_player(block, key="map", on_gap=missed, on_select=select)
        settled = film.settled is not None
        # While the map grows, the player waits: the run that it shows at the end is sent once.
        run, curves = now.run(chosen, engine())
        dataset, split = now.experiment.dataset, now.experiment.split()
        screening = Screening(play=1, cue="keep", scenery=now.scenery)
        block = encode_run(run, curves, dataset, split, screening)
        shown = replace(now.experiment, training=run.training)
        source = Source(stack=f"{now.seeds} seeds of {now.experiment.identity}")
        network_player(block, key="run", on_take=lambda: asked("run", shown, source), on_gap=missed)
        waits = take_with_you(shown, run, "run", training=now.running, source=source)
        if before.running != now.running or settled:
            st.rerun()  # the rest of the page says something else now
        if now.running or waits:
            again("map")

    fragment(stage)()
