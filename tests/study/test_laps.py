"""A lap is the run itself; who wins, and by luck or not; who has the best rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnviz.core.measures import Curves, curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.laps import GOAL, RATES, SAME_RATE, SEEDS, Lap, best_rate, lap, win


def raced(network, split, training: Training) -> Lap:
    """A run that ends alike with all seeds."""
    run = train(network, split, training)
    record = curves(run, split)
    return lap(run, record, np.full(SEEDS, record.train_loss[-1]))


def test_a_lap_has_the_record_and_its_epochs_take_a_typical_time(network, penguin_split):
    record = raced(network, penguin_split, Training("sgd", epochs=4))
    run = train(network, penguin_split, Training("sgd", epochs=4))
    assert record.training == run.training
    assert record.epochs.tolist() == [0, 1, 2, 3, 4]
    assert np.isnan(record.seconds).all(), "it has not been measured"
    assert replace(record, seconds_per_epoch=2.5).seconds.tolist() == [0, 2.5, 5, 7.5, 10]
    assert np.array_equal(record.curves.train_loss, curves(run, penguin_split).train_loss)


def ending(record: Lap, *ends: float) -> Lap:
    """The same lap with other final losses, the first of which is its own."""
    loss = record.curves.train_loss.copy()
    loss[-1] = ends[0]
    measures = Curves({**record.curves, "train_loss": loss}, record.curves.task)
    return replace(record, curves=measures, ends=np.array(ends))


def test_a_win_is_clear_where_no_seed_could_turn_it(network, penguin_split):
    record = raced(network, penguin_split, Training(epochs=2))
    low, middle, high = (ending(record, *ends) for ends in ([0.1, 0.2], [0.15, 0.19], [0.3, 0.4]))
    won = win([high, middle, low])
    assert (won.first, won.second, won.upsets, won.clear) == (low, middle, 1, False)
    won = win([high, low])
    assert (won.first, won.upsets, won.clear) == (low, 0, True)
    unlucky = ending(record, 0.1, np.inf)
    assert (win([unlucky, high]).upsets, win([unlucky, high]).clear) == (1, False)
    assert win([low]) is None
    assert win([low, ending(record, np.inf, 0.1)]) is None


def test_reached_is_the_first_epoch_below_the_goal(network, penguin_split):
    record = raced(network, penguin_split, Training(epochs=30))
    loss = record.curves.train_loss
    assert loss[record.reached] <= GOAL < loss[record.reached - 1]
    assert raced(network, penguin_split, Training(learning_rate=1e-5, epochs=2)).reached is None


def test_a_run_that_diverges_ends_there(penguin_split):
    wild = Training(optimizer="sgd", learning_rate=10.0, epochs=50)
    record = raced(MLP((4, 10, 10, 3), "identity"), penguin_split, wild)
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
