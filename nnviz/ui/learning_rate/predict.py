"""Predict, then run: the visitor commits to a word, then the true curve is laid over it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.text import listed, number
from nnviz.engine.survey import nearest
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


def predict(controls: Controls, experiment: Experiment, mapped: bool) -> None:
    """Ask how a training will go; once answered, run it and show how it went.

    Where the map shows this experiment at all rates, or is about to, the question is about another
    one, which is not on the screen yet.
    """
    asked = _asked(experiment, mapped)
    for guess in pressed("guess"):
        _made()[asked] = Prediction(asked, guess)
    made = _made().get(asked)
    with st.container(border=True):
        if made is None:
            _ask(asked, experiment)
        elif made.truth is None:
            _run(made)
        else:
            _compare(made, experiment)
            button("Ask me another", ANOTHER if mapped else controls.by(_another_rate))
        if _made():
            st.markdown(score(list(_made().values())))


ANOTHER = ("riddle", None)


def _asked(experiment: Experiment, mapped: bool) -> Experiment:
    """What the box is about: an answer stays there, and the map below it, until another is wanted.

    The first question of a page is the same for everybody.
    """
    asked = st.session_state.get("riddle")
    for _ in pressed("riddle"):
        asked = None
    possible = riddles(experiment) if mapped else [experiment]
    answered = mapped and asked in _made() and at_rate_of(asked, experiment) == asked
    if not answered and asked not in possible:
        left = [riddle for riddle in possible if riddle not in _made()]
        asked = (left or possible)[0]
    st.session_state["riddle"] = asked
    return asked


def at_rate_of(other: Experiment, experiment: Experiment) -> Experiment:
    """The experiment at the learning rate of another one."""
    rate = other.training.learning_rate
    return replace(experiment, training=replace(experiment.training, learning_rate=rate))


RATES = (1.0, 0.001, 10.0, 0.1, 1e-5, 0.01)
"""What is asked about, so mixed that one answer tells little about the next."""


def riddles(experiment: Experiment) -> list[Experiment]:
    """Experiments that differ from this one in the optimizer or the activation, at many rates."""
    network, training = experiment.network, experiment.training
    others = [
        replace(experiment, training=replace(training, optimizer=name))
        for name in ("sgd", "momentum", "adam")
        if name != training.optimizer
    ]
    others += [
        replace(experiment, network=replace(network, activation=name))
        for name in ("identity", "sigmoid")
        if name != network.activation and len(network.sizes) > 2
    ]
    return [
        replace(other, training=replace(other.training, learning_rate=RATES[(i + j) % len(RATES)]))
        for i in range(len(RATES))
        for j, other in enumerate(others)
    ]


def described(asked: Experiment, experiment: Experiment) -> str:
    """What a riddle is about: "η = 1 with SGD instead of Adam"."""
    pairs = (
        (OPTIMIZERS, asked.training.optimizer, experiment.training.optimizer),
        (ACTIVATIONS, asked.network.activation, experiment.network.activation),
    )
    changes = [
        f"{registry[new].label} instead of {registry[old].label}"
        for registry, new, old in pairs
        if new != old
    ]
    rate = f"η = {number(asked.training.learning_rate)}"
    return f"{rate} with {listed(changes)}" if changes else rate


def score(made: list[Prediction]) -> str:
    """How many predictions of the visit were right."""
    known = [entry for entry in made if entry.truth is not None]
    if not known:
        return "No prediction is answered yet."
    right = sum(entry.guess == entry.truth for entry in known)
    return f"On this visit: **{right} right, {len(known) - right} wrong**."


def _made() -> dict[Experiment, Prediction]:
    return st.session_state.setdefault("predictions", {})


def _ask(asked: Experiment, experiment: Experiment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="predict-answers"):
        prose(
            f"**Predict:** what will {described(asked, experiment)} do to the [[training loss]]?",
            width="content",
        )
        for name, entry in VERDICTS.items():
            button(f"It {entry.label}", ("guess", name), help=entry.meaning)


def _run(made: Prediction) -> None:
    """Train the run; when it has ended, the word for its curve."""
    recording = trained(made.experiment, name="Running it")
    if recording is not None:
        truth = verdict(recording.run()[1].train_loss)
        _made()[made.experiment] = replace(made, truth=truth)
        st.rerun()


def _compare(made: Prediction, experiment: Experiment) -> None:
    recording = trained(made.experiment, name="Running it")
    if recording is None:
        return
    run, curves = recording.run()
    guess, truth = VERDICTS[made.guess], VERDICTS[made.truth]
    answer = "**Right.**" if guess is truth else f"You said: it {guess.label}. **Not this time.**"
    at = described(made.experiment, experiment)
    st.markdown(f"{answer} At {at} it **{truth.label}**. {truth.meaning}")
    sketch = curves.train_loss[0] * guess.sketch(run.epochs / run.training.epochs)
    names = f"you said: it {guess.label} (a sketch)", f"what happened: it {truth.label}"
    unit = LOSSES[run.training.loss].unit
    figure = prediction(run.epochs, curves.train_loss, sketch, names, unit, palette())
    show(figure, key="prediction")
    words_here("epoch", "loss")


def _another_rate(values: Mapping[str, Any]) -> dict[str, Any]:
    asked = {experiment.training.learning_rate for experiment in _made()}
    left = [rate for rate in (LEARNING_RATES[nearest(rate)] for rate in RATES) if rate not in asked]
    return {"learning_rate": left[0] if left else random.choice(LEARNING_RATES)}
