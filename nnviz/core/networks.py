"""Networks: a sequence of layers, written once for any leading axes.

Parameters are plain tensors [..., P]: per layer the matrix W, row-major, then the biases b.
`W[i, j]` leads from neuron i to neuron j, so rows are the layer a connection leaves (torch's
`nn.Linear` stores the transpose). A leading axis computes R networks, or all epochs of one run, in
the same lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from numbers import Integral
from typing import NamedTuple

import torch
from torch import Tensor

from nnviz.core.activations import ACTIVATIONS, Activation
from nnviz.core.bounds import HIDDEN_LAYERS, NEURONS
from nnviz.core.layers import Layer, Part
from nnviz.core.layers.dense import Dense
from nnviz.core.losses import LOSSES
from nnviz.core.passes import Neurons, Room, Tape, beside_ones, room_for, tape


class Place(NamedTuple):
    """Where a layer's parameters lie in a row [P]: W from `start`, b from `middle` to `end`."""

    start: int
    middle: int
    end: int


@dataclass(frozen=True)
class Network:
    """A sequence of layers, with an activation function after each that has one but the last.

    Attributes:
        layers: each reads what the one before it puts out.
        activation: key in `ACTIVATIONS`.

    Raises:
        ValueError: no layer, two neighbours that do not fit, or an unknown activation.
    """

    layers: tuple[Layer, ...]
    activation: str = "relu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ValueError("a network without layers; it needs at least one")
        for before, after in pairwise(self.layers):
            if before.outputs != after.inputs:
                raise ValueError(
                    f"{before} puts out {before.outputs} numbers, but {after} reads {after.inputs}"
                )
        ACTIVATIONS[self.activation]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, inputs and outputs included."""
        return (self.layers[0].inputs, *(layer.outputs for layer in self.layers))

    @property
    def inputs(self) -> int:
        """D: the numbers that it reads of each row."""
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        """K: the numbers that it answers with."""
        return self.layers[-1].outputs

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where the parameters of each layer lie."""
        places, start = [], 0
        for rows, columns in self._matrices():
            places.append(Place(start, start + rows * columns, start + (rows + 1) * columns))
            start = places[-1].end
        return tuple(places)

    @property
    def parameter_count(self) -> int:
        """P: all weights and biases."""
        return self.places[-1].end

    @property
    def activations(self) -> list[Activation | None]:
        """f and f′ after each layer, None where z is passed on as it is."""
        function = ACTIVATIONS[self.activation]
        return [*(function if layer.activated else None for layer in self.layers[:-1]), None]

    def _matrices(self) -> list[tuple[int, int]]:
        """Rows and columns of each W."""
        return [layer.matrix for layer in self.layers]

    def init(self, seed: int) -> Tensor:
        """Initial parameters, float32 [P], uniform in ±1/√(rows of W), as `nn.Linear` draws them.

        Drawn by a CPU generator of its own, so a seed means the same on every device.
        """
        generator = torch.Generator().manual_seed(seed)
        params = torch.rand(self.parameter_count, generator=generator).mul_(2).sub_(1)
        for layer, part in zip(self.layers, self.views(params), strict=True):
            for values in part:
                values.div_(math.sqrt(layer.matrix[0]))
        return params

    def joints(self, params: Tensor) -> list[Tensor]:
        """[W; b] of each layer, [..., rows + 1, columns]: views, not copies, of params [..., P]."""
        if params.shape[-1] != self.parameter_count:
            raise ValueError(f"{params.shape[-1]} parameters; {self} has {self.parameter_count}")
        return [
            params[..., place.start : place.end].unflatten(-1, (rows + 1, columns))
            for place, (rows, columns) in zip(self.places, self._matrices(), strict=True)
        ]

    def views(self, params: Tensor) -> list[Part]:
        """W and b [..., 1, columns] of each layer: views, not copies, of params [..., P]."""
        return [Part(Wb[..., :-1, :], Wb[..., -1:, :]) for Wb in self.joints(params)]

    def rooms(self, params: Tensor, rows: int) -> list[Room]:
        """Room for the passes of `rows` rows at params [..., P], of each layer."""
        joints = self.joints(params)
        return [room_for(*pair, rows) for pair in zip(self.layers, joints, strict=True)]

    def tape(
        self,
        params: Tensor,
        x1: Tensor,
        gradient: Tensor | None = None,
        rooms: Sequence[Room] | None = None,
        frozen: int = 0,
    ) -> Tape:
        """The passes of [x 1], whose values and those of params may change from pass to pass.

        Args:
            params: [..., P].
            x1: x with a column of ones beside it, [N, D + 1] or [..., N, D + 1].
            gradient: where the pass backward writes, [..., P]; without it, there is none.
            rooms: of each layer, if others have them already.
            frozen: how many layers, the first ones, get no gradient: theirs stays as it is.
        """
        return tape(
            self.layers,
            self.activations,
            self.joints(params),
            x1,
            rooms or self.rooms(params, x1.shape[-2]),
            self.joints(gradient) if gradient is not None else (),
            frozen,
        )

    def neurons(self, params: Tensor, x: Tensor) -> list[Neurons]:
        """z and a of every layer after the input, for params [..., P] and x [N, D]."""
        return self.tape(params, beside_ones(x)).forward()

    def logits(self, params: Tensor, x: Tensor) -> Tensor:
        """The last z, [..., N, K], for params [..., P] and x [N, D]."""
        return self.neurons(params, x)[-1].z

    def gradients(self, params: Tensor, x: Tensor, targets: Tensor, loss: str) -> Tensor:
        """∂(mean loss)/∂params, [..., P], at params [..., P], for x [N, D] and targets [N, K]."""
        gradient = torch.empty_like(params)
        tape = self.tape(params, beside_ones(x), gradient)
        neurons = tape.forward()
        delta = LOSSES[loss].delta(neurons[-1].z, targets.to(params.dtype))  # [..., N, K]
        torch.div(delta, len(x), out=tape.delta)
        tape.backward(neurons)
        return gradient


def MLP(sizes: Sequence[int], activation: str = "relu") -> Network:  # noqa: N802, the field's name
    """The multilayer perceptron: a network of dense layers alone, 0 to 6 of them hidden.

    Args:
        sizes: neurons per layer, inputs and outputs included: (4, 10, 10, 3).
        activation: key in `ACTIVATIONS`, applied after every layer but the last.

    Raises:
        ValueError: too many hidden layers, or one of a size that is not allowed.

    >>> MLP((4, 10, 10, 3)).parameter_count
    193
    """
    if len(sizes) - 2 not in HIDDEN_LAYERS:
        raise ValueError(f"{len(sizes) - 2} hidden layers; choose from {HIDDEN_LAYERS}")
    if min(sizes[0], sizes[-1]) < 1:
        raise ValueError(f"sizes {tuple(sizes)!r} leave no input or no output")
    for size in sizes[1:-1]:
        if not (isinstance(size, Integral) and size in NEURONS):
            raise ValueError(f"a hidden layer of {size!r} neurons; choose from {NEURONS}")
    return Network(tuple(Dense(*pair) for pair in pairwise(sizes)), activation)
