"""All learning-rate schedules from the same start, and what each does to the training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import counted, loss_text, number
from nnviz.core.training import Training
from nnviz.figures import schedules as figures
from nnviz.ui.charts import palette, show, twins
from nnviz.ui.controls import Controls
from nnviz.ui.progress import trained
from nnviz.ui.tables import numbers
from nnviz.ui.training import PARAMETERS, parameter_box, schedule_values
from nnviz.ui.words import prose, words_here

NAMES = [schedule.label for schedule in SCHEDULES.values()]


def schedules_view(controls: Controls, experiment: Experiment) -> None:
    """Train the experiment with every schedule, from the same weights, and compare."""
    prose(
        "A [[schedule]] changes [[η]] while the network trains: large steps first, to get far, "
        "small ones later, to settle. Every schedule starts from the same weights and sees the "
        "same batches."
    )
    columns = st.columns(len(PARAMETERS), vertical_alignment="bottom")
    for column, parameter in zip(columns, PARAMETERS.values(), strict=True):
        parameter_box(column, controls, parameter, "every schedule's")

    trainings = variants(controls, experiment.training)
    chosen = list(SCHEDULES).index(controls["schedule"])
    values = np.stack([training.learning_rates for training in trainings])
    rates = figures.rates(NAMES, values, chosen, palette())
    recording = trained(experiment, *trainings, name="All schedules")
    if recording is None:
        show(rates, key="schedules")
        words_here("epoch", "learning rate η")
    else:
        epochs, curves = recording.record()
        unit = LOSSES[experiment.training.loss].unit
        losses = figures.losses(NAMES, epochs, curves.train_loss, chosen, unit, palette())
        twins("schedules", rates, losses)
        words_here("epoch", "learning rate η", "train loss", "test loss", "accuracy")
        numbers(comparison(trainings, epochs, curves))
        st.markdown(sentence(epochs, curves))
    schedule = SCHEDULES[controls["schedule"]]
    st.latex(schedule.formula)
    st.markdown(
        f"This is the schedule chosen beside Optimizer, {schedule.label}. T is the number of "
        f"epochs, t how many are done. Source: {schedule.source}."
    )


def variants(controls: Controls, training: Training) -> list[Training]:
    """The training with each of the schedules, all else equal."""
    return [
        replace(training, schedule=name, schedule_values=schedule_values(controls, name))
        for name in SCHEDULES
    ]


COLUMNS = (
    "schedule",
    "η of the last epoch",
    "final train loss",
    "times constant's loss",
    "final test loss",
)


def comparison(trainings: Sequence[Training], epochs: np.ndarray, curves: Curves) -> pd.DataFrame:
    """One row per schedule: where it ended, and that as a multiple of what constant η reached."""
    losses = curves.train_loss
    reference = losses[-1, 0]  # the first schedule of the registry is the constant one
    rows = []
    for index, (name, training) in enumerate(zip(NAMES, trainings, strict=True)):
        last = losses[-1, index]
        shown = [number(training.learning_rates[-1])]
        if np.isfinite(last):
            shown += [loss_text(last), f"{last / reference:.2f}" if 0 < reference < np.inf else "–"]
            shown += [number(curves.test_loss[-1, index])]
            shown += [curves.score.write(curves.test_score[-1, index])]
        else:
            end = epochs[int(np.argmin(np.isfinite(losses[:, index])))]
            shown += [f"diverged at epoch {end}", "–", "–", "–"]
        rows.append([name, *shown])
    return pd.DataFrame(rows, columns=(*COLUMNS, f"test {curves.score.label}"))


def sentence(epochs: np.ndarray, curves: Curves) -> str:
    """Which schedules ended lowest, and how far that can be trusted."""
    train, test = (
        np.where(np.isfinite(loss[-1]), loss[-1], np.inf)
        for loss in (curves.train_loss, curves.test_loss)
    )
    if np.isinf(train).all():
        return "Every schedule diverged: a learning rate ten times smaller usually helps."
    best, best_test = int(np.argmin(train)), int(np.argmin(test))
    return (
        f"After {counted(epochs[-1], 'epoch')} the training loss is lowest with **{NAMES[best]}** "
        f"({number(train[best])}), the test loss with **{NAMES[best_test]}** "
        f"({number(test[best_test])}). This is one seed: try another before you believe in a small "
        "difference."
    )
