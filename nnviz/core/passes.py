"""The two passes through a network: forward, and backpropagation in closed form.

Their products and sums are written into room that is allocated once: these matrices are so small
that finding memory for them takes as long as computing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from nnviz.core.activations import Activation
from nnviz.core.layers import Layer, Work


class Neurons(NamedTuple):
    """One layer's weighted sums z and activations a, each [..., N, neurons]."""

    z: Tensor
    a: Tensor


class Room(NamedTuple):
    """Where one layer's numbers are written.

    Attributes:
        z: the weighted sums, [..., N, neurons].
        a1: [a 1], the activations with a column of ones beside them, [..., N, neurons + 1].
        a: the activations in it, a view.
        delta: δ = ∂L/∂z, [..., N, neurons].
    """

    z: Tensor
    a1: Tensor
    a: Tensor
    delta: Tensor


@dataclass(frozen=True, eq=False)
class Tape:
    """The two passes of N rows through a network; each pass writes over the one before.

    Attributes:
        activations: f and f′ after each layer, None where z is passed on as it is.
        rooms: of each layer.
        sums: of each layer, the work that writes its z.
        gradients: of each layer, the work that writes its ∂L/∂W and ∂L/∂b, from its δ.
        blames: of each layer but the last, the work that writes its ∂L/∂a where its δ belongs.
        frozen: how many layers, the first ones, the pass backward does not come to.
    """

    activations: Sequence[Activation | None]
    rooms: Sequence[Room]
    sums: Sequence[Work]
    gradients: Sequence[Work]
    blames: Sequence[Work]
    frozen: int = 0

    @property
    def delta(self) -> Tensor:
        """Where δ of the last layer belongs before `backward`, [..., N, K]."""
        return self.rooms[-1].delta

    def forward(self) -> list[Neurons]:
        """z = [a 1] [W; b], a = f(z), layer after layer; the last layer's a is its z, the outputs.

        What is returned holds until the next pass.
        """
        neurons = []
        for weigh, f, room in zip(self.sums[:-1], self.activations, self.rooms, strict=False):
            weigh()
            a = f.function(room.z) if f else room.z  # [..., N, outputs]
            room.a.copy_(a)
            neurons.append(Neurons(room.z, a))
        self.sums[-1]()
        outputs = self.rooms[-1].z  # [..., N, K]
        neurons.append(Neurons(outputs, outputs))
        return neurons

    def backward(self, neurons: Sequence[Neurons]) -> None:
        """Backpropagation in closed form (Rumelhart, Hinton & Williams 1986).

        From δ = ∂L/∂z of the last layer back to the first: each layer's own ∂L/∂W and ∂L/∂b from
        a and δ, then δ ← ∂L/∂a ∘ f′(z). `neurons` are those of the pass forward.
        """
        for k in range(len(neurons) - 1, self.frozen, -1):
            self.gradients[k]()
            self.blames[k - 1]()
            if f := self.activations[k - 1]:
                self.rooms[k - 1].delta.mul_(f.slope(*neurons[k - 1]))
        self.gradients[self.frozen]()


def tape(
    layers: Sequence[Layer],
    activations: Sequence[Activation | None],
    params: Sequence[Tensor],
    x1: Tensor,
    rooms: Sequence[Room],
    out: Sequence[Tensor],
    frozen: int = 0,
) -> Tape:
    """The passes of [x 1] [..., N, D + 1] through layers, bound to their tensors.

    Args:
        layers, activations: the network's.
        params: [W; b] of each layer.
        x1: what the first layer reads.
        rooms: of each layer.
        out: of each layer, where ∂L/∂W above ∂L/∂b is written; none if there is no way back.
        frozen: how many layers, the first ones, need no gradient.
    """
    reads = [x1, *(room.a1 for room in rooms[:-1])]
    deltas = [room.delta for room in rooms]
    above = list(zip(layers, params, reads, deltas, strict=True))[1:]
    return Tape(
        activations=activations,
        rooms=rooms,
        sums=[
            layer.forward(Wb, a1, room.z)
            for layer, Wb, a1, room in zip(layers, params, reads, rooms, strict=True)
        ],
        gradients=[
            layer.gradient(a1, delta, Wb)
            for layer, a1, delta, Wb in zip(layers, reads, deltas, out, strict=False)
        ],
        blames=[
            layer.backward(Wb, a1, delta, below)
            for (layer, Wb, a1, delta), below in zip(above, deltas, strict=False)
        ],
        frozen=frozen,
    )


def beside_ones(x: Tensor) -> Tensor:
    """[x 1]: x [..., N, D] with a column of ones beside it, [..., N, D + 1]."""
    return torch.nn.functional.pad(x, (0, 1), value=1.0)


MANY = 128
"""Rows from which on each neuron's numbers lie side by side in memory.

Products of many rows with few columns are then twice as fast, those of few rows half as fast.
"""


def room_for(layer: Layer, Wb: Tensor, rows: int) -> Room:
    """Room for `rows` rows of a layer's neurons, with the leading axes of its parameters."""

    def empty(columns: int) -> Tensor:
        if rows < MANY:
            return Wb.new_empty((*Wb.shape[:-2], rows, columns))
        return Wb.new_empty((*Wb.shape[:-2], columns, rows)).mT  # [..., rows, columns]

    z, delta, a1 = empty(layer.outputs), empty(layer.outputs), empty(layer.outputs + 1)
    a1[..., -1] = 1
    return Room(z, a1, a1[..., :-1], delta)
