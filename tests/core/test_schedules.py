"""Schedules against `torch.optim.lr_scheduler`, and their effect on real training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    SequentialLR,
    StepLR,
)

from nnviz.core.schedules import SCHEDULES
from nnviz.core.trainer import Trainer, train
from nnviz.core.training import Training

EPOCHS = 40
RATE = 0.2


def warm_up_cosine(optimizer, warm_up, floor):
    up = LinearLR(optimizer, start_factor=1 / (warm_up + 1), total_iters=warm_up)
    down = CosineAnnealingLR(optimizer, T_max=EPOCHS - warm_up, eta_min=floor * RATE)
    return SequentialLR(optimizer, [up, down], milestones=[warm_up])


TORCH_SCHEDULES = {
    "constant": lambda optimizer: ConstantLR(optimizer, factor=1.0),
    "step": lambda optimizer, every, drop: StepLR(optimizer, step_size=every, gamma=drop),
    "exponential": lambda optimizer, decay: ExponentialLR(optimizer, gamma=decay),
    "cosine": lambda optimizer, floor: CosineAnnealingLR(
        optimizer, T_max=EPOCHS, eta_min=floor * RATE
    ),
    "warm_up_cosine": warm_up_cosine,
}
OTHER_VALUES = {
    "constant": (),
    "step": (7, 0.3),
    "exponential": (1.1,),
    "cosine": (0.25,),
    "warm_up_cosine": (3, 0.1),
}


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("values", ["defaults", "others"])
def test_learning_rates_are_torch_s(name, values):
    values = SCHEDULES[name].defaults if values == "defaults" else OTHER_VALUES[name]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = TORCH_SCHEDULES[name](optimizer, *values)
    expected = []
    for _ in range(EPOCHS):
        expected.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    training = Training(
        learning_rate=RATE, epochs=EPOCHS, schedule=name, schedule_values=tuple(values)
    )
    assert np.allclose(training.learning_rates, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("epochs", [5, 40])
@pytest.mark.parametrize(("name", "values"), [("cosine", (0.25,)), ("warm_up_cosine", (2, 0.25))])
def test_the_floor_is_reached_in_the_epoch_after_the_last(name, values, epochs):
    schedule = SCHEDULES[name]
    assert schedule.factor(epochs, epochs, *values) == pytest.approx(0.25)
    *_, before, last = schedule.factors(epochs, values)
    assert before > last > 0.25


def test_a_warm_up_longer_than_the_run_only_warms_up():
    training = Training(epochs=5, schedule="warm_up_cosine", schedule_values=(20, 0.0))
    assert np.allclose(training.learning_rates, 0.01 * np.arange(1, 6) / 21)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_formula_and_parameter_is_told(name):
    schedule = SCHEDULES[name]
    assert schedule.label
    assert schedule.formula
    assert schedule.source
    for parameter in schedule.parameters:
        assert parameter.low <= parameter.default <= parameter.high
        assert parameter.help.endswith(".")


def test_schedules_of_a_stack_equal_separate_runs(network, penguin_split):
    alone = [Training(epochs=EPOCHS, schedule=name) for name in SCHEDULES]
    together = Trainer(network, penguin_split, *alone)
    together.advance()
    for index, training in enumerate(alone):
        run = train(network, penguin_split, training)
        assert np.allclose(together.run(index).params, run.params, rtol=1e-4, atol=1e-6)
    ends = {together.run(index).params[-1].tobytes() for index in range(len(alone))}
    assert len(ends) == len(SCHEDULES), "each leads somewhere else"


def test_the_rate_of_the_epoch_is_the_one_used(network, penguin_split):
    """One epoch of full-batch SGD moves by that epoch's η times the gradient."""
    training = Training(
        optimizer="sgd", epochs=4, batch_size=len(penguin_split.train_y), schedule="step",
        schedule_values=(2, 0.5), learning_rate=0.4,
    )  # fmt: skip
    run = train(network, penguin_split, training)
    x = torch.from_numpy(penguin_split.train_x)
    targets = torch.from_numpy(penguin_split.train_targets)
    for epoch, rate in enumerate([0.4, 0.4, 0.2, 0.2]):
        before = torch.from_numpy(run.params[epoch].copy())
        gradient = network.gradients(before, x, targets, "cross_entropy")
        assert np.allclose(run.params[epoch + 1], before - rate * gradient, atol=1e-6)


def test_values_are_defaults_unless_given():
    assert Training(schedule="step") == Training(schedule="step", schedule_values=(30, 0.5))
    assert replace(Training(schedule="step"), schedule="constant", schedule_values=())


@pytest.mark.parametrize(
    ("schedule", "values", "message"),
    [
        ("cosine", (1.5,), r"floor 1\.5 is not from 0\.0 to 1\.0"),
        ("step", (0.5,), r"schedule values \(0\.5,\); 'step' takes every, drop"),
        ("constant", (1.0,), r"schedule values \(1\.0,\); 'constant' takes none"),
        ("exponential", (float("nan"),), "decay nan is not from 0.5 to 1.2"),
    ],
)
def test_impossible_values_are_refused(schedule, values, message):
    with pytest.raises(ValueError, match=message):
        Training(schedule=schedule, schedule_values=values)


def test_the_floor_of_the_cosine_is_told_as_torch_has_it():
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    scheduler = CosineAnnealingLR(optimizer, T_max=5, eta_min=0.0)
    for _ in range(4):
        optimizer.step()
        scheduler.step()
    (last,) = scheduler.get_last_lr()
    (floor,) = SCHEDULES["cosine"].parameters
    assert f"the last has {100 * last:.1f} % of the full value" in floor.help
