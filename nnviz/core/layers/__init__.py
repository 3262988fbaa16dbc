"""What a network is made of: one file per kind of layer.

Values travel between layers as plain rows [..., N, size]; a layer that needs a picture unfolds them
by itself. The parameters of every kind are one matrix [W; b]: the rows of W, and the biases as its
last row; it is empty where nothing is learned. What a layer reads has a column of ones beside it,
[a 1], so that one product is a W + b.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, NamedTuple, Protocol

import torch
from torch import Tensor


class Part(NamedTuple):
    """The parameters of one layer: W [..., rows, columns] and b [..., 1, columns]."""

    W: Tensor
    b: Tensor


Work = Callable[[], object]
"""A computation with its tensors: each call reads and writes the same ones, whatever they hold.

Slicing and transposing a matrix as small as these takes as long as a product, so it is done once.
"""


class Layer(Protocol):
    """One kind of connection between two layers of neurons.

    `forward`, `gradient` and `backward` compute nothing themselves; they return the work.

    Attributes:
        kind: its name in the films and in exported code.
        activated: whether the network's activation function follows it, unless it is the last.
        inputs, outputs: how many numbers go in and come out for each row.
        matrix: rows and columns of W; rows are what one sum reads.
        shape: the numbers that describe the layer, as the films write them.
    """

    kind: ClassVar[str]
    activated: ClassVar[bool]

    @property
    def inputs(self) -> int: ...
    @property
    def outputs(self) -> int: ...
    @property
    def matrix(self) -> tuple[int, int]: ...
    @property
    def shape(self) -> tuple[int, ...]: ...

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """The weighted sums z, into `out` [..., N, outputs], from [a 1] [..., N, inputs + 1]."""

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂W above ∂L/∂b, into `out`, from [a 1] and δ = ∂L/∂z [..., N, outputs]."""

    def backward(self, Wb: Tensor, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a, into `out` [..., N, inputs], from [a 1] and δ = ∂L/∂z [..., N, outputs]."""


def product(a: Tensor, b: Tensor, out: Tensor) -> Work:
    """The product a b of matrices, into `out`, whenever it is called."""
    if out.ndim == 2:
        return partial(torch.mm, a, b, out=out)
    multiply = torch.matmul
    if out.ndim == 3:
        multiply, a, b = torch.bmm, a.expand(len(out), -1, -1), b.expand(len(out), -1, -1)
    if out.is_contiguous() or out.mT.is_contiguous():
        return partial(multiply, a, b, out=out)
    # A batched product straight into a strided view is several times slower.
    return lambda: out.copy_(multiply(a, b))
