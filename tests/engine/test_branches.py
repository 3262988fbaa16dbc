"""Branches: their parent's record before the origin, their own way from there."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from immediately import immediate_engine

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training
from nnviz.engine.shelf import taken_apart

PARENT = Experiment(training=Training(epochs=60, batch_size=32))


def branch(parent: Experiment, epoch: int, *edits: tuple[int, float], **settings) -> Experiment:
    """A branch of `parent` at `epoch`, with other settings of its training."""
    training = replace(parent.training, **settings)
    return replace(parent, training=training, origin=Origin(parent, epoch, edits))


@pytest.mark.parametrize("epoch", [0, 1, 24, 25, 26, 59, 60])
def test_a_branch_that_changes_nothing_is_its_parent(engine, epoch):
    parent = replace(PARENT, training=replace(PARENT.training, schedule="cosine"))
    expected, its_curves = engine.ask(parent).run()
    run, its_own = engine.ask(branch(parent, epoch)).run()
    assert run.params.tobytes() == expected.params.tobytes()
    assert run.epochs.tolist() == list(range(61))
    assert (run.complete, run.diverged_at) == (True, None)
    assert its_own.keys() == its_curves.keys()
    for name in its_own:
        assert np.allclose(its_own[name], its_curves[name], rtol=1e-5)


@pytest.mark.parametrize("optimizer", ["adam", "nesterov"])
def test_a_branch_goes_on_with_its_own_settings_from_the_edited_parameters(engine, optimizer):
    edits = ((7, 0.5), (192, -2.0))
    settings = {"optimizer": optimizer, "learning_rate": 0.03, "schedule": "step", "epochs": 70}
    spec = branch(PARENT, 31, *edits, **settings)
    run, _ = engine.ask(spec).run()
    parent = engine.ask(PARENT).run()[0].params
    # By hand: train to the origin, change two numbers, and go on.
    trainer = Trainer(PARENT.network, PARENT.split(), PARENT.training)
    trainer.advance(epochs=31)
    start = trainer.checkpoint()
    for offset, value in edits:
        start.params[0, offset] = value
    alone = Trainer(PARENT.network, PARENT.split(), spec.training, start=start)
    alone.advance()
    assert run.params[:31].tobytes() == parent[:31].tobytes()
    assert np.flatnonzero(run.params[31] != parent[31]).tolist() == [7, 192]
    assert run.params[31, [7, 192]].tolist() == [0.5, -2.0]
    assert run.params[31:].tobytes() == alone.run().params[31:].tobytes()
    assert run.trained == 70
    assert immediate_engine().ask(spec).run()[0].params.tobytes() == run.params.tobytes()


def test_a_branch_with_another_activation_keeps_the_curves_of_its_parent(engine):
    _, before = engine.ask(PARENT).run()
    spec = replace(branch(PARENT, 30), network=MLP((4, 10, 10, 3), "tanh"))
    run, after = engine.ask(spec).run()
    assert after.train_loss[:30].tobytes() == before.train_loss[:30].tobytes()
    assert after.train_loss[30] != before.train_loss[30]
    assert np.allclose(after.train_loss[30:], curves(run, spec.split()).train_loss[30:], rtol=1e-5)


def test_a_branch_of_a_branch(engine):
    first = branch(PARENT, 40, (3, 1.0))
    late = engine.ask(branch(first, 50, (4, 2.0))).run()[0].params
    early = engine.ask(branch(first, 20, (4, 2.0))).run()[0].params
    first, root = engine.ask(first).run()[0].params, engine.ask(PARENT).run()[0].params
    assert late[:50].tobytes() == first[:50].tobytes()
    assert late[50, 4] == 2.0
    assert early[:20].tobytes() == root[:20].tobytes()
    assert early[20, 3] == root[20, 3]
    assert not np.array_equal(early[21], root[21])


def test_a_branch_of_a_long_history_keeps_the_same_epochs(engine, thinned):
    parent = engine.ask(thinned).run()[0]
    run = engine.ask(branch(thinned, 10, epochs=30)).run()[0]
    assert (parent.stride, run.stride) == (4, 8)
    assert run.epochs.tolist() == [0, 8, 16, 24, 30]
    assert run.params[:3].tobytes() == parent.params[[0, 2, 4]].tobytes()


def test_edits_that_are_not_finite_diverge_at_once(engine):
    for value in (math.nan, math.inf, 1e300):
        spec = branch(PARENT, 12, (0, value))
        assert hash(spec) == hash(branch(PARENT, 12, (0, value)))
        same = branch(PARENT, 12, (0, float(str(value))))
        assert engine.recording(spec) is engine.recording(same)
        run, record = engine.ask(spec).run()
        assert run.diverged_at == run.trained == 12
        assert not np.isfinite(record.train_loss[12])
        assert np.isfinite(record.train_loss[:12]).all()


WILD = Experiment(MLP((4, 10, 10, 3), "identity"), Training(optimizer="sgd", learning_rate=10.0))


def test_a_branch_where_its_parent_diverged(engine):
    at = engine.ask(WILD).epoch
    assert at < 100
    again = engine.ask(branch(WILD, at)).run()[0]
    assert again.diverged_at == again.trained == at
    healed = [(offset, 0.0) for offset in range(WILD.network.parameter_count)]
    run = engine.ask(branch(WILD, at, *healed, learning_rate=0.01)).run()[0]
    assert (run.diverged_at, run.trained) == (None, 100)
    with pytest.raises(ValueError, match=f"the run ended at epoch {at}, before epoch {at + 1}"):
        engine.recording(branch(WILD, at + 1))


def test_the_deepest_branch_trains_from_an_empty_store(engine):
    spec = PARENT
    for epoch in range(10, 18):
        spec = branch(spec, epoch)
    run = engine.ask(spec).run()[0]
    assert run.params.tobytes() == engine.ask(PARENT).run()[0].params.tobytes()


def test_a_replay_of_a_branch_is_its_own_from_its_origin_on(engine):
    spec = branch(PARENT, 31, (7, 0.5), optimizer="sgd", learning_rate=0.1)
    run, parent = engine.ask(spec).run()[0].params, engine.ask(PARENT).run()[0].params
    for epoch in (31, 45, 59):
        replayed = taken_apart(spec, epoch, 0, engine).replay
        assert replayed.params[[0, -1]].tobytes() == run[[epoch, epoch + 1]].tobytes()
        assert replayed.learning_rate == 0.1
    before = taken_apart(spec, 30, 0, engine).replay
    assert before is taken_apart(PARENT, 30, 0, engine).replay
    assert before.params[[0, -1]].tobytes() == parent[[30, 31]].tobytes()


def test_thirty_visitors_share_one_branch(engine):
    spec = branch(PARENT, 30, (0, 1.0))
    with ThreadPoolExecutor(30) as pool:
        recordings = set(pool.map(lambda _: id(engine.recording(spec)), range(30)))
    assert len(recordings) == 1


def test_a_branch_is_no_stack(engine):
    spec = branch(PARENT, 5)
    with pytest.raises(ValueError, match="a branch has one training"):
        engine.recording(spec, spec.training, replace(spec.training, learning_rate=1.0))
