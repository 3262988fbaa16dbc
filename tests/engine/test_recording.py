"""A recording: what it tells of one run or of a stack, as far as it is trained."""

from __future__ import annotations

import math
import threading
from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training
from nnviz.engine.recording import Recording

SMALL = Experiment(MLP((4, 5, 3)), Training(epochs=10))
SEEDS = tuple(replace(SMALL.training, seed=seed) for seed in range(3))
WILD = Experiment(MLP((4, 10, 10, 3), "identity"), Training("sgd", learning_rate=10.0))
LARGEST = MLP((4, *6 * (64,), 3))


def alone(experiment: Experiment) -> Recording:
    return Recording(experiment, (experiment.training,))


def advance(recording: Recording, epoch: int, seconds: float = math.inf) -> None:
    """Train up to an epoch, as `Jobs` would."""
    recording.want(epoch)
    while (work := recording.work(seconds)) is not None:
        function, arguments = work
        recording.take(function(*arguments))


def trained(experiment: Experiment, seconds: float = math.inf) -> Recording:
    recording = alone(experiment)
    advance(recording, experiment.training.epochs, seconds)
    return recording


def test_a_stack_s_record_grows_as_it_trains():
    stack = Recording(SMALL, SEEDS)
    for epoch in range(1, 11):
        assert not stack.finished
        advance(stack, epoch)
        epochs, together = stack.record()
        assert list(epochs) == list(range(epoch + 1))
        assert np.array_equal(stack.newest().test_loss[0], together.test_loss[-1])
    assert stack.finished
    for index, training in enumerate(SEEDS):
        run = train(SMALL.network, SMALL.split(), training)
        record = curves(run, SMALL.split())
        assert together.keys() == record.keys()
        assert np.allclose(together.of(index).test_loss, record.test_loss, rtol=1e-4)
        assert np.allclose(stack.run(index)[0].params, run.params, atol=1e-5)
    assert stack.record(until=4)[1].count == stack.run(1, until=4)[1].count == 5


def test_it_has_what_is_trained_and_after_divergence_whatever_there_will_be():
    recording = alone(SMALL)
    advance(recording, 4)
    assert [recording.has(epoch) for epoch in (0, 4, 5)] == [True, True, False]
    advance(recording, 3)  # which it has
    assert recording.epoch == 4
    wild = trained(WILD)
    assert wild.epoch < 100
    assert wild.finished
    assert wild.has(100)
    run = wild.run()[0]
    expected = train(WILD.network, WILD.split(), WILD.training)
    assert (run.diverged_at, run.trained) == (expected.diverged_at, expected.trained)
    assert run.params.tobytes() == expected.params.tobytes()


def test_a_wish_ends_and_those_of_others_stay(monkeypatch):
    now = 0.0
    monkeypatch.setattr("nnviz.engine.recording.monotonic", lambda: now)
    recording = alone(SMALL)
    recording.want(9, seconds=5)
    recording.want(2, seconds=50)
    assert recording.work(1.0)[1][0].until == 9
    now = 6.0
    assert recording.work(1.0)[1][0].until == 2
    now = 51.0
    assert recording.work(1.0) is None


def test_there_is_work_only_up_to_where_somebody_wants_it():
    recording = alone(SMALL)
    assert recording.work(1.0) is None
    recording.want(3)
    recording.want(2)
    _, (job,) = recording.work(1.0)
    assert (job.start, job.until, job.seconds) == (None, 3, 1.0)
    advance(recording, 3)
    assert recording.work(1.0) is None


@pytest.mark.parametrize("seconds", [0.0, math.inf])
def test_a_history_past_the_limit_keeps_every_kth_epoch(thinned, seconds):
    whole = train(thinned.network, thinned.split(), thinned.training)
    recording = alone(thinned)
    for epoch in range(1, 21):
        advance(recording, epoch, seconds)
        run, record = recording.run()
        assert run.trained == epoch
        assert run.epochs.tolist() == [*range(0, epoch, 4), epoch]
        assert record.count == len(run.epochs)
        assert np.allclose(record.train_loss, curves(run, thinned.split()).train_loss, rtol=1e-5)
    assert run.params.tobytes() == whole.params.tobytes()
    assert recording.run(until=10)[0].epochs.tolist() == [0, 4, 8]


