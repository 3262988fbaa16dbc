"""δ on its way back through deep networks: sizes by autograd, one network at a time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from instances import weighted_sums

from nnviz.core.networks import MLP
from nnviz.study.depth import COMPARED, SEEDS, WIDTH, sizes_of_delta


@pytest.mark.parametrize("activation", COMPARED)
def test_sizes_are_those_of_autograd_over_every_network(penguin_split, activation):
    x, targets = penguin_split.train_x[:20], penguin_split.train_targets[:20]
    network = MLP((4, WIDTH, WIDTH, 3), activation)
    squares = np.zeros(3)
    for seed in range(SEEDS):
        params = network.init(seed).double().requires_grad_()
        sums = weighted_sums(network, params, torch.from_numpy(x).double())
        labels = torch.from_numpy(targets).argmax(dim=-1)
        loss = torch.nn.functional.cross_entropy(sums[-1], labels, reduction="sum")
        squares += [d.square().mean().item() for d in torch.autograd.grad(loss, sums)]
    found = sizes_of_delta(x, targets, 2, activation)
    np.testing.assert_allclose(found, np.sqrt(squares / SEEDS), rtol=1e-9)


def test_sigmoid_lets_far_less_through_than_tanh_and_relu(penguin_split):
    def shrinks(activation: str, hidden: int) -> float:
        sizes = sizes_of_delta(
            penguin_split.train_x, penguin_split.train_targets, hidden, activation
        )
        return sizes[-1] / sizes[0]

    for hidden in (2, 6):
        assert shrinks("sigmoid", hidden) > 4 * shrinks("relu", hidden) > shrinks("tanh", hidden)
    assert shrinks("sigmoid", 6) > 1000 * shrinks("sigmoid", 2)
