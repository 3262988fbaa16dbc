"""A step taken apart: what is said about it is what torch did, and what the textbook says."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from nnviz.core.optimizers import (
    CORRECTED_MOMENTUM,
    CORRECTED_SQUARES,
    DIRECTION,
    GRADIENT,
    MOMENTUM,
    OPTIMIZERS,
    SQUARES,
)
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES
from nnviz.terrain.one_weight import OneWeight

STEPS = 30

every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def walk(name: str, learning_rate: float = 0.02):
    return descend(LANDSCAPES["valleys"], (3.0, 1.5), name, learning_rate, STEPS)


def columns(path) -> dict[str, np.ndarray]:
    """Each quantity over the steps, [T, d]."""
    return {term: path.parts[:, i] for i, term in enumerate(path.terms)}


@every_optimizer
def test_the_learning_rate_times_the_direction_is_the_step_torch_took(name):
    w = torch.tensor([3.0, 1.5], dtype=torch.float64)
    torchs_own = OPTIMIZERS[name].build([w])
    torchs_own.param_groups[0]["lr"] = 0.02
    path = walk(name)
    assert (path.terms[0], path.terms[-1]) == (GRADIENT, DIRECTION)
    assert path.parts.shape == (STEPS, len(path.terms), 2)
    for t in range(STEPS):
        before = w.clone()
        w.grad = LANDSCAPES["valleys"].gradient(w)
        torchs_own.step()
        step = 0.02 * columns(path)[DIRECTION][t]
        assert step == pytest.approx((before - w).numpy(), abs=1e-10, rel=1e-10)


def fifty_gradients(*shape: int) -> torch.Tensor:
    """Gradients of several sizes, [50, *shape]."""
    generator = torch.Generator().manual_seed(4)
    return torch.randn(50, *shape, generator=generator) * torch.logspace(-4, 1, shape[-1])


@every_optimizer
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@torch.inference_mode()
def test_fifty_updates_are_torch_s_own(name, dtype):
    w = torch.linspace(-2, 2, 193, dtype=dtype)
    g, theirs = torch.empty_like(w), w.clone()
    stepper = OPTIMIZERS[name].start(w, g)
    torchs = OPTIMIZERS[name].build([theirs])
    torchs.param_groups[0]["lr"] = 0.02
    close = {"rtol": 2e-6, "atol": 1e-7} if dtype == torch.float32 else {"rtol": 1e-13, "atol": 0}
    for gradient in fifty_gradients(193).to(dtype):
        g.copy_(gradient)
        theirs.grad = gradient
        stepper.step(0.02)
        torchs.step()
        torch.testing.assert_close(w, theirs, **close)
    state = torchs.state[theirs]
    for memory, value in stepper.memory.items():
        torch.testing.assert_close(value, state[memory], **close)
    remembered = {key for key, value in state.items() if isinstance(value, torch.Tensor)}
    assert remembered - set(stepper.memory) <= {"step"}, "no update here needs a count unasked"


@every_optimizer
@torch.inference_mode()
def test_a_class_without_an_update_steps_by_itself(name):
    with_update, without = OPTIMIZERS[name], replace(OPTIMIZERS[name], update=None)
    found = []
    for optimizer in (with_update, without):
        w, g = torch.linspace(-2, 2, 193), torch.empty(193)
        stepper = optimizer.start(w, g)
        for gradient in fifty_gradients(193):
            before = w.clone()
            g.copy_(gradient)
            stepper.step(0.02)
        found.append({"w": w, **stepper.take_apart(before)})
    assert list(found[0]) == list(found[1])
    for quantity, value in found[0].items():
        torch.testing.assert_close(value, found[1][quantity], rtol=2e-6, atol=1e-6)


@every_optimizer
@torch.inference_mode()
def test_rows_with_rates_of_their_own_step_as_each_would_alone(name):
    rates = np.array([0.001, 0.02, 0.3])
    gradients = fifty_gradients(3, 20)
    together, g = torch.linspace(-2, 2, 60).reshape(3, 20), torch.empty(3, 20)
    rows = together.clone()
    move = OPTIMIZERS[name].start(together, g).at(rates)
    for gradient in gradients:
        g.copy_(gradient)
        move()
    for index, rate in enumerate(rates):
        w, own = rows[index], torch.empty(20)
        step = OPTIMIZERS[name].start(w, own).at(np.array([rate]))
        for gradient in gradients[:, index]:
            own.copy_(gradient)
            step()
        torch.testing.assert_close(together[index], w, rtol=2e-5, atol=2e-6)


@every_optimizer
def test_the_first_quantity_is_the_gradient_of_the_record(name):
    path = walk(name)
    assert np.array_equal(columns(path)[GRADIENT], path.grad[:-1])


def running(values: np.ndarray, keep: float, add: float) -> np.ndarray:
    """m ← keep·m + add·value from m = 0, written out, [T, d]."""
    m, rows = np.zeros(values.shape[1]), []
    for value in values:
        m = keep * m + add * value
        rows.append(m)
    return np.array(rows)


@pytest.mark.parametrize(
    ("name", "term", "power", "keep", "add"),
    [
        ("momentum", MOMENTUM, 1, 0.9, 1.0),
        ("nesterov", MOMENTUM, 1, 0.9, 1.0),
        ("adam", MOMENTUM, 1, 0.9, 0.1),
        ("adam", SQUARES, 2, 0.999, 0.001),
        ("adamw", MOMENTUM, 1, 0.9, 0.1),
        ("adamw", SQUARES, 2, 0.999, 0.001),
        ("adagrad", SQUARES, 2, 1.0, 1.0),
        ("rmsprop", SQUARES, 2, 0.99, 0.01),
    ],
)
def test_what_is_remembered_follows_the_textbook(name, term, power, keep, add):
    path = walk(name)
    assert columns(path)[term] == pytest.approx(running(path.grad[:-1] ** power, keep, add))


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_the_bias_is_corrected_as_in_the_paper(name):
    found = columns(walk(name))
    t = np.arange(1, STEPS + 1)[:, None]
    assert found[CORRECTED_MOMENTUM] == pytest.approx(found[MOMENTUM] / (1 - 0.9**t))
    assert found[CORRECTED_SQUARES] == pytest.approx(found[SQUARES] / (1 - 0.999**t))


def test_the_directions_of_the_textbook():
    paths = {name: walk(name) for name in OPTIMIZERS}
    parts = {name: columns(path) for name, path in paths.items()}
    g = {name: path.grad[:-1] for name, path in paths.items()}
    adam, adamw = parts["adam"], parts["adamw"]
    expected = {
        "sgd": g["sgd"],
        "momentum": parts["momentum"][MOMENTUM],
        "nesterov": g["nesterov"] + 0.9 * parts["nesterov"][MOMENTUM],
        "adam": adam[CORRECTED_MOMENTUM] / (np.sqrt(adam[CORRECTED_SQUARES]) + 1e-8),
        "adamw": adamw[CORRECTED_MOMENTUM] / (np.sqrt(adamw[CORRECTED_SQUARES]) + 1e-8)
        + 0.01 * paths["adamw"].w[:-1],
        "adagrad": g["adagrad"] / (np.sqrt(parts["adagrad"][SQUARES]) + 1e-10),
        "rmsprop": g["rmsprop"] / (np.sqrt(parts["rmsprop"][SQUARES]) + 1e-8),
    }
    assert expected.keys() == OPTIMIZERS.keys()
    for name, direction in expected.items():
        assert parts[name][DIRECTION] == pytest.approx(direction, rel=1e-12), name


@every_optimizer
def test_many_weights_are_taken_apart_as_one_by_one(name):
    generator = torch.Generator().manual_seed(0)
    weights = torch.randn(3, 5, generator=generator, dtype=torch.float64)
    gradients = torch.randn(4, 3, 5, generator=generator, dtype=torch.float64)

    def last_step(w: torch.Tensor, steps: torch.Tensor) -> dict[str, torch.Tensor]:
        w, g = w.clone(), torch.empty_like(w)
        stepper = OPTIMIZERS[name].start(w, g)
        for gradient in steps:
            before = w.clone()
            g.copy_(gradient)
            stepper.step(1.0)
        return stepper.take_apart(before)

    together = last_step(weights, gradients)
    alone = last_step(weights[1, 2:3], gradients[:, 1, 2:3])
    for term, values in together.items():
        assert values.shape == weights.shape
        torch.testing.assert_close(values[1, 2], alone[term][0])


def test_parts_stay_when_the_next_step_is_made():
    path = descend(OneWeight(2.0, 6.0), 5.0, "momentum", 0.1, 2)
    assert columns(path)[MOMENTUM][:, 0] == pytest.approx([8.0, 0.9 * 8.0 + 4.8])


def test_a_walk_without_steps_has_nothing_to_take_apart():
    path = descend(OneWeight(2.0, 6.0), 5.0, "adam", 0.1, 0)
    assert path.terms == ()
    assert path.parts.shape == (0, 0, 1)


@every_optimizer
def test_the_formula_names_the_epsilon_that_torch_has(name):
    settings = OPTIMIZERS[name].build([torch.zeros(1)]).param_groups[0]
    formula = OPTIMIZERS[name].formula
    assert ("epsilon" in formula) == ("eps" in settings)
    if "eps" in settings:
        (power,) = re.findall(r"\\epsilon = 10\^\{(-\d+)\}", formula)
        assert float(f"1e{power}") == settings["eps"]


@every_optimizer
def test_the_value_of_epsilon_stands_beside_its_formula_as_torch_has_it(name):
    (settings,) = OPTIMIZERS[name].build([torch.zeros(1)]).param_groups
    value = [settings["eps"]] if "eps" in settings else []
    formula = OPTIMIZERS[name].formula
    told = re.findall(r"\\epsilon = 10\^\{(-\d+)\}", formula)
    assert [10.0 ** int(power) for power in told] == value
    assert (r"\epsilon)" in formula) == bool(value)
