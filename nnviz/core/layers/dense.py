"""The fully connected layer: every neuron reads every neuron before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from nnviz.core.layers import Part


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

    def forward(self, part: Part, a: Tensor) -> Tensor:
        """z = a W + b, [..., N, outputs]."""
        return (a @ part.W).add_(part.b)

    def gradient(self, a: Tensor, delta: Tensor, out: Part) -> None:
        """∂L/∂W = aᵀ δ and ∂L/∂b = Σ δ over the rows, into `out`."""
        # A copy, as a batched product straight into a strided view is several times slower.
        out.W.copy_(a.mT @ delta)  # [..., inputs, outputs]
        torch.sum(delta, dim=-2, keepdim=True, out=out.b)  # [..., 1, outputs]

    def backward(self, part: Part, delta: Tensor) -> Tensor:
        """∂L/∂a = δ Wᵀ, [..., N, inputs]."""
        return delta @ part.W.mT
