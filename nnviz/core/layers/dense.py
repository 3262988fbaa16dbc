"""The fully connected layer: every neuron reads every neuron before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from nnviz.core.layers import Joint, multiply


@dataclass(frozen=True)
class Dense:
    """z = a W + b, where `W[i, j]` leads from neuron i to neuron j.

    torch's `nn.Linear` holds the transpose of W.
    """

    inputs: int
    outputs: int
    kind: ClassVar[str] = "dense"

    @property
    def matrix(self) -> tuple[int, int]:
        """Rows are the neurons that a connection leaves, columns those it enters."""
        return self.inputs, self.outputs

    @property
    def shape(self) -> tuple[int, ...]:
        """[inputs, outputs]."""
        return self.matrix

    def forward(self, joint: Joint, a1: Tensor, out: Tensor) -> None:
        """z = a W + b = [a 1] [W; b], [..., N, outputs]."""
        multiply(a1, joint.Wb, out)

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> None:
        """∂L/∂W = aᵀ δ, and below it ∂L/∂b = 1ᵀ δ = Σ δ over the rows: together [a 1]ᵀ δ."""
        multiply(a1.mT, delta, out)  # [..., inputs + 1, outputs]

    def backward(self, joint: Joint, delta: Tensor, out: Tensor) -> None:
        """∂L/∂a = δ Wᵀ, [..., N, inputs]."""
        multiply(delta, joint.WT, out)
