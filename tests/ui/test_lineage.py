"""Runs in the address: what was written is read as the same run, whatever it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES
from nnviz.ui.experiment import RECIPE, experiment_of, settings_of
from nnviz.ui.train.lineage import ancestors_text, run_of, run_text, with_ancestors

rates = some.floats(*LEARNING_RATE)
edits = some.dictionaries(some.integers(0, 192), some.floats(width=32), max_size=5)


@some.composite
def trainings(draw, training=DEFAULT.training):
    return replace(
        training,
        learning_rate=draw(rates),
        optimizer=draw(some.sampled_from(list(OPTIMIZERS))),
        schedule=draw(some.sampled_from(list(SCHEDULES))),
        schedule_values=(),
        epochs=draw(some.integers(50, 200)),
    )


@some.composite
def families(draw) -> Experiment:
    """A run with up to three ancestors, each of other settings."""
    born = replace(DEFAULT, training=draw(trainings()))
    for epoch in draw(some.lists(some.integers(0, 50), max_size=3)):
        origin = Origin(born, epoch, tuple(draw(edits).items()))
        born = replace(born, training=draw(trainings(born.training)), origin=origin)
    return born


@given(families())
def test_a_branch_is_read_as_it_was_written(branch):
    plain = replace(branch, origin=None)
    assert with_ancestors(RECIPE, plain, ancestors_text(RECIPE, branch)) == branch


@given(families(), families())
def test_any_run_is_read_beside_any_other(run, shown):
    assert run_of(RECIPE, run_text(RECIPE, run, shown), shown) == run


def test_a_run_of_another_network_and_split_is_read_too():
    other = Experiment(
        MLP((4, 3), "tanh"), replace(DEFAULT.training, seed=4, loss="mean_squared_error"), 0.5
    )
    assert run_of(RECIPE, run_text(RECIPE, other, DEFAULT), DEFAULT) == other
    assert experiment_of(settings_of(DEFAULT) | settings_of(other)) == other


def test_what_is_the_same_takes_no_room():
    branch = replace(DEFAULT, origin=Origin(DEFAULT, 40, ((12, 1.5), (13, -2.0))))
    assert ancestors_text(RECIPE, DEFAULT) == run_text(RECIPE, DEFAULT, DEFAULT) == ""
    assert ancestors_text(RECIPE, branch) == "40@12=1.5,13=-2.0"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x", "invalid literal"),
        ("400", "epoch 400 is not a whole number from 0 to 100"),
        ("5@999=1", "parameter 999 is not from 0 to 192"),
        ("5@1=one", "could not convert"),
        ("5!colour:red", "there is no setting 'colour'"),
        ("5!together:2", "'2' is not 1 or 0"),
        ("5!epochs:3", "epoch 5 is not a whole number from 0 to 3"),
        ("5!optimizer:magic", "unknown optimizer 'magic'"),
    ],
)
def test_what_is_no_branch_is_refused(text, why):
    with pytest.raises(ValueError, match=why):
        with_ancestors(RECIPE, DEFAULT, text)
