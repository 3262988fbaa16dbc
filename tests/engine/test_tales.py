"""The tale of a run: what lies between the epochs in which it learns, and what happens in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.replay import replay
from nnviz.engine.tales import tale
from nnviz.films.tales import MOST_STEPS
from nnviz.study.passage import passage


def variant(**changes: object) -> Experiment:
    return replace(DEFAULT, training=replace(DEFAULT.training, **changes))


def test_the_steps_are_those_that_a_replay_gives(engine):
    engine.ask(DEFAULT)
    run, curves = engine.recording(DEFAULT).run()
    begins, ends = passage(run.epochs, curves)
    steps = tale(DEFAULT, engine).steps
    assert steps.per_epoch == 15
    assert begins <= steps.epochs[0] < steps.epochs[-1] <= ends
    assert len(steps.epochs) <= MOST_STEPS
    setting = DEFAULT.network, DEFAULT.split(), DEFAULT.training
    for epoch in range(begins, int(steps.epochs[-1]) + 1):
        there = (steps.epochs > epoch) & (steps.epochs < epoch + 1)
        assert np.allclose(steps.epochs[there], epoch + np.arange(1, 15) / 15)
        replayed = replay(*setting, epoch).params[1:-1]
        assert steps.params[there].tobytes() == replayed.tobytes()


def test_of_an_epoch_of_many_steps_every_few_ones_are_taken(engine):
    one_row = variant(batch_size=1, epochs=3)
    steps = tale(one_row, engine).steps
    assert 60 < len(steps.epochs) <= MOST_STEPS
    assert steps.per_epoch == 240
    (epoch,) = set(np.floor(steps.epochs))
    whole = replay(one_row.network, one_row.split(), one_row.training, int(epoch)).params
    taken = np.round((steps.epochs - epoch) * 240).astype(int)
    assert steps.params.tobytes() == whole[taken].tobytes()


@pytest.mark.parametrize(
    "experiment",
    [variant(learning_rate=1e-5, epochs=5), replace(DEFAULT, origin=Origin(DEFAULT, 3))],
    ids=["learns nothing", "a branch"],
)
def test_there_are_none_where_there_is_no_passage_of_its_own(engine, experiment):
    told = tale(experiment, engine)
    assert told.steps is None
    assert told.milestones[0].epoch == 0


def test_of_a_large_network_there_are_fewer(engine):
    large = replace(variant(epochs=4), network=MLP((4, 64, 64, 64, 3)))
    steps = tale(large, engine).steps
    assert steps.params.nbytes <= 2**20
    assert len(steps.epochs) > 0
