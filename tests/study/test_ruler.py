"""The ruler against parabolas, autograd and plain steps; the range test on constructed curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from instances import logits

from nnviz.core.networks import MLP
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.ruler import RATES, Suggestion, measure, range_training, ruler, suggestion
from nnviz.study.sweep import Edge


def parabola(*curvatures: float):
    """½ Σ cᵢ wᵢ² and its gradient."""
    c = np.array(curvatures)
    return lambda w: (c * w**2).sum(axis=-1) / 2, lambda w: c * w


@pytest.mark.parametrize("curvature", [0.05, 1.0, 4.0, 300.0])
def test_on_a_parabola_the_best_step_is_1_over_curvature_and_the_edge_2(curvature):
    found = measure(*parabola(curvature), np.array([5.0]), 0.01)
    assert found.curvature == pytest.approx(curvature, rel=1e-6)
    assert found.best == pytest.approx(1 / curvature, rel=1e-3)
    assert found.best_loss == pytest.approx(0, abs=1e-4 * found.start)
    assert found.edge == pytest.approx(2 / curvature, rel=1e-3)
    assert found.edge >= 2 / curvature
    assert found.here == pytest.approx(curvature * (5 * (1 - 0.01 * curvature)) ** 2 / 2)
    assert np.allclose(found.parabola, found.loss, rtol=1e-5, atol=1e-6 * found.start)


def test_the_curvature_is_the_one_along_the_gradient():
    losses, gradients = parabola(1.0, 10.0)
    w = np.array([3.0, 0.7])
    g = gradients(w)
    expected = g @ (np.array([1.0, 10.0]) * g) / (g @ g)
    found = measure(losses, gradients, w, 0.1)
    assert found.curvature == pytest.approx(expected, rel=1e-6)
    assert found.best == pytest.approx(1 / expected, rel=1e-3)


@pytest.fixture(scope="module")
def early(penguin_split):
    """A network of smooth units after two epochs, and its loss in torch's own words."""
    network = MLP((4, 6, 3), "tanh")
    params = train(network, penguin_split, Training(epochs=2)).params[-1]
    x = torch.from_numpy(penguin_split.train_x).double()
    y = torch.from_numpy(penguin_split.train_y)

    def loss(w: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(logits(network, w, x), y)

    return network, params, loss


def test_small_steps_follow_slope_and_curvature(early, penguin_split):
    network, params, loss = early
    w = torch.from_numpy(params).double().requires_grad_()
    g = torch.autograd.grad(loss(w), w)[0]
    h = torch.autograd.functional.hvp(loss, w.detach(), g)[1]  # H g
    found = ruler(network, "cross_entropy", params, penguin_split, 0.01)
    assert found.gradient == pytest.approx(g.norm().item(), rel=1e-9)
    assert found.curvature == pytest.approx((g @ h / (g @ g)).item(), rel=1e-5)
    small = found.learning_rates < 0.03
    eta = found.learning_rates[small]
    expected = loss(w).item() - eta * (g @ g).item() + eta**2 * (g @ h).item() / 2
    assert np.allclose(found.loss[small], expected, rtol=0, atol=1e-6)
    assert np.allclose(found.parabola[small], expected, rtol=0, atol=1e-9)


def test_the_marks_are_plain_steps(early, penguin_split):
    network, params, loss = early
    found = ruler(network, "cross_entropy", params, penguin_split, 0.3)
    w = torch.from_numpy(params).double().requires_grad_()
    g = torch.autograd.grad(loss(w), w)[0]

    def after(eta: float) -> float:
        return loss(w - eta * g).item()

    assert found.start == pytest.approx(after(0), rel=1e-12)
    assert found.here == pytest.approx(after(0.3), rel=1e-9)
    assert np.allclose(found.loss[::20], [after(eta) for eta in RATES[::20]], rtol=1e-9)
    assert found.best_loss == pytest.approx(after(found.best), rel=1e-9)
    assert found.best_loss <= found.loss.min()
    assert after(found.edge) > found.start >= after(found.edge * 0.9999)


def test_what_overflows_is_kept_and_is_too_big():
    def losses(w):
        with np.errstate(over="ignore"):
            return np.exp(w**2)[..., 0]

    found = measure(losses, lambda w: 2 * w * np.exp(w**2), np.array([2.0]), 0.001)
    assert not np.isfinite(found.loss[-1])
    assert np.isfinite(found.best_loss)
    assert found.best < found.edge < RATES[-1]


def test_diverged_parameters_have_no_best_step(network, penguin_split):
    found = ruler(network, "cross_entropy", np.full(193, np.nan, np.float32), penguin_split, 0.01)
    assert np.isnan(found.loss).all()
    assert np.isnan([found.start, found.here, found.curvature]).all()
    assert found.best is None


def test_on_a_flat_loss_no_step_lowers_and_none_raises():
    found = measure(lambda w: 1.0 + 0 * w[..., 0], lambda w: 0 * w, np.array([2.0]), 0.1)
    assert (found.best, found.edge, found.best_loss) == (None, None, 1.0)
    assert np.isnan(found.curvature)


def test_where_the_smallest_mark_is_too_big_the_edge_is_there():
    found = measure(*parabola(1e7), np.array([1.0]), 0.1)
    assert found.best is None
    assert found.edge == RATES[0]


def test_where_the_loss_falls_to_the_end_of_the_ruler_there_is_no_edge():
    found = measure(*parabola(1e-4), np.array([1.0]), 0.1)
    assert found.best == pytest.approx(RATES[-1])
    assert found.edge is None


def test_the_range_test_is_the_same_training_with_a_growing_rate():
    training = Training(optimizer="sgd", batch_size=7, seed=3, schedule="step", epochs=12)
    test = range_training(training)
    assert np.allclose(test.learning_rates, np.geomspace(1e-5, 10, 100), rtol=1e-9)
    back = replace(test, learning_rate=0.01, epochs=12, schedule="step", schedule_values=(30, 0.5))
    assert back == training


RISING = np.geomspace(1e-5, 10, 100)


def slide(centre: float) -> np.ndarray:
    """A loss that falls from 1.1 to 0.1 nats, fastest at η = `centre`."""
    return 0.1 + 1 / (1 + np.exp(6 * np.log10(RISING / centre)))


@pytest.mark.parametrize("centre", [1e-3, 0.03, 0.5])
def test_the_steepest_fall_is_found(centre):
    found = suggestion(RISING, slide(centre))
    assert found.steepest == pytest.approx(centre, rel=0.2)
    assert found.blow_up is None


def test_the_blow_up_is_the_first_epoch_above_four_times_the_lowest():
    loss = slide(0.01)
    loss[80:] = 5.0
    loss[90:] = 0.01  # a fall that comes after the blow-up is no advice
    found = suggestion(RISING, loss)
    assert found.blow_up == RISING[80]
    assert found.steepest == pytest.approx(0.01, rel=0.2)


def test_a_leap_from_which_the_loss_comes_back_is_no_blow_up():
    loss = slide(0.01)
    calm = suggestion(RISING, loss)
    loss[85] = 8.0
    found = suggestion(RISING, loss)
    assert found.blow_up is None
    assert found.steepest == calm.steepest


def test_a_rise_of_next_to_nothing_is_no_blow_up():
    loss = np.append(np.geomspace(1, 1e-12, 80), np.full(20, 1e-9))
    assert suggestion(RISING, loss).blow_up is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_loss_that_is_not_finite_has_blown_up(value):
    loss = slide(0.01)
    loss[70:] = value
    found = suggestion(RISING, loss)
    assert found.blow_up == RISING[70]
    assert np.isfinite(found.smoothed[:70]).all()
    assert np.isnan(found.smoothed[70:]).all()
    assert found.steepest == pytest.approx(0.01, rel=0.2)


def test_smoothing_is_the_mean_of_five_neighbours():
    loss = np.random.default_rng(0).random(100) + 1
    smoothed = suggestion(RISING, loss).smoothed
    assert smoothed[50] == pytest.approx(loss[48:53].mean())
    assert smoothed[0] == pytest.approx(loss[:3].mean())


def test_a_loss_that_never_falls_suggests_nothing():
    assert suggestion(RISING, np.linspace(1, 2, 100)).steepest is None
    assert suggestion(RISING[:1], np.array([1.0])).steepest is None
    assert suggestion(RISING, np.full(100, np.nan)).steepest is None


@pytest.mark.parametrize(
    ("edge", "advised"),
    [
        (None, (0.4, 0.2)),
        (Edge(10.0, None), (0.4, 0.2)),
        (Edge(0.5, 0.6), (0.4, 0.2)),
        (Edge(0.3, 0.5), (None, 0.2)),  # nothing is known of what lies between
        (Edge(0.1, 0.15), (None, None)),
        (Edge(None, 1e-5), (None, None)),
    ],
)
def test_no_rate_beyond_the_edge_of_whole_runs_is_advised(edge, advised):
    assert Suggestion(np.ones(3), steepest=0.4, blow_up=2.0).advised(edge) == advised


def test_a_test_that_never_blows_up_advises_one_rate():
    assert Suggestion(np.ones(3), steepest=0.4, blow_up=None).advised() == (0.4, None)
