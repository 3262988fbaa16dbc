"""What all visitors share: one training serves all, to the same bytes, and nobody waits long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.engine.engine import Engine
from nnviz.engine.orders import SLICES_PER_RUN, Order, pull
from nnviz.engine.store import Store
from tests.engine.test_turns import wait_for

SHORT = Experiment(training=Training(epochs=10))


def test_thirty_visitors_with_equal_settings_share_one_training(engine):
    experiment = Experiment(training=Training(epochs=20))
    alone = train(experiment.network, experiment.split(), experiment.training).params.tobytes()

    def visitor(_: int) -> tuple[int, bytes]:
        order = Order(experiment).train()
        while order.running:
            order, run, _ = pull(order, engine)
        return id(engine.recording(experiment)), run.params.tobytes()

    with ThreadPoolExecutor(30) as pool:
        seen = set(pool.map(visitor, range(30)))
    assert seen == {(id(engine.recording(experiment)), alone)}


def test_a_run_is_the_same_bytes_whatever_its_slices_and_whoever_else_trains(engine):
    experiments = [replace(SHORT, training=replace(SHORT.training, seed=s)) for s in range(6)]
    hasty = Engine(slice_seconds=0.0)  # one step a slice

    def visitor(experiment: Experiment) -> bytes:
        return hasty.reached(experiment, 10).run()[0].params.tobytes()

    with ThreadPoolExecutor(6) as pool:
        in_turns = list(pool.map(visitor, experiments))
    in_one_go = [engine.finished(one).run()[0].params.tobytes() for one in experiments]
    assert in_turns == in_one_go
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
    engine.finished(SHORT)
    assert Engine().recording(SHORT).epoch == 0


def test_a_recording_that_had_to_make_room_comes_back_the_same():
    experiments = [replace(SHORT, training=replace(SHORT.training, seed=s)) for s in range(6)]
    size = Engine().recording(SHORT).nbytes
    engine = Engine(store=Store(room=3 * size))
    first = engine.finished(experiments[0])
    for experiment in experiments[1:]:
        engine.finished(experiment)
    again = engine.recording(experiments[0])
    assert again is not first
    assert again.epoch == 0
    again = engine.finished(experiments[0])
    assert again.run()[0].params.tobytes() == first.run()[0].params.tobytes()


def test_no_recording_that_somebody_trains_makes_room(patient):
    orders = [Order(Experiment(training=Training(epochs=30, seed=s))).train() for s in range(8)]
    size = patient.recording(orders[0].experiment).nbytes
    crowded = replace(patient, store=Store(room=3 * size))
    recordings = [crowded.recording(order.experiment) for order in orders]
    rounds = 0
    while any(order.running for order in orders):
        orders = [pull(order, crowded)[0] for order in orders]
        rounds += 1
        for order, begun in zip(orders, recordings, strict=True):
            assert not order.running or crowded.recording(order.experiment) is begun
    assert rounds == SLICES_PER_RUN + 1  # the short slice at the start comes on top


def test_what_is_finished_needs_no_turn(engine):
    engine.finished(SHORT)
    with engine.turn(), ThreadPoolExecutor(1) as somebody_else:
        assert somebody_else.submit(engine.finished, SHORT).result().epoch == 10
        assert somebody_else.submit(engine.advance_stack, SHORT).result().epoch == 10


def test_a_stack_yields_its_turn_to_whoever_waits():
    stubborn = Engine(slice_seconds=0.0, long_slice_seconds=1e9)
    other = replace(SHORT, test_fraction=0.2)
    with ThreadPoolExecutor(1) as pool:
        with stubborn.turn():
            waiting = pool.submit(stubborn.finished, other)
            wait_for(stubborn.turn, 1)
            assert not stubborn.advance_stack(SHORT).finished
            assert not stubborn.recording(other).finished
        assert waiting.result().finished
        assert stubborn.advance_stack(SHORT).finished


def test_thirty_visitors_share_one_replay(engine):
    run = engine.finished(SHORT).run()[0]
    with ThreadPoolExecutor(30) as pool:
        replays = list(pool.map(lambda _: engine.replay(SHORT, 4), range(30)))
    assert len({id(replayed) for replayed in replays}) == 1
    assert replays[0].params[-1].tobytes() == run.params[5].tobytes()


def test_a_replay_needs_nobody_to_have_trained_that_far(engine):
    replayed = engine.replay(SHORT, 4)
    assert engine.recording(SHORT).epoch >= 4
    run = engine.finished(SHORT).run()[0]
    assert replayed.params[[0, -1]].tobytes() == run.params[[4, 5]].tobytes()
    with pytest.raises(ValueError, match="10"):
        engine.replay(SHORT, 10)
