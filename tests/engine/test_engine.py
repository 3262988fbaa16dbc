"""What all visitors share: one training serves all, to the same bytes, and nobody waits long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from cranked import Cranked
from immediately import Patient, immediate_engine

from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import JobError, Jobs
from nnviz.engine.orders import Order, pull
from nnviz.engine.shelf import taken_apart
from nnviz.engine.store import Store

SHORT = Experiment(training=Training(epochs=10))
SEEDS = [replace(SHORT, training=replace(SHORT.training, seed=seed)) for seed in range(6)]


def cranked_engine(store: Store | None = None) -> tuple[Engine, Cranked]:
    """An engine whose jobs wait for our hand, and that hand."""
    executor = Cranked()
    return Engine(Jobs(executor), store or Store(), Patient()), executor


def test_thirty_visitors_with_equal_settings_share_one_training(engine):
    experiment = Experiment(training=Training(epochs=20))
    alone = train(experiment.network, experiment.split(), experiment.training).params.tobytes()

    def visitor(_: int) -> tuple[int, bytes]:
        order = Order(experiment).train()
        while order.running:
            order, run, _ = pull(order, engine, 0.1)
        return id(engine.recording(experiment)), run.params.tobytes()

    with ThreadPoolExecutor(30) as pool:
        seen = set(pool.map(visitor, range(30)))
    assert seen == {(id(engine.recording(experiment)), alone)}


def test_a_run_is_the_same_bytes_whatever_its_slices_and_whoever_else_trains(engine, monkeypatch):
    in_one_go = [engine.ask(one).run()[0].params.tobytes() for one in SEEDS]
    monkeypatch.setattr("nnviz.engine.jobs.LONG_SECONDS", 0.0)  # one epoch a slice
    monkeypatch.setattr("nnviz.engine.jobs.SHORT_SECONDS", 0.0)
    hasty, executor = cranked_engine()
    recordings = [hasty.ask(one) for one in SEEDS]
    assert executor.turn_all() == 6 * 10
    assert [one.run()[0].params.tobytes() for one in recordings] == in_one_go
    assert len(set(in_one_go)) == 6


def test_experiments_that_differ_in_anything_have_recordings_of_their_own(engine):
    default = Experiment()
    others = [
        default,
        replace(default, test_fraction=0.2),
        replace(default, network=MLP((4, 10, 10, 3), "tanh")),
        replace(default, training=Training(loss="mean_squared_error")),
    ]
    assert len({id(engine.recording(experiment)) for experiment in others}) == 4
    assert engine.recording(Experiment()) is engine.recording(default)


def test_two_engines_share_nothing(engine):
    engine.ask(SHORT)
    assert immediate_engine().recording(SHORT).epoch == 0


def test_nobody_trains_what_is_only_looked_at(engine):
    assert engine.recording(SHORT).epoch == 0
    assert engine.ask(SHORT, until=4).epoch == 4
    assert engine.ask(SHORT, until=2).epoch == 4


def test_a_recording_that_had_to_make_room_comes_back_the_same():
    size = immediate_engine().ask(SHORT).nbytes
    engine = immediate_engine(Store(room=3 * size))
    first = engine.ask(SEEDS[0])
    for experiment in SEEDS[1:]:
        engine.ask(experiment)
    again = engine.recording(SEEDS[0])
    assert again is not first
    assert again.epoch == 0
    engine.ask(SEEDS[0])
    assert again.run()[0].params.tobytes() == first.run()[0].params.tobytes()


def test_no_recording_that_somebody_trains_makes_room():
    engine, executor = cranked_engine(Store(room=1))
    recordings = [engine.ask(one) for one in SEEDS]
    while executor.waiting:
        for one, begun in zip(SEEDS, recordings, strict=True):
            assert engine.recording(one) is begun or begun.finished
        executor.turn()
    assert all(begun.finished for begun in recordings)


def test_a_page_reads_while_a_slice_is_on_its_way(monkeypatch):
    monkeypatch.setattr("nnviz.engine.jobs.LONG_SECONDS", 0.0)
    engine, executor = cranked_engine()
    recording = engine.ask(SHORT)
    assert recording.run()[0].epochs.tolist() == [0]
    executor.turn()
    assert engine.ask(SHORT).run()[0].epochs.tolist() == [0, 1]


def test_thirty_visitors_share_one_replay(engine):
    run = engine.ask(SHORT).run()[0]
    with ThreadPoolExecutor(30) as pool:
        replays = list(pool.map(lambda _: taken_apart(SHORT, 4, 0, engine).replay, range(30)))
    assert len({id(replayed) for replayed in replays}) == 1
    assert replays[0].params[-1].tobytes() == run.params[5].tobytes()


def test_a_replay_needs_nobody_to_have_trained_that_far(engine):
    replayed = taken_apart(SHORT, 4, 0, engine).replay
    assert engine.recording(SHORT).epoch == 4
    run = engine.ask(SHORT).run()[0]
    assert replayed.params[[0, -1]].tobytes() == run.params[[4, 5]].tobytes()
    taken_apart(SHORT, 10, 0, engine)
    with pytest.raises(JobError, match="epoch 10 is not a whole number from 0 to 9"):
        taken_apart(SHORT, 10, 0, engine)


def test_an_answer_is_computed_once_and_shared():
    engine, executor = cranked_engine()
    assert engine.answer(("sum", 1), sum, [1, 2]) is None
    assert engine.answer(("sum", 1), sum, [1, 2]) is None
    assert executor.turn_all() == 1
    assert engine.answer(("sum", 1), sum, [1, 2]) == 3
    assert engine.answer(("sum", 1), sum, [3, 4]) == 3  # the name alone decides
    assert not executor.waiting


def test_what_a_function_raises_reaches_whoever_asks_again(engine):
    assert engine.answer("wrong", int, "seven") is None
    with pytest.raises(JobError, match="could not be computed: invalid literal") as told:
        engine.answer("wrong", int, "seven")
    assert isinstance(told.value.__cause__, ValueError)
    assert engine.answer("right", int, "7") == 7


def test_a_branch_waits_for_its_parent_and_asks_for_it():
    from tests.engine.test_branches import branch

    engine, executor = cranked_engine()
    spec = branch(branch(SHORT, 6), 4, (0, 1.0))  # of a branch, before that one's origin
    asked = 0
    while (recording := engine.ask(spec)) is None:
        executor.turn_all()
        asked += 1
        assert asked < 10
    executor.turn_all()
    assert recording.finished
    at_once = immediate_engine().ask(spec)
    assert recording.run()[0].params.tobytes() == at_once.run()[0].params.tobytes()
