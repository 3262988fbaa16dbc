"""The fully connected layer: every neuron reads every neuron before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from nnviz.core.layers import Work, product


@dataclass(frozen=True)
class Dense:
    """z = a W + b, where `W[i, j]` leads from neuron i to neuron j.

    torch's `nn.Linear` holds the transpose of W.
    """

    inputs: int
    outputs: int
    kind: ClassVar[str] = "dense"
    activated: ClassVar[bool] = True

    @property
    def matrix(self) -> tuple[int, int]:
        """Rows are the neurons that a connection leaves, columns those it enters."""
        return self.inputs, self.outputs

    @property
    def shape(self) -> tuple[int, ...]:
        """[inputs, outputs]."""
        return self.matrix

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """z = a W + b = [a 1] [W; b], [..., N, outputs]."""
        return product(a1, Wb, out)

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂W = aᵀ δ, and below it ∂L/∂b = 1ᵀ δ = Σ δ over the rows: together [a 1]ᵀ δ."""
        return product(a1.mT, delta, out)  # [..., inputs + 1, outputs]

    def backward(self, Wb: Tensor, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a = δ Wᵀ, [..., N, inputs]."""
        W = Wb[..., :-1, :]
        return product(delta, W.mT, out)
