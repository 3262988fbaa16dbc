"""The engine before real workers: what they train is what is trained here, whoever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import JobError, Jobs
from nnviz.engine.recording import Recording
from nnviz.engine.workers import Workers

LONG = Experiment(MLP((4, 10, 10, 3)), Training(epochs=200))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(1)
    yield pool
    pool.shutdown()


def until(recording_is, engine: Engine, experiment: Experiment) -> Recording:
    """Ask, as a page does, until it is so."""
    while True:
        recording = engine.ask(experiment)
        if recording is not None and recording_is(recording):
            return recording
        trained = recording or engine.recording(experiment.origin.parent)
        trained.wait(trained.epoch + 1, seconds=0.1)


@pytest.mark.parametrize("killed", [False, True], ids=["alive", "killed"])
def test_a_recording_is_trained_to_the_same_bytes(workers, killed):
    engine = Engine(Jobs(workers))
    if killed:
        until(lambda recording: recording.epoch > 20, engine, LONG)
        os.kill(workers.submit(os.getpid).result(), signal.SIGKILL)
    recording = until(lambda recording: recording.finished, engine, LONG)
    alone = train(LONG.network, LONG.split(), LONG.training)
    assert recording.run()[0].params.tobytes() == alone.params.tobytes()


def test_a_branch_is_trained_to_the_same_bytes(workers):
    same = replace(LONG, origin=Origin(LONG, 131))
    recording = until(lambda recording: recording.finished, Engine(Jobs(workers)), same)
    alone = train(LONG.network, LONG.split(), LONG.training)
    assert recording.run()[0].params.tobytes() == alone.params.tobytes()


def test_an_error_of_a_worker_is_told_here(workers):
    engine = Engine(Jobs(workers))
    assert engine.answer("wrong", int, "seven") is None
    workers.submit(int).result()  # the one before is done by now
    with pytest.raises(JobError, match="invalid literal"):
        engine.answer("wrong", int, "seven")
