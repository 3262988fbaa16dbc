"""A lap is the run itself with its times; the sweep's winner is the lowest finite loss."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.laps import GOAL, RATES, SAME_RATE, Lap, best_rate, lap


def timed(network, split, training: Training) -> Lap:
    """A run whose epoch e took e seconds."""
    run = train(network, split, training)
    return lap(run, curves(run, split), np.cumsum(np.arange(run.trained + 1.0)))


def test_a_lap_has_the_record_and_the_times_of_its_epochs(network, penguin_split):
    record = timed(network, penguin_split, Training("sgd", epochs=4))
    run = train(network, penguin_split, Training("sgd", epochs=4))
    assert record.training == run.training
    assert record.epochs.tolist() == [0, 1, 2, 3, 4]
    assert record.seconds.tolist() == [0, 1, 3, 6, 10]
    assert record.seconds_per_epoch == 2.5
    assert np.array_equal(record.curves.train_loss, curves(run, penguin_split).train_loss)


def test_a_thinned_record_keeps_the_times_of_its_epochs(network, penguin_split, monkeypatch):
    monkeypatch.setattr("nnviz.core.record.HISTORY_BYTES", 6 * 4 * network.parameter_count)
    record = timed(network, penguin_split, Training(epochs=10))
    assert record.epochs.tolist() == [0, 3, 6, 9, 10]
    assert record.seconds.tolist() == [0, 6, 21, 45, 55]
    assert record.seconds_per_epoch == pytest.approx(np.median([2, 5, 8, 10]))


def test_reached_is_the_first_epoch_below_the_goal(network, penguin_split):
    record = timed(network, penguin_split, Training(epochs=30))
    loss = record.curves.train_loss
    assert loss[record.reached] <= GOAL < loss[record.reached - 1]
    assert timed(network, penguin_split, Training(learning_rate=1e-5, epochs=2)).reached is None


def test_a_run_that_diverges_ends_there(penguin_split):
    wild = Training(optimizer="sgd", learning_rate=10.0, epochs=50)
    record = timed(MLP((4, 10, 10, 3), "identity"), penguin_split, wild)
    assert record.diverged_at == record.epochs[-1] < 50
    assert record.reached is None


def test_the_best_rate_has_the_lowest_finite_loss():
    losses = np.full(len(RATES), 1.0)
    losses[4], losses[9], losses[-1] = 0.2, 0.1, -np.inf
    losses[-2] = np.nan
    assert best_rate(losses) == RATES[9]


def test_the_grid_holds_the_rate_of_the_unfair_race():
    assert SAME_RATE in RATES
    assert (RATES[0], RATES[-1]) == (1e-5, 10)
    assert np.allclose(np.diff(np.log(RATES)), np.log(10) / 4, rtol=1e-2)
