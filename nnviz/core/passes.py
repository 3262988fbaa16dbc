"""The two passes through a network: forward, and backpropagation in closed form.

Both write into room that is allocated once: these matrices are so small that finding memory for
them takes as long as computing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from nnviz.core.activations import Activation
from nnviz.core.layers import Joint, Layer


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
        layers, activation: the network's.
        joints: its parameters, of each layer.
        rooms: of each layer.
    """

    layers: Sequence[Layer]
    activation: Activation
    joints: Sequence[Joint]
    rooms: Sequence[Room]

    def forward(self, x1: Tensor) -> list[Neurons]:
        """z = [a 1] [W; b], a = f(z), layer after layer, from [x 1] [..., N, D + 1].

        The last layer's a is its z, the outputs.
        """
        layers, joints, rooms, function = (
            self.layers, self.joints, self.rooms, self.activation.function,
        )  # fmt: skip
        neurons, a1 = [], x1
        for layer, joint, room in zip(layers[:-1], joints, rooms, strict=False):
            layer.forward(joint, a1, room.z)
            a = function(room.z)  # [..., N, outputs]
            room.a.copy_(a)
            neurons.append(Neurons(room.z, a))
            a1 = room.a1
        outputs = rooms[-1].z  # [..., N, K]
        layers[-1].forward(joints[-1], a1, outputs)
        neurons.append(Neurons(outputs, outputs))
        return neurons

    def backward(
        self, x1: Tensor, neurons: Sequence[Neurons], delta: Tensor, out: Sequence[Tensor]
    ) -> None:
        """Backpropagation in closed form (Rumelhart, Hinton & Williams 1986).

        From δ = ∂L/∂z of the last layer, [..., N, K], back to the first: each layer's own ∂L/∂W
        and ∂L/∂b from a and δ, then δ ← ∂L/∂a ∘ f′(z).

        Args:
            x1, neurons: what `forward` read and returned.
            delta: of the last layer.
            out: of each layer, where ∂L/∂W above ∂L/∂b is written, [..., inputs + 1, outputs].
        """
        layers, joints, rooms, slope = self.layers, self.joints, self.rooms, self.activation.slope
        for k in range(len(layers) - 1, 0, -1):
            below = rooms[k - 1]
            layers[k].gradient(below.a1, delta, out[k])
            layers[k].backward(joints[k], delta, below.delta)  # ∂L/∂a, [..., N, inputs]
            delta = below.delta.mul_(slope(*neurons[k - 1]))
        layers[0].gradient(x1, delta, out[0])


def beside_ones(x: Tensor) -> Tensor:
    """[x 1]: x [..., N, D] with a column of ones beside it, [..., N, D + 1]."""
    return torch.nn.functional.pad(x, (0, 1), value=1.0)


def room_for(layer: Layer, joint: Joint, rows: int) -> Room:
    """Room for `rows` rows of a layer's neurons, with the leading axes of its parameters."""
    shape = (*joint.Wb.shape[:-2], rows)
    z, delta = (joint.Wb.new_empty((*shape, layer.outputs)) for _ in range(2))
    a1 = joint.Wb.new_empty((*shape, layer.outputs + 1))
    a1[..., -1] = 1
    return Room(z, a1, a1[..., :-1], delta)
