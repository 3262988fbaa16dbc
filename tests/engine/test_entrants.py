"""An entrant's rate is the winner of a real sweep, and its lap the run at that rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import streamlit as st

from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine import compute
from nnviz.engine.entrants import entrant
from nnviz.study.laps import RATES, SAME_RATE
from nnviz.study.sweep import sweep
from nnviz.ui.optimizers.dataset_race import findings, table


@pytest.fixture(autouse=True)
def empty_stores(monkeypatch):
    monkeypatch.setattr(compute, "_films", type(compute._films)())
    st.cache_resource.clear()


EXPERIMENT = Experiment(training=Training(epochs=5))


def to_the_end(one):
    progress = [one.progress]
    while one.lap is None:
        one.advance()
        progress.append(one.progress)
    assert progress == sorted(progress)
    assert progress[-1] == 1
    return one.lap


def test_the_rate_is_the_best_of_the_optimizer_s_own_sweep():
    one = entrant(EXPERIMENT, "momentum", None)
    found = to_the_end(one).training
    training = Training("momentum", epochs=5)
    expected = sweep(EXPERIMENT.network, EXPERIMENT.split(), training, RATES)
    assert one.rate == RATES[expected.best]
    assert found == replace(training, learning_rate=one.rate)


def test_the_lap_is_the_run_at_that_rate():
    record = to_the_end(entrant(EXPERIMENT, "sgd", SAME_RATE))
    training = Training("sgd", learning_rate=SAME_RATE, epochs=5)
    run = train(EXPERIMENT.network, EXPERIMENT.split(), training)
    assert record.training == training
    assert np.array_equal(record.epochs, run.epochs)
    assert (np.diff(record.seconds) > 0).all()


def test_all_visitors_share_one_entrant_whatever_their_own_optimizer_and_rate():
    other = replace(EXPERIMENT, training=replace(EXPERIMENT.training, learning_rate=0.5))
    one = entrant(EXPERIMENT, "sgd", None)
    assert entrant(other, "sgd", None) is one
    assert entrant(EXPERIMENT, "sgd", SAME_RATE) is not one
    assert entrant(EXPERIMENT, "adam", None) is not one
    assert entrant(replace(EXPERIMENT, test_fraction=0.2), "sgd", None) is not one


def test_the_table_says_what_the_laps_say():
    laps = [to_the_end(entrant(EXPERIMENT, name, SAME_RATE)) for name in ("sgd", "adam")]
    rows = table(laps)
    assert rows["optimizer"].tolist() == [OPTIMIZERS[n].label for n in ("sgd", "adam")]
    assert rows["η"].tolist() == ["0.01", "0.01"]
    for told, lap in zip(rows["final training loss"], laps, strict=True):
        assert float(told) == pytest.approx(lap.curves.train_loss[-1], rel=5e-3)
    assert rows.iloc[0, 4] == "not reached"
    sentences = " ".join(findings(laps))
    best = min(laps, key=lambda lap: lap.curves.train_loss[-1]).training.optimizer
    assert f"**{OPTIMIZERS[best].label}** ends lowest" in sentences
    assert "best learning rates lie" not in sentences  # they were not chosen


def test_who_diverges_is_named_and_never_the_best():
    identity = replace(EXPERIMENT, network=MLP((4, 10, 10, 3), "identity"))
    laps = [to_the_end(entrant(identity, name, 10.0)) for name in ("sgd", "adam")]
    assert [lap.diverged_at is None for lap in laps] == [False, True]
    row = table(laps).iloc[0]
    assert row["final training loss"] == f"diverged at epoch {laps[0].diverged_at}"
    assert row["test accuracy"] == "–"
    assert f"**{OPTIMIZERS['adam'].label}** ends lowest" in " ".join(findings(laps))


def test_all_who_come_first_are_named():
    record = to_the_end(entrant(EXPERIMENT, "sgd", SAME_RATE))
    falling = replace(record.curves, train_loss=np.array([1.0, 0.5, 0.09, 0.08, 0.07, 0.06]))
    late = replace(record.curves, train_loss=np.array([1.0, 0.5, 0.4, 0.3, 0.2, 0.1]))

    def lap(optimizer, curves):
        return replace(
            record, training=replace(record.training, optimizer=optimizer), curves=curves
        )

    laps = [lap("sgd", late), lap("adam", falling), lap("adamw", falling), lap("rmsprop", falling)]
    assert "are Adam, AdamW and RMSprop, after epoch 2; 4 of 4" in " ".join(findings(laps))
    assert "is Adam, after epoch 2; 2 of 2" in " ".join(findings(laps[:2]))
