"""One weight, one parabola: the golden numbers, autograd, and a word for every descent."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.terrain.descent import descend
from nnviz.terrain.one_weight import OneWeight, regime

ARTICLE = OneWeight(x=2.0, y=6.0)

numbers = st.floats(-20, 20).filter(lambda value: abs(value) > 1e-3 or value == 0)


def regime_name(landscape, learning_rate, optimizer="sgd", start=5.0, steps=20):
    path = descend(landscape, start, optimizer, learning_rate, steps)
    return regime(landscape, learning_rate, optimizer, path).name


def test_without_the_half_everything_doubles():
    whole = OneWeight(x=2.0, y=6.0, half=False)
    path = descend(whole, 5.0, "sgd", 0.1, 1)
    assert path.loss[0] == 16.0
    assert path.grad[0, 0] == 16.0
    assert path.w[1, 0] == pytest.approx(3.4)
    assert (whole.minimum, whole.curvature, whole.edge) == (3.0, 8.0, 0.25)


@given(x=numbers, y=numbers, w=st.lists(numbers, min_size=1, max_size=4), half=st.booleans())
def test_gradient_is_autograd_of_the_loss(x, y, w, half):
    landscape = OneWeight(x, y, half)
    weights = torch.tensor(w, dtype=torch.float64)[:, None].requires_grad_()  # [T, 1]
    losses = landscape.loss(weights)
    assert losses.shape == (len(w),)
    losses.sum().backward()
    torch.testing.assert_close(landscape.gradient(weights.detach()), weights.grad)


@given(x=numbers, y=numbers, start=numbers, learning_rate=st.floats(1e-3, 0.2), half=st.booleans())
def test_plain_descent_multiplies_the_distance_by_one_factor(x, y, start, learning_rate, half):
    landscape = OneWeight(x, y, half)
    path = descend(landscape, start, "sgd", learning_rate, 3)
    if landscape.flat:
        assert (path.w == start).all()
        return
    factor = 1 - learning_rate * landscape.curvature
    distance = path.w[:, 0] - landscape.minimum
    assert distance == pytest.approx(distance[0] * factor ** np.arange(4), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_landscape_needs_finite_numbers(value):
    with pytest.raises(ValueError, match=f"x is {value}"):
        OneWeight(value, 1.0)
    with pytest.raises(ValueError, match=f"y is {value}"):
        OneWeight(1.0, value)


# In words


@pytest.mark.parametrize(
    ("learning_rate", "name", "factor"),
    [
        (0.005, "walks in", 0.98),
        (0.1, "walks in", 0.6),
        (0.25, "lands in one step", 0.0),
        (0.3, "overshoots and converges", -0.2),
        (0.4999, "overshoots and converges", -0.9996),
        (0.5, "bounces for ever", -1.0),
        (0.5001, "diverges", -1.0004),
        (0.55, "diverges", -1.2),
        (1e9, "diverges", 1 - 4e9),
    ],
)
def test_regimes_of_the_article_example(learning_rate, name, factor):
    path = descend(ARTICLE, 5.0, "sgd", learning_rate, 20)
    found = regime(ARTICLE, learning_rate, "sgd", path)
    assert found.name == name
    assert found.factor == pytest.approx(factor)
    assert not found.observed


@given(x=st.floats(0.01, 100), half=st.booleans())
def test_the_edges_hold_for_every_input(x, half):
    landscape = OneWeight(x, 1.0, half)
    assert landscape.edge == pytest.approx((2 if half else 1) / x**2)
    start = landscape.minimum + 1
    assert regime_name(landscape, landscape.edge / 2, start=start) == "lands in one step"
    assert regime_name(landscape, landscape.edge, start=start) == "bounces for ever"
    assert regime_name(landscape, landscape.edge * 1.001, start=start) == "diverges"
    assert regime_name(landscape, landscape.edge * 0.999, start=start) == "overshoots and converges"
    assert regime_name(landscape, landscape.edge * 0.499, start=start) == "walks in"


def test_a_bounce_returns_to_where_it_began():
    assert descend(ARTICLE, 5.0, "sgd", 0.5, 4).w[:, 0].tolist() == [5.0, 1.0, 5.0, 1.0, 5.0]


def test_flat_loss_says_so():
    flat = OneWeight(x=0.0, y=6.0)
    assert flat.flat
    assert flat.minimum is None
    assert flat.edge is None
    path = descend(flat, 5.0, "sgd", 0.1, 3)
    assert path.w[:, 0].tolist() == [5.0] * 4
    assert path.loss.tolist() == [18.0] * 4
    assert regime_name(flat, 0.1) == "flat"
    assert regime_name(flat, 0.1, "adam") == "flat"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("learning_rate", [0.01, 0.55, 5.0])
def test_starting_at_the_best_weight(optimizer, learning_rate):
    path = descend(ARTICLE, 3.0, optimizer, learning_rate, 20)
    found = regime(ARTICLE, learning_rate, optimizer, path)
    assert found.name == "already there"
    assert found.observed == (found.factor is None)
    stays = "The start is already the best weight: the gradient is 0 there."
    distance = abs(path.w[-1, 0] - 3)
    if distance:  # weight decay
        stays += f" Even so, the weight is {distance:.4g} away from it after 20 steps."
    assert found.sentence == stays


def test_the_best_weight_is_as_close_as_floats_come():
    assert 1.1 * 3.0 != 3.3
    assert regime_name(OneWeight(1.1, 3.3), 0.1, "adam", start=3.0) == "already there"
    assert regime_name(OneWeight(1.1, 0.0), 0.1, "adam", start=0.0) == "already there"
    assert regime_name(OneWeight(1.1, 3.3), 0.1, "adam", start=3.0001) != "already there"


@pytest.mark.parametrize(
    ("optimizer", "learning_rate", "steps", "name"),
    [
        ("adam", 0.1, 10, "moves closer"),
        ("adam", 4.0, 20, "moves closer, overshooting"),
        ("momentum", 0.1, 20, "moves closer, overshooting"),
        ("momentum", 2.0, 20, "ends farther away"),
        ("momentum", 50.0, 5000, "diverges"),
    ],
)
def test_other_optimizers_are_described_by_their_path(optimizer, learning_rate, steps, name):
    path = descend(ARTICLE, 5.0, optimizer, learning_rate, steps)
    found = regime(ARTICLE, learning_rate, optimizer, path)
    assert found.observed
    assert found.factor is None
    assert found.name == name, found.sentence


def test_sentences_use_a_true_minus_sign():
    path = descend(ARTICLE, 5.0, "sgd", 0.55, 5)
    assert "−1.2" in regime(ARTICLE, 0.55, "sgd", path).sentence
    assert "can hold" not in regime(ARTICLE, 0.55, "sgd", path).sentence
    path = descend(ARTICLE, 5.0, "sgd", 10.0, 500)
    assert not np.isfinite(path.loss[-1])
    told = regime(ARTICLE, 10.0, "sgd", path).sentence
    assert f"After step {path.steps} the numbers are larger than a computer can hold." in told
