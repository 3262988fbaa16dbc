"""The plane of a path, held against scikit-learn's PCA; the loss on it, against torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.projection import plane, surface, trace, window


@pytest.fixture(scope="module")
def run(network, penguin_split):
    return train(network, penguin_split, Training(epochs=30))


@pytest.fixture(scope="module")
def other(network, penguin_split):
    return train(network, penguin_split, Training(optimizer="sgd", epochs=30))


def loss_at(run, params, split) -> float:
    logits = run.network.logits(
        torch.from_numpy(np.float32(params)), torch.from_numpy(split.train_x)
    )
    return float(torch.nn.functional.cross_entropy(logits, torch.from_numpy(split.train_y)))


@pytest.mark.parametrize("columns", [193, 12])  # more and fewer columns than the path has rows
def test_the_plane_is_that_of_scikit_learn(run, columns):
    path = run.params[:, :columns].astype(np.float64)
    ours = plane(path)
    theirs = PCA(2).fit(path)
    assert np.allclose(ours.explained, theirs.explained_variance_ratio_, rtol=1e-8)
    expected = theirs.transform(path)
    points = ours.project(path)
    signs = np.sign((points * expected).sum(axis=0))
    assert np.allclose(points, expected * signs, atol=1e-8)
    assert (points[-1] >= 0).all()  # the free signs are chosen by the path's end


def test_project_undoes_lift(run):
    on = plane(run.params)
    points = np.random.default_rng(0).normal(size=(5, 4, 2))
    assert np.allclose(on.project(on.lift(points)), points, atol=1e-12)


def test_a_path_within_a_plane_is_held_whole():
    axes = np.array([[1.0, 0, 0, 0], [0, 0.6, 0.8, 0]])
    path = np.array([[0.0, 0], [1, 2], [3, 1], [4, 4]]) @ axes + 5
    on = plane(path)
    assert on.share(path) == pytest.approx(1)
    assert on.explained.sum() == pytest.approx(1)
    assert np.allclose(on.lift(on.project(path)), path)
    assert on.share(on.origin + np.array([[0, 0.8, -0.6, 0]])) == pytest.approx(0)


def test_the_share_of_the_spanning_path_is_the_explained_variance(run, other):
    on = plane(run.params)
    assert on.share(run.params) == pytest.approx(on.explained.sum())
    assert 0 < on.share(other.params) < 1


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (np.zeros((2, 5)), "two epochs"),
        (np.zeros((5, 5)), "does not move"),
        (np.full((5, 5), np.nan), "not finite"),
    ],
)
def test_what_spans_no_plane_is_refused(path, word):
    with pytest.raises(ValueError, match=word):
        plane(path)


def test_the_surface_is_the_training_loss_at_the_lifted_points(run, penguin_split):
    on = plane(run.params)
    bounds = window(on.project(run.params), [])
    drawn = surface(on, run.network, "cross_entropy", penguin_split, bounds)
    assert drawn.loss.shape == (len(drawn.y), len(drawn.x))
    for row, column in [(0, 0), (3, 40), (48, 48)]:
        params = on.lift(np.array([drawn.x[column], drawn.y[row]]))
        expected = loss_at(run, params, penguin_split)
        assert drawn.loss[row, column] == pytest.approx(expected, rel=1e-3)


def test_a_trace_says_its_own_loss_and_the_one_the_plane_shows_there(run, other, penguin_split):
    on = plane(run.params)
    for path in (run, other):
        drawn = trace(on, path, penguin_split)
        assert np.allclose(drawn.loss, curves(path, penguin_split).train_loss, rtol=1e-5)
        assert np.allclose(drawn.points[[0, -1]], on.project(path.params[[0, -1]]))
        for row in (0, -1):
            lifted = on.lift(on.project(path.params[row]))
            expected = loss_at(path, lifted, penguin_split)
            assert drawn.shown[row] == pytest.approx(expected, rel=1e-3)
    start = trace(on, run, penguin_split).points[0]
    assert np.allclose(start, trace(on, other, penguin_split).points[0])  # the same initial weights


def test_the_window_holds_the_paths_but_follows_none_far_away():
    own = np.array([[0.0, 0], [1, 1]])
    near, far = np.array([[2.0, 0.5]]), np.array([[-1000.0, 0.5]])
    (low, high), (bottom, top) = window(own, [near])
    assert low < 0 < 2 < high
    assert bottom < 0 < 1 < top
    (low, high), (bottom, top) = window(own, [far])
    assert -10 < low < -3
    assert 1 < high < 3
    (low, high), (bottom, top) = window(np.array([[0.0, 0], [1, 0]]), [])
    assert bottom < 0 < top  # a straight path still gets a picture


def test_a_thinned_record_is_drawn_at_the_epochs_it_has(run, penguin_split):
    thin = replace(run, params=run.params[::5], epochs=run.epochs[::5], stride=5)
    drawn = trace(plane(thin.params), thin, penguin_split)
    assert len(drawn.points) == len(drawn.loss) == len(thin.epochs)
