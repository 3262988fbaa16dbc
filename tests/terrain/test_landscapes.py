"""The landscapes, held against autograd and finite differences, and the walks on them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnviz.core.optimizers import OPTIMIZERS
from nnviz.study.sweep import stable_edge
from nnviz.terrain.descent import descend
from nnviz.terrain.landscapes import LANDSCAPES

QUADRATICS = [key for key, landscape in LANDSCAPES.items() if landscape.curvature]

every_landscape = pytest.mark.parametrize("key", LANDSCAPES)


def points(key: str, count: int = 40) -> torch.Tensor:
    """Random points of the window, [count, 2]."""
    generator = torch.Generator().manual_seed(0)
    low, high = torch.tensor(LANDSCAPES[key].window, dtype=torch.float64).T
    return low + (high - low) * torch.rand(count, 2, generator=generator, dtype=torch.float64)


# Their mathematics


@every_landscape
def test_the_gradient_is_autograd_of_the_loss(key):
    w = points(key).requires_grad_()
    losses = LANDSCAPES[key].loss(w)
    assert losses.shape == (40,)
    losses.sum().backward()
    torch.testing.assert_close(LANDSCAPES[key].gradient(w.detach()), w.grad)


@every_landscape
def test_the_gradient_is_the_slope_between_two_near_points(key):
    landscape, w, small = LANDSCAPES[key], points(key), 1e-6
    gradient = landscape.gradient(w)
    for axis in (0, 1):
        step = torch.zeros(2, dtype=torch.float64)
        step[axis] = small
        slope = (landscape.loss(w + step) - landscape.loss(w - step)) / (2 * small)
        torch.testing.assert_close(gradient[:, axis], slope, rtol=1e-6, atol=1e-5)


@every_landscape
def test_minima_are_lower_than_all_around_and_the_first_is_the_lowest(key):
    landscape = LANDSCAPES[key]
    around = torch.linspace(0, 2 * torch.pi, 33, dtype=torch.float64)
    circle = 0.05 * torch.stack([around.cos(), around.sin()], dim=-1)
    depths = []
    for minimum in torch.tensor(landscape.minima, dtype=torch.float64):
        assert landscape.gradient(minimum).abs().max() < 1e-12
        assert (landscape.loss(minimum + circle) > landscape.loss(minimum)).all()
        assert landscape.contains(*minimum.tolist())
        depths.append(landscape.loss(minimum).item())
    assert depths == sorted(depths)
    assert depths[0] == pytest.approx(0, abs=1e-12)
    assert (landscape.loss(points(key)) >= 0).all()


@pytest.mark.parametrize("key", QUADRATICS)
def test_curvature_is_the_largest_eigenvalue_of_the_hessian_everywhere(key):
    landscape = LANDSCAPES[key]
    for w in points(key, 5):
        hessian = torch.autograd.functional.hessian(landscape.loss, w)
        assert torch.linalg.eigvalsh(hessian)[-1].item() == pytest.approx(landscape.curvature)


@pytest.mark.parametrize("key", QUADRATICS)
def test_gradient_descent_is_stable_up_to_two_over_the_curvature(key):
    landscape = LANDSCAPES[key]
    exact = 2 / landscape.curvature
    rates = exact * np.geomspace(0.1, 10, 41)[:-1] * 1.01  # none of them the edge itself
    paths = [descend(landscape, landscape.start, "sgd", rate, 400) for rate in rates]
    stable = np.array([path.loss[-1] <= path.loss[0] for path in paths])
    edge = stable_edge(rates, stable)
    assert edge.stable < exact < edge.unstable
    assert edge.unstable / edge.stable < 1.13


# What is drawn of them


@every_landscape
def test_a_relief_is_the_loss_of_its_window(key):
    landscape = LANDSCAPES[key]
    relief = landscape.relief(7, 5)
    assert relief.loss.shape == relief.height.shape == (5, 7)
    assert (relief.x[0], relief.x[-1]) == landscape.window[0]
    assert (relief.y[0], relief.y[-1]) == landscape.window[1]
    corner = torch.tensor([relief.x[6], relief.y[1]], dtype=torch.float64)
    assert relief.loss[1, 6] == pytest.approx(landscape.loss(corner).item())


@every_landscape
def test_heights_count_contour_levels(key):
    landscape = LANDSCAPES[key]
    levels = np.array(landscape.levels)
    assert (np.diff(levels) > 0).all()
    assert landscape.height(levels) == pytest.approx(np.arange(1, len(levels) + 1))
    middle = (levels[1:] + levels[:-1]) / 2
    assert landscape.height(middle) == pytest.approx(np.arange(1, len(levels)) + 0.5)
    top = len(levels) + 1
    assert landscape.height(np.array([0.0, np.inf, np.nan])).tolist() == [0, top, top]
    # The map has lines nearly everywhere: its highest and its lowest points leave the ends.
    assert landscape.relief(60, 60).height.max() > 0.8 * len(levels)


# Walks


@every_landscape
def test_each_suggests_a_rate_for_every_optimizer_that_leads_downhill(key):
    landscape = LANDSCAPES[key]
    assert list(landscape.rates) == list(OPTIMIZERS)
    assert landscape.contains(*landscape.start)
    for optimizer, rate in landscape.rates.items():
        path = descend(landscape, landscape.start, optimizer, rate, 200)
        assert path.diverged_at is None
        assert path.loss[-1] < 0.5 * path.loss[0], optimizer


@every_landscape
def test_a_walk_that_overflows_ends_with_what_overflowed(key):
    path = descend(LANDSCAPES[key], LANDSCAPES[key].start, "sgd", 1e6, 500)
    assert path.diverged_at == path.steps < 500
    assert np.isfinite(path.loss[:-1]).all()
    assert path.parts.shape == (path.steps, 2, 2)


def test_what_each_landscape_is_there_to_show():
    def race(key: str) -> dict[str, np.ndarray]:
        landscape = LANDSCAPES[key]
        return {
            name: descend(landscape, landscape.start, name, rate, 200).w
            for name, rate in landscape.rates.items()
        }

    valleys = race("valleys")
    assert valleys["sgd"][-1, 0] > 1.5  # the shallow valley
    assert valleys["momentum"][-1, 0] < -1.5  # over the ridge into the deep one
    saddle = race("saddle")
    lingers = {name: int((np.abs(w[:, 1]) < 0.5).sum()) for name, w in saddle.items()}
    assert lingers["sgd"] > 2 * lingers["adam"]
    ravine = race("ravine")["sgd"]
    assert (ravine[:-1, 1] * ravine[1:, 1] < 0).all()  # from wall to wall, step by step