def test_what_was_read_does_not_change_when_training_goes_on(thinned):
    recording = alone(thinned)
    advance(recording, 6)
    run, record = recording.run()
    before = run.params.tobytes(), record.train_loss.tobytes()
    advance(recording, 20)
    assert (run.trained, run.complete) == (6, False)
    assert (run.params.tobytes(), record.train_loss.tobytes()) == before


def test_it_is_read_while_it_grows():
    recording, stop, wrong = alone(replace(SMALL, training=Training(epochs=100))), [], []

    def read() -> None:
        while not stop:
            run, record = recording.run()
            epochs, all_runs = recording.record()
            if not len(run.params) == run.trained + 1 == record.count:
                wrong.append(run.trained)
            if len(epochs) != all_runs.count:
                wrong.append(len(epochs))

    reader = threading.Thread(target=read)
    reader.start()
    advance(recording, 100, seconds=0.0)
    stop.append(True)
    reader.join()
    assert not wrong


def test_a_branch_is_not_there_before_it_has_begun():
    """Whoever leaves it at its origin goes on from the checkpoint there, which a worker makes."""
    parent = trained(SMALL)
    for epoch in (0, 4, 10):
        spec = replace(SMALL, origin=Origin(SMALL, epoch, ((0, 2.0),)))
        branch = Recording(spec, (SMALL.training,), SMALL, parent.run(until=epoch))
        assert branch.run()[0].params[epoch, 0] == 2.0
        assert not branch.has(0)
        assert not branch.finished
        advance(branch, epoch)
        assert branch.has(epoch)
        assert branch.epoch == branch.nearest(epoch).epoch == epoch


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_checkpoints_are_counted_and_found(name, monkeypatch):
    monkeypatch.setattr("nnviz.engine.recording.CHECKPOINT_EPOCHS", 2)
    experiment = replace(SMALL, training=Training(name, epochs=7))
    bare, recording = alone(experiment), trained(experiment)
    found = [recording.nearest(epoch) for epoch in range(8)]
    assert [kept and kept.epoch for kept in found] == [None, None, 2, 2, 4, 4, 6, 6]
    sizes = {kept.epoch: kept.nbytes for kept in found if kept}
    assert recording.nbytes - bare.nbytes == sum(sizes.values())
    network, split = experiment.network, experiment.split()
    whole = train(network, split, experiment.training).params
    again = Trainer(network, split, experiment.training, start=found[5])
    again.advance()
    assert again.run().params[4:].tobytes() == whole[4:].tobytes()


def test_a_replay_has_few_steps_to_go():
    small_batches = replace(SMALL, training=Training(epochs=10, batch_size=2))  # 120 steps
    assert spacing(trained(small_batches)) == 1
    assert spacing(trained(replace(SMALL, training=Training(epochs=40, batch_size=240)))) == 10
    stack = Recording(SMALL, SEEDS)
    advance(stack, 10)
    assert stack.nearest(10) is None  # a stack has no replay


def spacing(recording: Recording) -> int:
    """Epochs from one checkpoint to the next."""
    last = recording.nearest(recording.epoch).epoch
    return last - recording.nearest(last - 1).epoch


@pytest.mark.parametrize("epochs", [187, 195, 391, 400, 1999, 2000])
def test_the_largest_runs_stay_within_16_megabytes(epochs):
    size = alone(Experiment(LARGEST, Training(epochs=epochs))).nbytes
    assert 7 * 2**20 < size <= 16 * 2**20


@pytest.mark.parametrize(("network", "least"), [(LARGEST, 8 * 2**20), (MLP((4, 10, 3)), 0)])
def test_the_checkpoints_of_a_run_stay_within_16_megabytes(network, least):
    recording = alone(Experiment(network, Training(epochs=2000)))
    recording.want(1)
    function, (job,) = recording.work(1.0)
    one = function(job).end.nbytes
    assert least < 2000 // job.spacing * one <= 16 * 2**20


def test_what_cannot_be_trained_is_refused_at_once():
    with pytest.raises(ValueError, match="batch size 343 is more than the 240 training rows"):
        alone(Experiment(training=Training(batch_size=343)))
    with pytest.raises(ValueError, match="in more than learning rate, schedule and seed"):
        Recording(SMALL, (SMALL.training, Training(epochs=5)))
