"""A step taken apart: what is said about it is what torch did, and what the textbook says."""

from __future__ import annotations

import re

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
