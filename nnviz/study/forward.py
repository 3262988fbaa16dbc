"""A forward pass with every number in between, in float64.

Axes: N rows, D features, K classes, P parameters, V settings of the weights, such as before and
after training.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.data import Dataset, Split
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP, Network
from nnviz.core.passes import Neurons

FIRST = Experiment(MLP((4, 5, 3)))
"""Small enough to be read number by number; no two of its layers are of one size."""


@dataclass(frozen=True, eq=False)
class Product:
    """One layer by itself: z = x·W + b, a = f(z).

    Attributes:
        x: what it reads, [N, inputs].
        W: [inputs, outputs].
        b: [1, outputs].
        z, a: [N, outputs].
    """

    x: Tensor
    W: Tensor
    b: Tensor
    z: Tensor
    a: Tensor


def small_example(activation: str) -> Product:
    """Two inputs and three neurons: a layer to be computed in the head.

    Its W has a row for each input that a connection leaves and a column for each neuron that it
    enters, 2 × 3.
    """
    x = torch.tensor([[2.0, 3.0]], dtype=torch.float64)
    W = torch.tensor([[1.0, 0.0, -1.0], [0.5, 1.0, -2.0]], dtype=torch.float64)
    b = torch.tensor([[0.0, 1.0, 2.0]], dtype=torch.float64)
    z = x @ W + b
    return Product(x, W, b, z, ACTIVATIONS[activation].function(z))


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """From what was measured to the probabilities, all float64.

    Attributes:
        measured: [N, D], in the features' units.
        mean, std: what they are standardised by, [D].
        x: what the network reads, (measured − mean) / std, [N, D].
        params: [V, P].
        layers: z and a of every layer after the input, [V, N, neurons]; the last z are the logits.
        exponentials: e to the power of each logit, [V, N, K].
        probabilities: these divided by their sum over the classes, [V, N, K].
    """

    measured: np.ndarray
    mean: np.ndarray
    std: np.ndarray
    x: Tensor
    params: Tensor
    layers: tuple[Neurons, ...]
    exponentials: Tensor
    probabilities: Tensor

    @property
    def multiplications(self) -> int:
        """How many products of two numbers the sums of all layers are made of."""
        widths = [self.x.shape[-1], *(layer.z.shape[-1] for layer in self.layers)]
        return len(self.x) * sum(a * b for a, b in pairwise(widths))


def forward_pass(
    network: Network, params: np.ndarray, dataset: Dataset, split: Split, rows: list[int]
) -> ForwardPass:
    """Lead some rows of a dataset through a network that tells classes apart.

    Args:
        network: which.
        params: float32 [V, P].
        dataset, split: whose rows, and what they are standardised by.
        rows: indices into the dataset, N of them.
    """
    measured = dataset.x[rows]
    x = torch.from_numpy((measured - split.mean) / split.std)  # [N, D]
    theta = torch.from_numpy(params).double()  # [V, P]
    layers = tuple(network.neurons(theta, x))
    exponentials = layers[-1].z.exp()  # [V, N, K]
    return ForwardPass(
        measured=measured,
        mean=split.mean,
        std=split.std,
        x=x,
        params=theta,
        layers=layers,
        exponentials=exponentials,
        probabilities=exponentials / exponentials.sum(dim=-1, keepdim=True),
    )


def row_of_example(dataset: Dataset) -> int:
    """The row that the dataset's first example is."""
    return int(np.flatnonzero((dataset.x == dataset.examples[0].values).all(axis=1))[0])


def companions(dataset: Dataset, row: int, count: int) -> list[int]:
    """A row and others to go with it, `count` in all: of each class in turn, the first ones.

    The classes that come next are asked first, so that few rows differ as much as they can.
    """
    classes = len(dataset.classes)
    found = [row]
    for turn in range(1, count):
        wanted = (dataset.y[row] + turn) % classes
        others = np.flatnonzero(dataset.y == wanted)
        found.append(next(int(other) for other in others if other not in found))
    return found


def least_sure(network: Network, params: np.ndarray, dataset: Dataset, split: Split) -> int:
    """The row whose answer the network gives with the smallest probability; params [P]."""
    passed = forward_pass(network, params[None], dataset, split, list(range(len(dataset.y))))
    return int(passed.probabilities[0].max(dim=-1).values.argmin())
