"""An entrant's rate is the winner of a real sweep, and its lap the run at that rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.entrants import entrant
from nnviz.study.laps import RATES, SAME_RATE
from nnviz.study.sweep import sweep

EXPERIMENT = Experiment(training=Training(epochs=5))


def to_the_end(one, engine):
    progress = [one.progress]
    while one.lap is None:
        one.advance(engine)
        progress.append(one.progress)
    assert progress == sorted(progress)
    assert progress[-1] == 1
    return one.lap


def test_the_rate_is_the_best_of_the_optimizer_s_own_sweep(engine):
    one = entrant(EXPERIMENT, "momentum", None, engine)
    found = to_the_end(one, engine).training
    training = Training("momentum", epochs=5)
    expected = sweep(EXPERIMENT.network, EXPERIMENT.split(), training, RATES)
    assert one.rate == RATES[expected.best]
    assert found == replace(training, learning_rate=one.rate)


def test_the_lap_is_the_run_at_that_rate(engine):
    record = to_the_end(entrant(EXPERIMENT, "sgd", SAME_RATE, engine), engine)
    training = Training("sgd", learning_rate=SAME_RATE, epochs=5)
    run = train(EXPERIMENT.network, EXPERIMENT.split(), training)
    assert record.training == training
    assert np.array_equal(record.epochs, run.epochs)
    assert (np.diff(record.seconds) > 0).all()


def test_all_visitors_share_one_entrant_whatever_their_own_optimizer_and_rate(engine):
    other = replace(EXPERIMENT, training=replace(EXPERIMENT.training, learning_rate=0.5))
    one = entrant(EXPERIMENT, "sgd", None, engine)
    assert entrant(other, "sgd", None, engine) is one
    assert entrant(EXPERIMENT, "sgd", SAME_RATE, engine) is not one
    assert entrant(EXPERIMENT, "adam", None, engine) is not one
    assert entrant(replace(EXPERIMENT, test_fraction=0.2), "sgd", None, engine) is not one


def test_who_searches_alone_has_a_rate_and_no_lap(engine):
    one = entrant(EXPERIMENT, "sgd", None, engine)
    assert f"tries {len(RATES)} learning rates" in one.status
    while one.rate is None:
        one.search(engine)
    assert (one.lap, one.progress) == (None, 0.5)
    assert f"alone at η = {one.rate:g}" in one.status
    one.search(engine)  # there is nothing left to search
    assert (one.lap, one.progress) == (None, 0.5)


def test_what_is_kept_of_a_race_is_small(engine):
    one = entrant(EXPERIMENT, "sgd", SAME_RATE, engine)
    assert not one.finished
    record = to_the_end(one, engine)
    assert one.finished
    assert record.curves.train_loss.nbytes < one.nbytes < 1000
