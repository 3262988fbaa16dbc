"""A recording: what it tells of one run or of a stack, as far as it is trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import Experiment
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.replay import CHANGE
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.recording import REPLAYS, Recording

SMALL = Experiment(MLP((4, 5, 3)), Training(epochs=10))
SEEDS = tuple(replace(SMALL.training, seed=seed) for seed in range(3))


def trained(experiment: Experiment) -> Recording:
    recording = Recording(experiment, (experiment.training,))
    recording.advance(experiment.training.epochs)
    return recording


def test_a_stack_s_record_grows_as_it_trains():
    stack = Recording(SMALL, SEEDS)
    for epoch in range(1, 11):
        assert not stack.finished
        stack.advance(epoch)
        epochs, together = stack.record()
        assert list(epochs) == list(range(epoch + 1))
        assert np.allclose(stack.newest().test_loss[0], together.test_loss[-1], rtol=1e-5)
    assert stack.finished
    for index, training in enumerate(SEEDS):
        alone = curves(train(SMALL.network, SMALL.split(), training), SMALL.split())
        assert together.keys() == alone.keys()
        assert np.allclose(together.of(index).test_loss, alone.test_loss, rtol=1e-4)
    assert stack.record(until=4)[1].count == stack.run(1, until=4)[1].count == 5


def test_it_has_what_is_trained_and_after_divergence_whatever_there_will_be():
    recording = Recording(SMALL, (SMALL.training,))
    recording.advance(4)
    assert [recording.has(epoch) for epoch in (0, 4, 5)] == [True, True, False]
    recording.advance(3)  # which it has
    assert recording.epoch == 4
    wild = trained(Experiment(MLP((4, 10, 10, 3), "identity"), Training("sgd", learning_rate=10.0)))
    assert wild.epoch < 100
    assert wild.has(100)
    with pytest.raises(ValueError, match=f"ended at epoch {wild.epoch}, before epoch 100"):
        wild.checkpoint(100)


def test_a_replay_is_the_record_s_own_epoch_step_by_step():
    recording = trained(SMALL)
    run = recording.run()[0]
    replayed = recording.replay(7)
    assert replayed.params[[0, -1]].tobytes() == run.params[[7, 8]].tobytes()
    steps = range(len(replayed.rows))
    changes = sum(replayed.quantities(step)[CHANGE].astype(float) for step in steps)
    assert np.allclose(changes, replayed.params[-1] - replayed.params[0], atol=1e-6)


def test_it_keeps_its_last_few_replays_and_counts_them():
    recording = trained(SMALL)
    empty = recording.nbytes
    replays = [recording.replay(epoch) for epoch in range(REPLAYS + 2)]
    assert recording.nbytes == empty + sum(kept.nbytes for kept in replays[-REPLAYS:])
    assert recording.replay(REPLAYS + 1) is replays[-1]
    again = recording.replay(0)
    assert again is not replays[0]
    assert again.params.tobytes() == replays[0].params.tobytes()


def test_a_stack_has_no_replay():
    with pytest.raises(ValueError, match="a stack of 3 runs has no replay"):
        Recording(SMALL, SEEDS).replay(0)
