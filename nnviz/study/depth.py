"""Why depth is hard: how large δ still is, layer by layer, on its way back through new networks."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from nnviz.core.losses import LOSSES
from nnviz.core.networks import MLP, Network
from nnviz.core.passes import beside_ones
from nnviz.study.backpropagation import LOSS

COMPARED = ("sigmoid", "tanh", "relu")
"""Keys of the activation functions that are compared."""

WIDTH = 10
"""Neurons in each hidden layer."""

SEEDS = 32
"""New networks that the mean is taken over, all in one stack."""


@torch.inference_mode()
def sizes_of_delta(x: np.ndarray, targets: np.ndarray, hidden: int, activation: str) -> np.ndarray:
    """The root mean square of δ in each layer of untrained networks, [hidden + 1].

    From the first hidden layer to the outputs; over rows, neurons and `SEEDS` networks. Each δ is
    that of its own row's loss, so the number of rows does not matter.

    Args:
        x: the rows as the network reads them, [N, D].
        targets: what the outputs should be, [N, K].
        hidden: hidden layers, of `WIDTH` neurons each.
        activation: key in `ACTIVATIONS`.
    """
    network = MLP((x.shape[1], *[WIDTH] * hidden, targets.shape[1]), activation)
    params = torch.stack([network.init(seed) for seed in range(SEEDS)]).double()  # [R, P]
    deltas = _deltas(network, params, *map(torch.from_numpy, (x, targets)))
    return np.array([delta.square().mean().sqrt().item() for delta in deltas])


def _deltas(network: Network, params: Tensor, x: Tensor, targets: Tensor) -> list[Tensor]:
    """δ of each layer, [R, N, neurons]."""
    tape = network.tape(params, beside_ones(x.double()), torch.empty_like(params))
    neurons = tape.forward()
    tape.delta.copy_(LOSSES[LOSS].delta(neurons[-1].z, targets.double()))
    tape.backward(neurons)
    return [room.delta for room in tape.rooms]
