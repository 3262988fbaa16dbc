"""An entrant's rate is the winner of a real sweep, and its lap the run at that rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cranked import Cranked

from nnviz.core.experiment import Experiment
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.entrants import entrant
from nnviz.engine.jobs import Jobs
from nnviz.study.laps import RATES, SAME_RATE, SEEDS
from nnviz.study.sweep import sweep

EXPERIMENT = Experiment(training=Training(epochs=5))


def test_the_rate_is_the_best_of_the_optimizer_s_own_sweep(engine):
    one = entrant(EXPERIMENT, "momentum", None)
    training = Training("momentum", epochs=5)
    expected = sweep(EXPERIMENT.network, EXPERIMENT.split(), training, RATES)
    assert one.rate(engine) == RATES[expected.best]
    assert one.lap(engine).training == replace(training, learning_rate=one.rate(engine))


def test_the_lap_is_the_run_at_that_rate(engine):
    record = entrant(EXPERIMENT, "sgd", SAME_RATE).lap(engine)
    training = Training("sgd", learning_rate=SAME_RATE, epochs=5)
    run = train(EXPERIMENT.network, EXPERIMENT.split(), training)
    assert record.training == training
    assert np.array_equal(record.epochs, run.epochs)
    measured = curves(run, EXPERIMENT.split())
    assert np.allclose(record.curves.train_loss, measured.train_loss, rtol=1e-5)


def test_its_luck_is_that_of_the_seeds_that_follow(engine):
    record = entrant(EXPERIMENT, "sgd", SAME_RATE).lap(engine)
    for seed in (0, SEEDS - 1):  # the split stays that of the first
        training = Training("sgd", learning_rate=SAME_RATE, epochs=5, seed=seed)
        run = train(EXPERIMENT.network, EXPERIMENT.split(), training)
        end = curves(run, EXPERIMENT.split()).train_loss[-1]
        assert record.ends[seed] == pytest.approx(end, rel=1e-5)
    assert len(record.ends) == SEEDS


def test_it_searches_and_then_runs_and_its_progress_grows(monkeypatch):
    monkeypatch.setattr("nnviz.engine.jobs.LONG_SECONDS", 0.0)
    executor = Cranked()
    engine = Engine(Jobs(executor))
    one, progress = entrant(EXPERIMENT, "sgd", None), []
    while one.lap(engine) is None:
        done, doing = one.progress(engine)
        progress.append(done)
        rate = one.rate(engine)
        assert (f"tries {len(RATES)} learning rates" if rate is None else f"η = {rate:g}") in doing
        executor.turn()
    progress.append(one.progress(engine)[0])
    assert progress == [share / 10 for share in range(11)]


def test_all_visitors_share_one_entrant_whatever_their_own_optimizer_and_rate():
    other = replace(EXPERIMENT, training=replace(EXPERIMENT.training, learning_rate=0.5))
    one = entrant(EXPERIMENT, "sgd", None)
    assert entrant(other, "sgd", None) == one
    assert entrant(EXPERIMENT, "sgd", SAME_RATE) != one
    assert entrant(EXPERIMENT, "adam", None) != one
    assert entrant(replace(EXPERIMENT, test_fraction=0.2), "sgd", None) != one


def test_who_has_a_rate_searches_for_none():
    executor = Cranked()
    engine = Engine(Jobs(executor))
    one = entrant(EXPERIMENT, "sgd", SAME_RATE)
    assert one.rate(engine) == SAME_RATE
    assert not executor.waiting
    assert one.progress(engine) == (0.5, f"SGD runs at η = 0.01 with {SEEDS} seeds …")
    assert not executor.waiting  # to ask how far it is has it do nothing
    assert "at η = 10⁻⁵ with" in entrant(EXPERIMENT, "sgd", 1e-5).progress(engine)[1]
