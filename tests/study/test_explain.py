"""Each disease is found in a run that has it, and in none that has not."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from nnviz.core.measures import curves
from nnviz.core.networks import MLP
from nnviz.core.text import number
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.doctor.patient import Patient
from nnviz.study.doctor.rules import WELL, explain


@pytest.fixture(scope="module")
def healthy(network, penguin_split):
    return train(network, penguin_split, Training(epochs=40))


@pytest.fixture
def found(penguins, penguin_split):
    return lambda run, split=penguin_split: explain(
        Patient(run, curves(run, split), penguins, split)
    )


def with_row(run, row: int, params):
    """The run with other parameters in one row of its record."""
    changed = run.params.copy()
    changed[row] = params
    return replace(run, params=changed)


def test_a_run_without_a_disease_has_none(healthy, found, penguin_split):
    told = found(healthy)
    assert told.rule == WELL
    assert number(curves(healthy, penguin_split).train_loss[-1]) in told.sentence


def test_divergence_names_its_epoch(found, penguin_split):
    wild = Training(optimizer="sgd", learning_rate=10.0, epochs=20)
    run = train(MLP((4, 10, 10, 3), "identity"), penguin_split, wild)
    told = found(run)
    assert told.rule == "diverged"
    assert f"epoch {run.diverged_at} " in told.sentence


@pytest.mark.parametrize(("units", "name"), [(10, "dead"), (6, "dead"), (5, WELL), (0, WELL)])
def test_negative_biases_kill_relu_units(healthy, found, units, name):
    params = torch.from_numpy(healthy.params[-1].copy())
    healthy.network.views(params)[0].b[..., :units] = -100.0
    told = found(with_row(healthy, -1, params.numpy()))
    # What five dead units do to the loss of the last epoch is another matter.
    if name == WELL:
        assert "dead" not in told.rule
        return
    assert told.rule == name
    assert re.search(rf"\b{units}\b.* hidden layer 1 ", told.sentence)
    assert ("Every penguin gets the same answer." in told.sentence) == (units == 10)


def test_units_of_another_activation_do_not_die(healthy, found):
    network = MLP(healthy.network.sizes, "sigmoid")
    assert "dead" not in found(replace(healthy, network=network)).rule


def test_a_learning_rate_that_grows_ends_in_a_cliff(network, found, penguin_split):
    tanh = MLP(network.sizes, "tanh")
    growing = Training("sgd", schedule="exponential", schedule_values=(1.1,))
    run = train(tanh, penguin_split, growing)
    loss = curves(run, penguin_split).train_loss
    told = found(run)
    assert told.rule == "rate_too_high"
    low, high = (int(epoch) for epoch in re.findall(r"epoch (\d+)", told.sentence))
    assert loss[low] == loss[:high].min() < 0.2 * np.log(3)
    assert loss[high] > max(10 * loss[low], 0.3 * np.log(3)) > loss[high - 1]
    constant = replace(growing, schedule="constant", schedule_values=())
    assert found(train(tanh, penguin_split, constant)).rule != "rate_too_high"


def test_too_small_a_learning_rate_learns_nothing(network, found, penguin_split):
    run = train(network, penguin_split, Training(optimizer="sgd", learning_rate=1e-5, epochs=5))
    told = found(run)
    assert told.rule == "unlearned"
    assert "1.1" in told.sentence  # ln 3 = 1.0986


def test_a_long_time_at_a_guess_is_a_slow_start(network, found, penguin_split):
    run = train(network, penguin_split, Training(learning_rate=1e-4))
    told = found(run)
    assert told.rule == "slow_start"
    left = int(re.search(r"For (\d+) of 100", told.sentence)[1])
    loss = curves(run, penguin_split).train_loss
    assert loss[left] < 0.9 * np.log(3) <= loss[left - 1]


def test_weights_that_are_wrong_with_confidence_are_a_bad_start(healthy, found, penguin_split):
    # A trained network whose outputs are turned around is sure of the wrong answers.
    params = torch.from_numpy(healthy.params[-1].copy())
    for values in healthy.network.views(params)[-1]:
        values.neg_()
    run = with_row(healthy, 0, params.numpy())
    told = found(run)
    assert told.rule == "bad_start"
    assert number(curves(run, penguin_split).train_loss[0]) in told.sentence


def test_a_last_epoch_that_is_worse_than_those_before_is_a_spike(healthy, found, penguin_split):
    loss = curves(healthy, penguin_split).train_loss
    earlier = int(np.argmax((loss < 0.2) & (loss > 0.1)))
    assert 0.1 < loss[earlier] < 0.2
    assert found(with_row(healthy, -1, healthy.params[earlier])).rule == "spike"


def test_a_wrong_label_is_found_as_the_row_that_carries_the_loss(
    healthy, found, penguins, penguin_split
):
    row = 7
    y = penguin_split.train_y.copy()
    y[row] = (y[row] + 1) % 3
    told = found(healthy, replace(penguin_split, train_y=y))
    assert told.rule == "hard_row"

    where = penguin_split.train_rows[row]
    species = penguins.classes[penguins.y[where]]
    number = np.flatnonzero(penguins.y == penguins.y[where]).tolist().index(where) + 1
    assert f", {species} {number}, " in told.sentence
    logits = healthy.network.logits(
        torch.from_numpy(healthy.params[-1].copy()), torch.from_numpy(penguin_split.train_x)
    )
    each = torch.nn.functional.cross_entropy(logits, torch.from_numpy(y), reduction="none")
    assert f"{100 * each[row] / each.sum():.0f} %" in told.sentence
