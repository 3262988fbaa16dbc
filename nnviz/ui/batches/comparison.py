"""The same training with batches of one row, of some and of all rows, compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.core.text import counted, loss_text, number
from nnviz.figures import batches as figures
from nnviz.study.batches import BatchLosses, steps_per_epoch
from nnviz.study.timing import seconds_per_epoch
from nnviz.ui.batches.noise import names_of
from nnviz.ui.charts import palette, twins
from nnviz.ui.progress import answered, trained
from nnviz.ui.tables import numbers
from nnviz.ui.words import words_here

ROWS = (
    "steps per epoch",
    "noise of the loss",
    "ms per epoch here",
    "final train loss",
    "final test loss",
)


def comparison(
    experiments: Sequence[Experiment], records: Sequence[BatchLosses], measurement: Hashable
) -> None:
    """Train with each batch size, one after the other; draw the curves and the table."""
    names, results = names_of(experiments), []
    for name, experiment in zip(names, experiments, strict=True):
        recording = trained(experiment, name=f"Batches of {name}")
        if recording is None:
            return
        results.append(recording.run())
    measured = experiments[0].network, experiments[0].split(), [e.training for e in experiments]
    words = "Measuring an epoch with each, in turn …"
    name = ("seconds", measurement, *experiments)
    seconds = answered(name, seconds_per_epoch, *measured, words=words)
    if seconds is None:
        return
    unit = LOSSES[experiments[0].training.loss].unit
    epochs = [run.epochs for run, _ in results]
    losses = [curves.train_loss for _, curves in results]
    times = [each * second for each, second in zip(epochs, seconds, strict=True)]
    drawn = [
        figures.training(names, at, losses, title, unit, palette())
        for at, title in ((epochs, "epoch"), (times, "seconds on this machine"))
    ]
    twins("batches", *drawn)
    words_here("epoch", "train loss", "test loss", "accuracy", "step", "noise")
    shown = table(experiments, results, seconds, records)
    numbers(shown)
    st.markdown(sentence(experiments, results, seconds))


def table(
    experiments: Sequence[Experiment],
    results: Sequence[tuple[Run, Curves]],
    seconds: Sequence[float],
    records: Sequence[BatchLosses],
) -> pd.DataFrame:
    """One column per batch size: what it costs and where it leads."""
    rows = len(experiments[0].split().train_y)
    columns = {"batches of": (*ROWS, f"test {results[0][1].score.label}")}
    for index, (name, (run, curves)) in enumerate(zip(names_of(experiments), results, strict=True)):
        cost = (
            str(steps_per_epoch(rows, experiments[index].training.batch_size)),
            f"± {number(records[index].noise)}" if records else "–",
            number(1e3 * seconds[index]),
        )
        columns[name] = (*cost, *_ends(run, curves))
    return pd.DataFrame(columns)


def _ends(run: Run, curves: Curves) -> tuple[str, str, str]:
    """The final losses and the score, in words."""
    if run.diverged_at is not None:
        return f"diverged at epoch {run.diverged_at}", "–", "–"
    return (
        loss_text(curves.train_loss[-1]),
        loss_text(curves.test_loss[-1]),
        curves.score.write(curves.test_score[-1]),
    )


def sentence(
    experiments: Sequence[Experiment],
    results: Sequence[tuple[Run, Curves]],
    seconds: Sequence[float],
) -> str:
    """What an epoch costs in steps and in time, and which batches ended lowest."""
    names, rows = names_of(experiments), len(experiments[0].split().train_y)
    steps = [steps_per_epoch(rows, e.training.batch_size) for e in experiments]
    longer = counted(round(seconds[0] / seconds[-1]), "time")
    said = (
        f"One row at a time makes {counted(steps[0], 'step')} an epoch, all rows together "
        f"{steps[-1]}; but that epoch takes {longer} as long here."
    )
    train, test = (
        np.array([getattr(curves, name)[-1] for _, curves in results])
        for name in ("train_loss", "test_loss")
    )
    if not np.isfinite(train).any():
        return f"{said} All of them diverged: a smaller learning rate helps."
    best, best_test = int(np.nanargmin(train)), int(np.nanargmin(test))
    return (
        f"{said} After {counted(results[best][0].trained, 'epoch')} the training loss is lowest "
        f"with **{names[best]}** ({loss_text(train[best])}), the test loss with "
        f"**{names[best_test]}** ({number(test[best_test])})."
    )
