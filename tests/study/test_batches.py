"""Batch losses against slices of the data and the formula for random batches."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import torch

from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.measures import evaluate, row_losses
from nnviz.core.trainer import train
from nnviz.core.training import Training
from nnviz.study.batches import batch_losses, expected_noise, steps_per_epoch


@pytest.fixture(scope="module")
def params(network, penguin_split) -> np.ndarray:
    return train(network, penguin_split, Training(epochs=3)).params[-1]


@pytest.mark.parametrize("loss", losses_of("classification"))
def test_a_row_s_loss_is_the_loss_of_a_batch_of_one(network, penguin_split, params, loss):
    x, targets = (
        a.astype(np.float64) for a in (penguin_split.train_x, penguin_split.train_targets)
    )
    rows = row_losses(network, loss, params.astype(np.float64), x, targets)
    for row in (0, 100, 239):
        x = torch.from_numpy(penguin_split.train_x[row : row + 1]).double()
        y = torch.nn.functional.one_hot(torch.from_numpy(penguin_split.train_y), 3).double()
        z = network.logits(torch.from_numpy(params).double(), x)
        assert rows[row] == pytest.approx(LOSSES[loss].value(z, y[row : row + 1]).item())
    whole = evaluate(network, loss, params[None], penguin_split).train_loss[0]
    assert rows.mean() == pytest.approx(whole, rel=1e-5)


@pytest.mark.parametrize("batch_size", [1, 16, 100, 240])
def test_the_batches_are_those_of_the_first_epoch_of_training(network, penguin_split, batch_size):
    count = len(penguin_split.train_y)
    start = network.init(5)
    found = batch_losses(network, "cross_entropy", start.numpy(), penguin_split, batch_size, seed=5)
    assert len(found.losses) == steps_per_epoch(count, batch_size)
    order = torch.randperm(count, generator=torch.Generator().manual_seed(5))
    x, y = torch.from_numpy(penguin_split.train_x), torch.from_numpy(penguin_split.train_y)
    for loss, rows in zip(found.losses, order.split(batch_size), strict=True):
        logits = network.logits(start, x[rows])
        expected = torch.nn.functional.cross_entropy(logits, y[rows]).item()
        assert loss == pytest.approx(expected, rel=1e-4)


def test_a_training_uses_these_batches(network, penguin_split):
    """The first step of plain descent with seed 5 goes along the first batch's gradient."""
    training = Training(optimizer="sgd", batch_size=120, epochs=1, seed=5, learning_rate=0.1)
    order = torch.randperm(240, generator=torch.Generator().manual_seed(5))
    x = torch.from_numpy(penguin_split.train_x)
    targets = torch.from_numpy(penguin_split.train_targets)
    w = network.init(5)
    for rows in order.split(120):
        w = w - 0.1 * network.gradients(w, x[rows], targets[rows], "cross_entropy")
    assert np.allclose(train(network, penguin_split, training).params[-1], w, atol=1e-6)


@pytest.mark.parametrize(
    ("batch_size", "steps"), [(1, 240), (16, 15), (17, 15), (100, 3), (240, 1)]
)
def test_steps_per_epoch(batch_size, steps):
    assert steps_per_epoch(240, batch_size) == steps


def test_all_rows_together_have_no_noise(network, penguin_split, params):
    found = batch_losses(network, "cross_entropy", params, penguin_split, 240, seed=0)
    assert found.noise == found.missed == 0
    assert found.losses.tolist() == [pytest.approx(found.mean)]


@pytest.mark.parametrize(("size", "full", "left"), [(239, 1, 1), (100, 2, 40), (16, 15, 0)])
def test_a_smaller_last_batch_is_not_taken_for_one_of_this_size(
    network, penguin_split, params, size, full, left
):
    """Over many epochs what the full batches miss by comes to the formula's noise."""
    found = [
        batch_losses(network, "cross_entropy", params, penguin_split, size, seed)
        for seed in range(600)
    ]
    assert {(len(one.full), one.left_over) for one in found} == {(full, left)}
    missed = np.sqrt(np.mean([one.missed**2 for one in found]))
    assert missed == pytest.approx(found[0].noise, rel=0.2)


def test_the_formula_is_exact_for_every_batch_of_a_small_population():
    losses = np.array([0.1, 0.4, 2.0, 0.3, 0.9, 1.7])
    for size in range(1, 7):
        means = [np.mean(batch) for batch in combinations(losses, size)]
        assert expected_noise(losses, size) == pytest.approx(np.std(means), abs=1e-12)
    assert expected_noise(losses[:1], 1) == 0


def test_random_batches_have_the_noise_of_the_formula(network, penguin_split, params):
    """The first batch of an epoch, over many seeds: its spread falls like one over √B."""
    for size in (1, 4, 16, 64):
        found = [
            batch_losses(network, "cross_entropy", params, penguin_split, size, seed)
            for seed in range(600)
        ]
        first = np.array([f.losses[0] for f in found])
        error = np.sqrt(np.mean((first - found[0].mean) ** 2))
        assert error == pytest.approx(found[0].noise, rel=0.2)
    x, targets = penguin_split.train_x, penguin_split.train_targets
    rows = row_losses(network, "cross_entropy", params, x, targets)
    ratio = expected_noise(rows, 4) / expected_noise(rows, 1)
    assert ratio == pytest.approx(np.sqrt(236 / 239) / 2)
