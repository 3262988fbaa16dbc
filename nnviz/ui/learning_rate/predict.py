"""Predict, then run: the visitor commits to a word, then the true curve is laid over it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.text import number
from nnviz.figures.prediction import prediction
from nnviz.study.sweep import LEARNING_RATES
from nnviz.study.verdicts import VERDICTS, verdict
from nnviz.ui.actions import button, pressed
from nnviz.ui.charts import palette, show
from nnviz.ui.controls import Controls
from nnviz.ui.progress import trained
from nnviz.ui.words import prose, words_here


@dataclass(frozen=True)
class Prediction:
    """What was predicted for an experiment, a key of `VERDICTS`, and what happened, once known."""

    experiment: Experiment
    guess: str
    truth: str | None = None


def predict(controls: Controls, experiment: Experiment, trained: bool) -> None:
    """Ask how this experiment will go; once answered, run it and show how it went.

    Once all rates are `trained` there is nothing left to predict. The box then stays as it is, with
    the last answer or with buttons that are off: the map below must not jump when training begins,
    nor while the visitor walks along the rates.
    """
    for guess in pressed("guess"):
        _made()[experiment] = Prediction(experiment, guess)
    made = _latest(experiment) if trained else _made().get(experiment)
    with st.container(border=True):
        if made is None:
            _ask(experiment, trained)
        elif made.truth is None:
            _run(made)
        else:
            _compare(made)
            button("Ask me about another rate", controls.by(_another_rate), disabled=trained)
        if _made():
            st.markdown(score(list(_made().values())))


def _latest(experiment: Experiment) -> Prediction | None:
    """The last prediction of the visit for these settings, whatever its learning rate."""

    def at_its_rate(other: Experiment) -> Experiment:
        rate = other.training.learning_rate
        return replace(experiment, training=replace(experiment.training, learning_rate=rate))

    alike = [made for other, made in _made().items() if at_its_rate(other) == other]
    return alike[-1] if alike else None


def score(made: list[Prediction]) -> str:
    """How many predictions of the visit were right."""
    known = [entry for entry in made if entry.truth is not None]
    if not known:
        return "No prediction is answered yet."
    right = sum(entry.guess == entry.truth for entry in known)
    return f"On this visit: **{right} right, {len(known) - right} wrong**."


def _made() -> dict[Experiment, Prediction]:
    return st.session_state.setdefault("predictions", {})


def _ask(experiment: Experiment, trained: bool) -> None:
    rate = number(experiment.training.learning_rate)
    with st.container(horizontal=True, vertical_alignment="center"):
        prose(
            "**Predict:** the map answers for all rates; change a setting to be asked again."
            if trained
            else f"**Predict:** what will η = {rate} do to the [[training loss]]?",
            width="content",
        )
        for name, entry in VERDICTS.items():
            button(f"It {entry.label}", ("guess", name), help=entry.meaning, disabled=trained)


def _run(made: Prediction) -> None:
    """Train the run; when it has ended, the word for its curve."""
    recording = trained(made.experiment, name="Running it")
    if recording is not None:
        truth = verdict(recording.run()[1].train_loss)
        _made()[made.experiment] = replace(made, truth=truth)
        st.rerun()


def _compare(made: Prediction) -> None:
    recording = trained(made.experiment, name="Running it")
    if recording is None:
        return
    run, curves = recording.run()
    guess, truth = VERDICTS[made.guess], VERDICTS[made.truth]
    answer = "**Right.**" if guess is truth else f"You said: it {guess.label}. **Not this time.**"
    rate = f"η = {number(made.experiment.training.learning_rate)}"
    st.markdown(f"{answer} At {rate} it **{truth.label}**. {truth.meaning}")
    sketch = curves.train_loss[0] * guess.sketch(run.epochs / run.training.epochs)
    names = f"you said: it {guess.label} (a sketch)", f"what happened: it {truth.label}"
    unit = LOSSES[run.training.loss].unit
    figure = prediction(run.epochs, curves.train_loss, sketch, names, unit, palette())
    show(figure, key="prediction")
    words_here("epoch", "loss")


def _another_rate(values: Mapping[str, Any]) -> dict[str, Any]:
    asked = {experiment.training.learning_rate for experiment in _made()}
    left = [rate for rate in LEARNING_RATES[::3] if rate not in asked]
    return {"learning_rate": random.choice(left or LEARNING_RATES)}
