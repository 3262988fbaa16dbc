"""A timed run is the run itself; the sweep's winner is the lowest finite loss."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study import laps as race
from nnviz.study.laps import GOAL, RATES, SAME_RATE, Stopwatch, best_rate, lap


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_timing_changes_nothing_about_a_run(network, penguin_split, optimizer):
    training = Training(optimizer, epochs=4)
    watch = Stopwatch(network, penguin_split, training)
    watch.advance(seconds=60)
    run = train(network, penguin_split, training)
    assert watch.trainer.run().params.tobytes() == run.params.tobytes()
    record = lap(watch, penguin_split)
    assert np.array_equal(record.curves.train_loss, curves(run, penguin_split).train_loss)


def test_only_the_epochs_are_timed(network, penguin_split, monkeypatch):
    """Beside a clock that advances by 1 s at each look, an epoch takes 1 s; pauses take none."""
    ticks = iter(range(10_000))
    watch = Stopwatch(network, penguin_split, Training(epochs=3))
    monkeypatch.setattr(race, "perf_counter", lambda: float(next(ticks)))
    watch.advance(seconds=0)
    for _ in range(100):
        race.perf_counter()
    while not watch.trainer.finished:
        watch.advance(seconds=0)
    record = lap(watch, penguin_split)
    assert record.seconds.tolist() == [0, 1, 2, 3]
    assert record.seconds_per_epoch == 1


def test_a_slice_ends_after_an_epoch_that_is_over_time(network, penguin_split):
    watch = Stopwatch(network, penguin_split, Training(epochs=5))
    watch.advance(seconds=0)
    assert watch.trainer.epoch == 1
    assert len(watch.seconds) == 2
    watch.advance(seconds=60)
    assert watch.trainer.finished


def test_a_thinned_record_keeps_the_times_of_its_epochs(network, penguin_split, monkeypatch):
    monkeypatch.setattr("nnviz.core.record.HISTORY_BYTES", 6 * 4 * network.parameter_count)
    watch = Stopwatch(network, penguin_split, Training(epochs=10))
    watch.advance(seconds=60)
    record = lap(watch, penguin_split)
    assert record.epochs.tolist() == [0, 3, 6, 9, 10]
    assert record.seconds.tolist() == [watch.seconds[epoch] for epoch in record.epochs]


def test_reached_is_the_first_epoch_below_the_goal(network, penguin_split):
    watch = Stopwatch(network, penguin_split, Training(epochs=30))
    watch.advance(seconds=60)
    record = lap(watch, penguin_split)
    loss = curves(train(network, penguin_split, Training(epochs=30)), penguin_split).train_loss
    assert loss[record.reached] <= GOAL < loss[record.reached - 1]
    slow = Stopwatch(network, penguin_split, Training(learning_rate=1e-5, epochs=2))
    slow.advance(seconds=60)
    assert lap(slow, penguin_split).reached is None


def test_a_run_that_diverges_ends_there(penguin_split):
    wild = Training(optimizer="sgd", learning_rate=10.0, epochs=50)
    watch = Stopwatch(MLP((4, 10, 10, 3), "identity"), penguin_split, wild)
    watch.advance(seconds=60)
    record = lap(watch, penguin_split)
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
