"""Every cure that the doctor gives can be tried, and its run be said by the controls."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from immediately import immediate_engine

from nnviz.core.experiment import Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.schedules import SCHEDULES
from nnviz.core.training import Training
from nnviz.engine.orders import Order, pull, status
from nnviz.engine.requests import answer
from nnviz.engine.shelf import Shelf, findings
from nnviz.study.doctor.finding import Finding
from nnviz.ui.experiment import FIELDS, RECIPE, experiment_of, settings_of
from nnviz.ui.train.lineage import ancestors_text, with_ancestors

ENGINE = immediate_engine()

ILL = {
    "by heart": Experiment(MLP((4, 64, 64, 3)), Training(epochs=100), test_fraction=0.9),
    "timid": Experiment(MLP((4, 3)), Training("sgd", 1e-5, epochs=20)),
    "raw": Experiment(MLP((4, 10, 3)), Training("sgd", 1e-3, epochs=20), features="raw"),
    "restless": Experiment(training=Training(learning_rate=1.0, epochs=30)),
    "saturated": Experiment(MLP((4, 10, 10, 3), "tanh"), Training(learning_rate=10.0, epochs=30)),
    "stuck": Experiment(MLP((4, 10, 10, 10, 10, 3), "sigmoid"), Training("sgd", epochs=30)),
    "narrow": Experiment(MLP((4, 10, 1, 10, 3)), Training(epochs=60)),
    "wild": Experiment(MLP((4, 10, 10, 3), "identity"), Training("sgd", 10.0, epochs=30)),
}


@cache
def families(name: str, schedule: str) -> tuple[Experiment, ...]:
    """An ill run with a schedule, and its branches: from the start, a middle, and its best test."""
    plain = ILL[name]
    run = replace(plain, training=replace(plain.training, schedule=schedule, schedule_values=()))
    record, curves = ENGINE.ask(run).run()
    low = int(record.epochs[np.nanargmin(curves.test_loss)])
    return run, *(replace(run, origin=Origin(run, at)) for at in {0, record.trained // 2, low})


def cures(experiment: Experiment) -> list[tuple[int, Finding]]:
    """The findings that have a cure, with their places in the list."""
    return [(index, one) for index, one in enumerate(findings(experiment, ENGINE)) if one.cure]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", ILL)
def test_every_cure_of_a_run_and_of_its_branches_can_be_tried(name, schedule):
    for ill in families(name, schedule):
        order = Order(ill, target=ill.training.epochs, shown=ill.training.epochs, complete=True)
        shelf = Shelf().with_order(order)
        for index, found in cures(ill):
            request = {"kind": "cure", "run": "1", "index": index}
            _, cured = answer(shelf, order, request, ENGINE)
            assert cured.running, found
            assert pull(cured, ENGINE, math.inf)[0].complete
            said = {one.name: one.parse(one.write(one.default)) for one in FIELDS} | {
                one.name: one.parse(one.write(settings_of(cured.experiment)[one.name]))
                for one in FIELDS
                if one.name in settings_of(cured.experiment)
            }
            text = ancestors_text(RECIPE, cured.experiment)
            assert with_ancestors(RECIPE, experiment_of(said), text) == cured.experiment


def test_every_rule_with_a_cure_is_among_them():
    found = {one.rule for name in ILL for one in findings(ILL[name], ENGINE) if one.cure}
    assert found == {
        "raw", "diverged", "dead", "rate_too_high", "saturated", "rate_too_low", "stuck",
        "never_answered", "overfitting",
    }  # fmt: skip


def test_a_branch_from_where_the_test_loss_was_lowest_cannot_stop_there():
    run, *branches = families("by heart", "cosine")
    (found,) = [one for _, one in cures(run) if one.rule == "overfitting"]
    (late,) = [one for one in branches if one.origin.epoch == found.epoch]
    (same,) = [one for one in findings(late, ENGINE) if one.rule == "overfitting"]
    assert same.epoch == found.epoch
    assert same.cure is None


@pytest.mark.parametrize("value", [math.inf, math.nan, 1e38])
def test_weights_that_cannot_be_computed_with_are_blamed_themselves(value):
    parent = Experiment(training=Training(epochs=20))
    broken = replace(parent, origin=Origin(parent, 10, ((0, value), (1, value))))
    (found,) = findings(broken, ENGINE)
    assert found.rule == "diverged"
    assert "at epoch 10, where this run begins: no step has led there" in found.sentence
    assert found.cure is None
    order, *record = pull(Order(broken).train(), ENGINE, math.inf)
    assert order.complete
    assert "the weights that this branch begins with, at epoch 10" in status(order, *record)
