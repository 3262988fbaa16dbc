"""A batch taken apart: every matrix against textbook PyTorch, one parameter at a time by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from instances import TORCH_ACTIVATIONS, in_our_order, textbook

from nnviz.core.networks import MLP
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.study.backpropagation import (
    ALL_DIGITS,
    AUTOGRAD,
    DIFFERENCE,
    OPTIM,
    TORCH,
    Pass,
    digits,
    some_rows,
    take_apart,
)

SIZES = (4, 3, 2, 3)


def batch(count: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(1)
    return generator.normal(size=(count, SIZES[0])), np.arange(count) % 3


def taken_apart(activation: str = "tanh", optimizer: str = "sgd", rate: float = 0.5) -> Pass:
    network = MLP(SIZES, activation)
    return take_apart(network, network.init(2), *batch(), optimizer, rate)


def textbook_pass(activation: str):
    """nn.Sequential in float64 after `backward`, its loss, and its parameters as a row of ours."""
    network = MLP(SIZES, activation)
    params = network.init(2).double()
    modules = textbook(network, params)
    x, labels = batch()
    loss = torch.nn.functional.cross_entropy(modules(torch.from_numpy(x)), torch.from_numpy(labels))
    loss.backward()
    return network, modules, loss


def row(told: Pass, name: str) -> np.ndarray:
    """[W; b] of all layers one after another, [P]."""
    return np.concatenate([told.values[f"{name}{layer}"].ravel() for layer in (1, 2, 3)])


@pytest.mark.parametrize("activation", TORCH_ACTIVATIONS)
def test_loss_and_gradients_are_those_of_textbook_pytorch(activation):
    told = taken_apart(activation)
    network, modules, loss = textbook_pass(activation)
    assert told.loss == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(
        row(told, "gradient"), in_our_order(network, modules), rtol=1e-9, atol=1e-14
    )
    for layer in (1, 2, 3):
        whole = told.values[f"gradient{layer}"]
        np.testing.assert_array_equal(whole[:-1], told.values[f"dW{layer}"])
        np.testing.assert_array_equal(whole[-1:], told.values[f"db{layer}"])


@pytest.mark.parametrize("activation", TORCH_ACTIVATIONS)
def test_autograd_and_finite_differences_agree_with_every_derivative(activation):
    told = taken_apart(activation)
    names = [f"{name}{layer}" for layer in (1, 2, 3) for name in ("dW", "db", "delta")]
    for name in [*names, "blame1", "blame2"]:
        agreement = told.agreement(name)
        assert agreement[AUTOGRAD] >= 13, name
        assert agreement[DIFFERENCE] >= 7, name


def test_the_rules_lead_from_matrix_to_matrix():
    told = taken_apart("tanh").values
    rows = len(told["x"])
    reads = {1: told["x"], 2: told["a1"], 3: told["a2"]}
    for layer, a in reads.items():
        z = a @ told[f"W{layer}"] + told[f"b{layer}"]
        np.testing.assert_allclose(told[f"z{layer}"], z, rtol=1e-12)
        np.testing.assert_allclose(told[f"dW{layer}"], a.T @ told[f"delta{layer}"], atol=1e-15)
        sums = told[f"delta{layer}"].sum(axis=0, keepdims=True)
        np.testing.assert_allclose(told[f"db{layer}"], sums, atol=1e-15)
    exponentials = np.exp(told["z3"])
    np.testing.assert_allclose(told["p"], exponentials / exponentials.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(told["delta3"], (told["p"] - told["y"]) / rows, atol=1e-15)
    assert told["loss"] == pytest.approx(told["losses"].mean())
    for layer in (1, 2):
        above = layer + 1
        blame = told[f"delta{above}"] @ told[f"W{above}"].T
        np.testing.assert_allclose(told[f"blame{layer}"], blame, atol=1e-15)
        slope = 1 - np.tanh(told[f"z{layer}"]) ** 2
        np.testing.assert_allclose(told[f"slope{layer}"], slope)
        np.testing.assert_allclose(told[f"delta{layer}"], blame * slope, atol=1e-15)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_step_is_torchs_and_goes_along_its_direction(optimizer):
    told = taken_apart(optimizer=optimizer, rate=0.1)
    for layer in (1, 2, 3):
        assert told.agreement(f"after{layer}")[OPTIM] >= 9
    np.testing.assert_allclose(
        row(told, "after"), row(told, "before") - 0.1 * row(told, "direction"), atol=1e-9
    )


def test_after_one_plain_step_the_same_batch_costs_less():
    told = taken_apart()
    _, modules, _ = textbook_pass("tanh")
    torch.optim.SGD(modules.parameters(), lr=0.5).step()
    x, labels = (torch.from_numpy(part) for part in batch())
    after = torch.nn.functional.cross_entropy(modules(x), labels)
    assert told.loss_after == pytest.approx(after.item(), rel=1e-12)
    assert told.loss_after < told.loss
    assert told.agreement("loss_after")[TORCH] >= 14
    hidden = modules[:2](x).detach().numpy()
    np.testing.assert_allclose(told.values["a_after1"], hidden, rtol=1e-12)


def test_one_row_through_a_network_without_a_hidden_layer():
    network = MLP((4, 3))
    told = take_apart(network, network.init(0), *batch(1), "sgd", 0.1)
    np.testing.assert_allclose(told.values["delta1"], told.values["p"] - told.values["y"])
    assert "a1" not in told.values
    assert "blame1" not in told.values


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ([0.0, 0.0], [0.0, 0.0], ALL_DIGITS),
        ([2.0, 1.0], [2.0, 1.002], 3),
        ([0.0, 0.0], [0.0, 1e-9], 0),
        ([1.0], [np.nan], 0),
        ([1.0], [-1.0], 0),
    ],
)
def test_digits_count_what_agrees(ours, theirs, found):
    assert digits(np.array(ours), np.array(theirs)) == found


def test_a_draw_has_each_class_in_turn_and_keeps_its_first_rows():
    labels = np.array([0, 0, 1, 1, 1, 2])
    rows = some_rows(labels, 4, draw=3)
    assert labels[rows].tolist() == [0, 1, 2, 0]
    assert len(set(rows)) == 4
    np.testing.assert_array_equal(some_rows(labels, 2, draw=3), rows[:2])
    assert any(some_rows(labels, 2, draw=n).tolist() != rows[:2].tolist() for n in range(4))
