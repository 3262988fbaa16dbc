"""Tasks: what knowing nothing costs, held against entropies and variances, and their answers."""

import numpy as np
import pytest
import torch
from instances import instances
from sklearn.metrics import log_loss

from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.tasks import MEASURES, TASKS


def cost(instance, outputs) -> float:
    """The mean training loss of the same outputs [K] for every row."""
    targets = torch.from_numpy(instance.split.train_targets)
    return float(LOSSES[instance.loss].value(outputs.expand(targets.shape), targets))


def test_a_class_guessed_blindly_costs_ln_k_and_the_shares_cost_their_entropy():
    penguins = instances()["penguins"]
    task, targets = TASKS["classification"], torch.from_numpy(penguins.split.train_targets)
    assert cost(penguins, task.blind(targets)) == pytest.approx(np.log(3), rel=1e-6)
    shares = np.bincount(penguins.split.train_y) / len(penguins.split.train_y)
    entropy = log_loss(penguins.split.train_y, np.tile(shares, (len(targets), 1)))
    assert cost(penguins, task.constant(targets)) == pytest.approx(entropy, rel=1e-6)


def test_a_yes_guessed_blindly_costs_ln_2_and_the_share_costs_its_entropy():
    species = instances()["two species"]
    task, targets = TASKS["binary"], torch.from_numpy(species.split.train_targets)
    assert cost(species, task.blind(targets)) == pytest.approx(np.log(2), rel=1e-6)
    share = float(targets.mean())
    entropy = log_loss(targets[:, 0], np.full(len(targets), share))
    assert cost(species, task.constant(targets)) == pytest.approx(entropy, rel=1e-6)


def test_a_yes_or_no_is_right_on_its_side_of_0_with_any_leading_axes():
    z = torch.tensor([[[2.0], [-1.0], [0.5]], [[-2.0], [-1.0], [-0.5]]])  # two networks
    targets = torch.tensor([[1.0], [0.0], [0.0]])
    measure = MEASURES[TASKS["binary"].measures[0]]
    assert measure.of(z, targets).tolist() == pytest.approx([2 / 3, 2 / 3])
    assert TASKS["binary"].answer(z[0]).tolist() == [1, 0, 1]
    assert TASKS["binary"].read(z[0])[0].item() == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_value_guessed_blindly_costs_its_variance():
    mass = instances()["body mass"]
    task, targets = TASKS["regression"], torch.from_numpy(mass.split.train_targets)
    grams = mass.dataset.y[mass.split.train_rows]
    in_grams = cost(mass, task.blind(targets)) * mass.split.target_std**2
    assert in_grams == pytest.approx(grams.var(), rel=1e-5)
    assert cost(mass, task.constant(targets)) == pytest.approx(1, rel=1e-5)


def test_a_regression_s_targets_are_standardised_by_the_training_rows():
    mass = instances()["body mass"]
    grams = mass.dataset.y[mass.split.test_rows]
    train = mass.dataset.y[mass.split.train_rows]
    expected = (grams - train.mean()) / train.std()
    assert np.allclose(mass.split.test_targets[:, 0], expected, atol=1e-5)
    assert np.allclose(
        mass.split.standardise_target(mass.dataset.y)[mass.split.test_rows], expected
    )
    assert len(mass.split.test_rows) == round(0.3 * 342)


def test_every_output_becomes_an_answer():
    z = torch.tensor([[0.3, 0.1, 0.6], [2.0, -1.0, 0.0]])
    assert TASKS["classification"].answer(z).tolist() == [2, 0]
    assert TASKS["classification"].read(z).sum(dim=-1).tolist() == pytest.approx([1, 1])
    assert TASKS["regression"].answer(z[:, :1]).tolist() == pytest.approx([0.3, 2.0])


def test_every_loss_fits_one_task_and_every_task_has_a_loss():
    assert all(losses_of(task) for task in TASKS)
    assert sorted(key for task in TASKS for key in losses_of(task)) == sorted(LOSSES)
