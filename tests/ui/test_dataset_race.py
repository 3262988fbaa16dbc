"""The race on the data: its table and its sentences say what the laps say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves, curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.laps import SAME_RATE, SEEDS, Lap, lap
from nnviz.ui.optimizers.dataset_race import findings, table

EXPERIMENT = Experiment(training=Training(epochs=5))


def raced(optimizer: str, experiment: Experiment = EXPERIMENT, rate: float = SAME_RATE) -> Lap:
    training = replace(experiment.training, optimizer=optimizer, learning_rate=rate)
    run = train(experiment.network, experiment.split(), training)
    record = curves(run, experiment.split())
    return lap(run, record, np.full(SEEDS, record.train_loss[-1]))


def test_the_table_says_what_the_laps_say():
    laps = [raced(name) for name in ("sgd", "adam")]
    rows = table(laps)
    assert rows["optimizer"].tolist() == [OPTIMIZERS[n].label for n in ("sgd", "adam")]
    assert rows["η"].tolist() == ["0.01", "0.01"]
    for told, one in zip(rows["final training loss"], laps, strict=True):
        assert float(told) == pytest.approx(one.curves.train_loss[-1], rel=5e-3)
    assert rows.iloc[0, 4] == "not reached"
    sentences = " ".join(findings(laps))
    best = min(laps, key=lambda one: one.curves.train_loss[-1])
    assert f"Who ends at the lowest training loss wins: **{best.optimizer}**, at " in sentences
    assert f"{SEEDS} seeds (other initial weights, other batches)" in sentences
    assert "the difference is **larger than that between seeds**" in sentences
    assert rows["ms per epoch"].tolist() == ["…", "…"]
    assert "best learning rates lie" not in sentences  # they were not chosen


def test_a_difference_no_larger_than_that_between_seeds_is_said():
    sgd, adam = raced("sgd"), raced("adam")
    lucky = replace(sgd, ends=np.concatenate([sgd.ends[:-1], [adam.ends[-1] / 2]]))
    told = " ".join(findings([lucky, adam]))
    assert "no larger than that between seeds**; with 1 of these seeds SGD ends as low" in told


def test_who_diverges_is_named_and_never_the_best():
    identity = replace(EXPERIMENT, network=MLP((4, 10, 10, 3), "identity"))
    laps = [raced(name, identity, 10.0) for name in ("sgd", "adam")]
    assert [one.diverged_at is None for one in laps] == [False, True]
    row = table(laps).iloc[0]
    assert row["final training loss"] == f"diverged at epoch {laps[0].diverged_at}"
    assert row["test accuracy"] == "–"
    assert "**Adam** wins: all others diverge." in findings(laps)


def test_all_who_come_first_are_named():
    record = raced("sgd")

    def with_losses(*losses):
        return Curves({**record.curves, "train_loss": np.array(losses)}, record.curves.task)

    falling = with_losses(1.0, 0.5, 0.09, 0.08, 0.07, 0.06)
    late = with_losses(1.0, 0.5, 0.4, 0.3, 0.2, 0.1)

    def by(optimizer, curves):
        return replace(
            record, training=replace(record.training, optimizer=optimizer), curves=curves
        )

    laps = [by("sgd", late), by("adam", falling), by("adamw", falling), by("rmsprop", falling)]
    assert "are Adam, AdamW and RMSprop, after epoch 2; 4 of 4" in " ".join(findings(laps))
    assert "is Adam, after epoch 2; 2 of 2" in " ".join(findings(laps[:2]))
