"""What a network is made of: one file per kind of layer.

Values travel between layers as plain rows [..., N, size]; a layer that needs a picture unfolds them
by itself. The parameters of every kind are one matrix W and one row of biases b.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Protocol

from torch import Tensor


class Part(NamedTuple):
    """The parameters of one layer: W [..., rows, columns] and b [..., 1, columns]."""

    W: Tensor
    b: Tensor


class Layer(Protocol):
    """One kind of connection between two layers of neurons.

    Attributes:
        kind: its name in the films and in exported code.
        inputs, outputs: how many numbers go in and come out for each row.
        matrix: rows and columns of W; rows are what one sum reads.
        shape: the numbers that describe the layer, as the films write them.
    """

    kind: ClassVar[str]

    @property
    def inputs(self) -> int: ...
    @property
    def outputs(self) -> int: ...
    @property
    def matrix(self) -> tuple[int, int]: ...
    @property
    def shape(self) -> tuple[int, ...]: ...

    def forward(self, part: Part, a: Tensor) -> Tensor:
        """The weighted sums z [..., N, outputs] of a [..., N, inputs]."""

    def gradient(self, a: Tensor, delta: Tensor, out: Part) -> None:
        """∂L/∂W and ∂L/∂b, into `out`, from a [..., N, inputs] and δ = ∂L/∂z [..., N, outputs]."""

    def backward(self, part: Part, delta: Tensor) -> Tensor:
        """∂L/∂a [..., N, inputs] from δ = ∂L/∂z [..., N, outputs]."""
