"""A descent: the golden numbers, and torch as the oracle for everything else."""

import math

import numpy as np
import pytest
import torch

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.terrain.descent import MAX_STEPS, descend, follows_gradient
from nnviz.terrain.one_weight import OneWeight

ARTICLE = OneWeight(x=2.0, y=6.0)


# The numbers of the article


def test_the_article_example():
    path = descend(ARTICLE, 5.0, "sgd", 0.1, 4)
    assert path.w[:, 0] == pytest.approx([5.0, 4.2, 3.72, 3.432, 3.2592])
    assert path.loss[:2] == pytest.approx([8.0, 2.88])
    assert path.grad[0, 0] == 8.0
    assert (ARTICLE.minimum, ARTICLE.curvature, ARTICLE.edge) == (3.0, 4.0, 0.5)
    assert path.w.shape == path.grad.shape == (5, 1)
    assert path.loss.shape == (5,)
    assert path.w.dtype == path.loss.dtype == path.grad.dtype == np.float64


@pytest.mark.parametrize(
    ("optimizer", "first"),
    [("sgd", 4.2), ("momentum", 4.2), ("adam", 4.9), ("adagrad", 4.9), ("rmsprop", 4.0)],
)
def test_first_step_of_each_optimizer(optimizer, first):
    path = descend(ARTICLE, 5.0, optimizer, 0.1, 1)
    assert path.w[1, 0] == pytest.approx(first, abs=1e-6)
    assert path.directions(0.1)[0, 0] == pytest.approx((5 - first) / 0.1, abs=1e-5)


# Oracles


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("learning_rate", [0.003, 0.1, 0.3])
def test_each_optimizer_is_torchs_own(optimizer, learning_rate):
    path = descend(ARTICLE, 5.0, optimizer, learning_rate, 30)

    w = torch.tensor([5.0], dtype=torch.float64, requires_grad=True)
    oracle = OPTIMIZERS[optimizer].build([w])
    oracle.param_groups[0]["lr"] = learning_rate
    expected = [w.item()]
    for _ in range(30):
        oracle.zero_grad()
        (0.5 * (w * 2.0 - 6.0) ** 2).sum().backward()
        oracle.step()
        expected.append(w.item())
    assert path.w[:, 0] == pytest.approx(expected, rel=1e-9)


# Where a descent ends


def test_recording_stops_at_the_first_non_finite_row_and_keeps_it():
    path = descend(ARTICLE, 5.0, "sgd", 1e6, 500)
    assert path.steps < 500
    assert path.diverged_at == path.steps
    assert np.isfinite(path.loss[:-1]).all()
    assert not np.isfinite(path.loss[-1])


def test_no_steps_is_the_start_alone():
    path = descend(ARTICLE, 5.0, "adam", 0.1, 0)
    assert path.w.tolist() == [[5.0]]
    assert path.steps == 0
    assert path.diverged_at is None
    assert path.directions(0.1).shape == (0, 1)


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    descend(ARTICLE, 5.0, "adam", 0.1, 5)
    assert torch.equal(before, torch.get_rng_state())


def test_only_plain_descent_follows_the_gradient():
    assert [name for name in OPTIMIZERS if follows_gradient(name)] == ["sgd"]


# What is refused


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((math.nan, "sgd", 0.1, 5), "start is nan; it must be finite"),
        ((5.0, "sgd", 0.0, 5), "learning rate is 0.0; it must be a finite number above 0"),
        ((5.0, "sgd", -0.1, 5), "learning rate is -0.1"),
        ((5.0, "sgd", math.inf, 5), "learning rate is inf"),
        ((5.0, "sgd", 0.1, -1), f"steps is -1; it must be a whole number from 0 to {MAX_STEPS}"),
        ((5.0, "sgd", 0.1, 1.5), "steps is 1.5"),
        ((5.0, "sgd", 0.1, MAX_STEPS + 1), f"steps is {MAX_STEPS + 1}"),
        ((5.0, "nothing", 0.1, 5), "unknown optimizer 'nothing'"),
    ],
)
def test_descend_names_what_it_refuses(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        descend(ARTICLE, *arguments)
