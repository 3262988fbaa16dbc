"""The multilayer perceptron, written once for any leading axes.

Parameters are plain tensors [..., P]: per layer the weights W [in, out], row-major, then the
biases b [out]. `W[i, j]` leads from neuron i to neuron j, so rows are the layer a connection
leaves (torch's `nn.Linear` stores the transpose). A leading axis computes R networks, or all
epochs of one run, in the same lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral
from typing import NamedTuple

import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS, Activation
from nnviz.core.losses import LOSSES

__all__ = ["MLP", "Layer", "Neurons", "backward", "forward"]

MAX_HIDDEN_LAYERS = 6
MAX_NEURONS = 64


class Layer(NamedTuple):
    """The connections between two layers: W [..., in, out] and b [..., 1, out]."""

    W: Tensor
    b: Tensor


class Neurons(NamedTuple):
    """One layer's weighted sums z and activations a, each [..., N, neurons]."""

    z: Tensor
    a: Tensor


def forward(layers: Sequence[Layer], x: Tensor, activation: Activation) -> list[Neurons]:
    """z = a W + b, a = f(z), layer after layer; the last layer's a is its z, the logits.

    Args:
        layers: one `Layer` per pair of layers.
        x: [..., N, D], the first layer's activations.
    """
    neurons = []
    a = x
    for W, b in layers[:-1]:
        z = (a @ W).add_(b)  # [..., N, out]
        a = activation.function(z)
        neurons.append(Neurons(z, a))
    W, b = layers[-1]
    logits = (a @ W).add_(b)  # [..., N, K]
    return [*neurons, Neurons(logits, logits)]


def backward(
    layers: Sequence[Layer],
    x: Tensor,
    neurons: Sequence[Neurons],
    delta: Tensor,
    activation: Activation,
    out: Sequence[Layer],
) -> None:
    """Backpropagation in closed form (Rumelhart, Hinton & Williams 1986).

    From δ = ∂L/∂z of the last layer, [..., N, K], back to the first: ∂L/∂W = aᵀ δ,
    ∂L/∂b = Σ δ over the rows, then δ ← (δ Wᵀ) ∘ f′(z). The gradients are written into `out`.
    """
    for k in reversed(range(len(layers))):
        a = neurons[k - 1].a if k else x
        # A copy, as a batched product straight into a strided view is several times slower.
        out[k].W.copy_(a.mT @ delta)  # [..., in, out]
        torch.sum(delta, dim=-2, keepdim=True, out=out[k].b)  # [..., 1, out]
        if k:
            delta = (delta @ layers[k].W.mT).mul_(activation.slope(*neurons[k - 1]))  # [..., N, in]


@dataclass(frozen=True)
class MLP:
    """A fully connected network of 0 to 6 hidden layers, whose outputs are logits.

    Attributes:
        sizes: neurons per layer, inputs and outputs included: (4, 10, 10, 3).
        activation: key in `ACTIVATIONS`, applied after every layer but the last.

    >>> MLP((4, 10, 10, 3)).parameter_count
    193
    """

    sizes: tuple[int, ...]
    activation: str = "relu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", tuple(self.sizes))
        if not 2 <= len(self.sizes) <= MAX_HIDDEN_LAYERS + 2:
            raise ValueError(
                f"{len(self.sizes) - 2} hidden layers; choose from 0 to {MAX_HIDDEN_LAYERS}"
            )
        if min(self.sizes[0], self.sizes[-1]) < 1:
            raise ValueError(f"sizes {self.sizes!r} leave no input or no output")
        for size in self.sizes[1:-1]:
            if not (isinstance(size, Integral) and 1 <= size <= MAX_NEURONS):
                raise ValueError(
                    f"a hidden layer of {size!r} neurons; choose from 1 to {MAX_NEURONS}"
                )
        ACTIVATIONS[self.activation]

    @property
    def parameter_count(self) -> int:
        """P: all weights and biases."""
        return sum((rows + 1) * columns for rows, columns in pairwise(self.sizes))

    def init(self, seed: int) -> Tensor:
        """Initial parameters, float32 [P], uniform in ±1/√in per layer, as `nn.Linear` draws them.

        Drawn by a CPU generator of its own, so a seed means the same on every device.
        """
        generator = torch.Generator().manual_seed(seed)
        params = torch.rand(self.parameter_count, generator=generator).mul_(2).sub_(1)
        for rows, layer in zip(self.sizes, self.views(params), strict=False):
            for values in layer:
                values.div_(math.sqrt(rows))
        return params

    def views(self, params: Tensor) -> list[Layer]:
        """W [..., in, out] and b [..., 1, out] of each layer: views, not copies, of [..., P]."""
        if params.shape[-1] != self.parameter_count:
            raise ValueError(f"{params.shape[-1]} parameters; {self} has {self.parameter_count}")
        layers, start = [], 0
        for rows, columns in pairwise(self.sizes):
            middle, end = start + rows * columns, start + (rows + 1) * columns
            W = params[..., start:middle].unflatten(-1, (rows, columns))  # [..., in, out]
            b = params[..., middle:end].unsqueeze(-2)  # [..., 1, out]
            layers.append(Layer(W, b))
            start = end
        return layers

    def layers(self, params: Tensor, x: Tensor) -> list[Neurons]:
        """z and a of every layer after the input, for params [..., P] and x [N, D]."""
        return forward(self.views(params), x, ACTIVATIONS[self.activation])

    def logits(self, params: Tensor, x: Tensor) -> Tensor:
        """The last z, [..., N, K], for params [..., P] and x [N, D]."""
        return self.layers(params, x)[-1].z

    def gradients(self, params: Tensor, x: Tensor, y: Tensor, loss: str) -> Tensor:
        """∂(mean loss)/∂params, [..., P], at params [..., P], for x [N, D] and labels y [N]."""
        params = params.detach()
        labels = torch.nn.functional.one_hot(y, self.sizes[-1]).to(params.dtype)  # [N, K]
        layers, activation = self.views(params), ACTIVATIONS[self.activation]
        neurons = forward(layers, x, activation)
        gradient = torch.empty_like(params)
        delta = LOSSES[loss].delta(neurons[-1].z, labels)
        backward(layers, x, neurons, delta, activation, out=self.views(gradient))
        return gradient
