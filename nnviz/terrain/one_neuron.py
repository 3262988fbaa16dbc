"""One neuron with its numbers: what it adds up, what it makes of the sum, and how steeply.

>>> neuron = OneNeuron(x=(1.5, -1.0), w=(0.8, 0.5), bias=-0.2)
>>> round(neuron.z, 6), round(neuron.a, 4), neuron.fires
(0.5, 0.6225, True)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.bounds import NEURON_BIAS, NEURON_INPUTS, NEURON_VALUE
from nnviz.core.registry import Registry


@dataclass(frozen=True)
class OneNeuron:
    """A neuron and what comes in.

    Attributes:
        x: the inputs, one to four.
        w: a weight for each.
        bias: b.
        activation: key in `ACTIVATIONS`.

    Raises:
        ValueError: not one weight for each input, too many of them, or a number out of its bounds.
    """

    x: tuple[float, ...]
    w: tuple[float, ...]
    bias: float
    activation: str = "sigmoid"

    def __post_init__(self) -> None:
        ACTIVATIONS[self.activation]
        if len(self.x) not in NEURON_INPUTS or len(self.x) != len(self.w):
            raise ValueError(
                f"{len(self.x)} inputs and {len(self.w)} weights; choose {NEURON_INPUTS} of both"
            )
        for value in (*self.x, *self.w):
            if value not in NEURON_VALUE:
                raise ValueError(f"an input or a weight of {value!r} is not from {NEURON_VALUE}")
        if self.bias not in NEURON_BIAS:
            raise ValueError(f"a bias of {self.bias!r} is not from {NEURON_BIAS}")

    @property
    def products(self) -> tuple[float, ...]:
        """Each input times its weight."""
        return tuple(w * x for w, x in zip(self.w, self.x, strict=True))

    @property
    def z(self) -> float:
        """The weighted sum, bias included."""
        return math.fsum((*self.products, self.bias))

    @property
    def a(self) -> float:
        """What the activation function makes of z."""
        return float(ACTIVATIONS[self.activation].function(self._z))

    @property
    def slope(self) -> float:
        """How much a changes with z, here."""
        activation = ACTIVATIONS[self.activation]
        return float(activation.slope(self._z, activation.function(self._z)))

    @property
    def fires(self) -> bool:
        """Whether the inputs' part of the sum is above the threshold −b: whether z is above 0."""
        return self.z > 0

    @property
    def _z(self) -> torch.Tensor:
        return torch.tensor(self.z, dtype=torch.float64)


@dataclass(frozen=True)
class Scene:
    """A neuron worth looking at.

    Attributes:
        label: what its button says.
        neuron: its numbers.
        look: what is to be seen in it; terms in double brackets.
    """

    label: str
    neuron: OneNeuron
    look: str


SCENES = Registry(
    "scene",
    {
        "plain": Scene(
            "Two inputs",
            OneNeuron((1.5, -1.0), (0.8, 0.5), -0.2),
            "Drag an [[input]], a [[weight]] or the [[bias]]: every number, both drawings and the "
            "curve follow.",
        ),
        "both": Scene(
            "Only both together",
            OneNeuron((1.0, 0.0), (1.0, 1.0), -1.5),
            "One input of 1 is not enough for a [[threshold]] of 1.5. Set the second to 1, too: "
            "now it fires. This neuron says “and”; with b = −0.5 it says “or”.",
        ),
        "veto": Scene(
            "One says no",
            OneNeuron((1.0, 1.0, 1.0), (1.0, 1.0, -3.0), -0.5),
            "Two inputs speak for firing, and the third, with a negative weight, against it: nerve "
            "cells have such synapses, too. Set x₃ to 0 and it fires.",
        ),
        "flat": Scene(
            "Too sure to learn",
            OneNeuron((3.0, 2.0), (2.0, 1.0), 0.0),
            "[[z]] is far out, where the sigmoid is flat: its [[slope|curve-slope]] is almost 0, "
            "so a change of a weight changes next to nothing. Compare ReLU, whose slope is 1.",
        ),
    },
)
