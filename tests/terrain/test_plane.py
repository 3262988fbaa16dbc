"""The plane: gradient descent held against torch's own, and what one neuron cannot do."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.terrain.plane import PLANES, exclusive_or, two_species


@pytest.fixture(scope="module")
def records() -> dict:
    found = {}
    for key, plane in PLANES.items():
        experiment = plane.experiment
        found[key] = train(experiment.network, experiment.split(), experiment.training)
    return found


def test_the_two_species_are_all_of_theirs():
    points = two_species()
    assert np.bincount(points.y).tolist() == [151, 123]
    assert points.classes == ("Adelie", "Gentoo")
    assert [feature.name for feature in points.features] == ["bill length", "bill depth"]
    assert points.outputs == 1


@pytest.mark.parametrize("key", PLANES)
def test_the_record_is_plain_gradient_descent_on_all_points(records, key):
    plane = PLANES[key]
    network, split = plane.experiment.network, plane.experiment.split()
    params = network.init(plane.seed).requires_grad_()
    optimizer = torch.optim.SGD([params], lr=plane.learning_rate)
    x, y = (torch.from_numpy(part) for part in (split.train_x, split.train_targets))
    for _ in range(plane.steps):
        optimizer.zero_grad()
        a, *rest = x, *network.views(params)
        for place, (W, b) in enumerate(rest):
            a = a @ W + b
            if place < len(rest) - 1:
                a = torch.tanh(a)
        torch.nn.functional.binary_cross_entropy_with_logits(a, y).backward()
        optimizer.step()
    assert len(records[key].params) == plane.steps + 1
    assert np.allclose(records[key].params[-1], params.detach().numpy(), atol=1e-4)


def test_what_the_page_says_of_them(records):
    found = {key: curves(run, PLANES[key].experiment.split()) for key, run in records.items()}
    assert found["penguins"].train_score[0] < 0.6
    assert found["penguins"].train_score[-1] >= 270 / 274
    assert found["xor"].train_loss[-1] == pytest.approx(np.log(2), abs=1e-4)
    assert np.abs(records["xor"].params[-1]).max() < 0.02
    assert found["xor-layers"].train_score[-1] == 1
    assert found["xor-layers"].train_loss[-1] < 0.1


def test_some_line_divides_the_penguins_and_none_divides_xor():
    """By the perceptron's rule, which ends where there is a line (Rosenblatt 1958)."""
    assert perceptron(two_species()) == 274
    assert perceptron(exclusive_or()) == 3


def perceptron(points, rounds: int = 3000) -> int:
    """The most points that any line met on the way has right."""
    x = (points.x - points.x.mean(axis=0)) / points.x.std(axis=0)
    x, sign = np.column_stack([x, np.ones(len(x))]), 2 * points.y - 1
    w, best = np.zeros(3), 0
    for _ in range(rounds):
        wrong = np.flatnonzero(sign * (x @ w) <= 0)
        best = max(best, len(x) - len(wrong))
        if not len(wrong):
            break
        w = w + sign[wrong[0]] * x[wrong[0]]
    return best
