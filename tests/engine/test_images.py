"""Networks that read digits: what the engine gives beside the record of a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from digit_runs import ALL_KINDS, reader

from nnviz.core.blocks import Block, in_words
from nnviz.core.experiment import Experiment, Origin
from nnviz.core.record import HISTORY_BYTES
from nnviz.core.replay import replay
from nnviz.core.trainer import Trainer
from nnviz.engine.orders import Order
from nnviz.engine.requests import answer
from nnviz.engine.shelf import Shelf, findings, taken_apart
from nnviz.engine.tales import tale


def branch(parent: Experiment, epoch: int, *edits: tuple[int, float], **settings) -> Experiment:
    training = replace(parent.training, **settings)
    return replace(parent, training=training, origin=Origin(parent, epoch, edits))


@pytest.mark.parametrize("name", ALL_KINDS)
def test_an_epoch_step_by_step_ends_at_the_record_s_next(engine, name):
    experiment = ALL_KINDS[name]
    run, _ = engine.ask(experiment).run()
    apart = taken_apart(experiment, 3, 0, engine)
    assert apart.replay.params[0].tobytes() == run.params[3].tobytes()
    assert apart.replay.params[-1].tobytes() == run.params[4].tobytes()
    assert len(apart.replay.params) == 1 + np.ceil(len(experiment.split().train_y) / 32)


@pytest.mark.parametrize("name", ALL_KINDS)
def test_a_tale_has_the_steps_of_the_epochs_in_which_it_learns(engine, name):
    experiment = ALL_KINDS[name]
    told = tale(experiment, engine)
    assert len(told.learned) == 10
    steps = told.steps
    epoch = int(steps.epochs[0])
    there = steps.epochs < epoch + 1
    setting = experiment.network, experiment.split(), experiment.training
    taken = np.round((steps.epochs[there] - epoch) * steps.per_epoch).astype(int)
    assert steps.params[there].tobytes() == replay(*setting, epoch).params[taken].tobytes()


def test_a_branch_goes_on_from_a_filter_that_was_changed(engine):
    parent = ALL_KINDS["max"]
    edits = ((0, 0.5), (parent.network.places[1].start + 3, -1.0))
    spec = branch(parent, 2, *edits, optimizer="momentum", learning_rate=0.02, epochs=5)
    run, _ = engine.ask(spec).run()
    trainer = Trainer(parent.network, parent.split(), parent.training)
    trainer.advance(epochs=2)
    start = trainer.checkpoint()
    for offset, value in edits:
        start.params[0, offset] = value
    alone = Trainer(parent.network, parent.split(), spec.training, start=start)
    alone.advance()
    assert run.params[2:].tobytes() == alone.run().params[2:].tobytes()


def test_the_cure_of_dead_filters_is_another_activation_from_the_start(engine):
    parent = reader(learning_rate=3.0)
    order = Order(parent).train()
    order = replace(order, shown=order.epochs, complete=True)
    shelf = Shelf().with_order(order)
    found = findings(parent, engine)
    (index, dead) = next((i, one) for i, one in enumerate(found) if one.rule == "dead")
    assert "filter" in dead.sentence
    _, cured = answer(shelf, order, {"kind": "cure", "run": "1", "index": index}, engine)
    assert cured.experiment.network == replace(parent.network, activation="leaky_relu")
    run, _ = engine.ask(cured.experiment).run()
    assert run.trained == parent.training.epochs


def test_a_run_of_other_blocks_is_called_by_them(engine):
    shelf = Shelf()
    runs = {kind: reader((Block(4), Block(5, pooling=kind)), epochs=1) for kind in ("max", "mean")}
    for experiment in runs.values():
        shelf = shelf.with_order(Order(experiment, target=1, shown=1, complete=True))
    given = shelf.given(Order(runs["max"], target=1, shown=1, complete=True), engine)
    labels = [one.label for one in given.workbench.shelf]
    assert labels[1] == f"2 · {in_words(runs['mean'].network)}"
    assert labels[1].endswith("8 × 8→4 of 3 × 3→5 of 3 × 3→mean pooling→10")


def test_a_long_history_of_the_largest_network_keeps_every_k_th_epoch():
    experiment = reader((Block(16),), (64, 64), epochs=2000)
    trainer = Trainer(experiment.network, experiment.split(), experiment.training)
    trainer.advance(epochs=1)
    stride = trainer.run().stride
    kept = 2 + experiment.training.epochs // stride
    assert stride > 1
    assert 4 * experiment.network.parameter_count * kept <= HISTORY_BYTES
