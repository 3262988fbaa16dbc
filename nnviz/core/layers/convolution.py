"""The convolution: one small filter slides over the picture, the same weights at every place.

LeCun et al. 1989, 10.1162/neco.1989.1.4.541. As in every framework it is a cross-correlation: the
filter is not flipped. Every place's window is a row of a matrix, so the sums are one product
(Chellapilla, Puri & Simard 2006, "High performance convolutional neural networks").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import torch
from torch import Tensor

from nnviz.core.layers import Work


@dataclass(frozen=True)
class Convolution:
    """`filters` square filters over pictures, step by step, nothing added around the edge.

    A row of inputs is [channels, height, width] one after the other, a row of outputs
    [filters, height − kernel + 1, width − kernel + 1]. W [channels · kernel · kernel, filters].

    Raises:
        ValueError: a number below 1, or a filter larger than the picture.
    """

    channels: int
    height: int
    width: int
    kernel: int
    filters: int
    kind: ClassVar[str] = "convolution"

    def __post_init__(self) -> None:
        if min(self.shape) < 1:
            raise ValueError(f"a convolution of {self.shape}; every number must be 1 or more")
        if self.kernel > min(self.height, self.width):
            raise ValueError(
                f"a filter of {self.kernel} × {self.kernel} is larger than a picture of "
                f"{self.height} × {self.width}"
            )

    @property
    def places(self) -> int:
        """S: how many places a filter has on the picture."""
        return (self.height - self.kernel + 1) * (self.width - self.kernel + 1)

    @property
    def inputs(self) -> int:
        """Pixels of all channels."""
        return self.channels * self.height * self.width

    @property
    def outputs(self) -> int:
        """Pixels of all feature maps."""
        return self.filters * self.places

    @property
    def matrix(self) -> tuple[int, int]:
        """Rows are the pixels below a filter, columns the filters."""
        return self.channels * self.kernel * self.kernel, self.filters

    @property
    def shape(self) -> tuple[int, ...]:
        """[channels, height, width, kernel, kernel, filters]."""
        return self.channels, self.height, self.width, self.kernel, self.kernel, self.filters

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """The feature maps, [..., N, filters · S]."""
        below, out = _windows(self, a1.device), self._by_place(out)  # [..., N, S, filters]

        def work() -> None:
            windows = a1[..., below]  # [..., N, S, channels · kernel² + 1]
            out.copy_(windows @ Wb.unsqueeze(-3))

        return work

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂W = windowsᵀ δ, and below it ∂L/∂b = Σ δ over rows and places."""
        below, delta = _windows(self, a1.device), self._by_place(delta)  # [..., N, S, filters]

        def work() -> None:
            windows = a1[..., below].flatten(-3, -2)  # [..., N · S, channels · kernel² + 1]
            out.copy_(windows.mT @ delta.flatten(-3, -2))

        return work

    def backward(self, Wb: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a, [..., N, inputs]: every pixel gathers from all the places that saw it."""
        W, delta = Wb[..., :-1, :].unsqueeze(-3), self._by_place(delta)  # [..., N, S, filters]
        below = _pixels(self, delta.device).flatten()  # [S · channels · kernel²]

        def work() -> None:
            windows = delta @ W.mT  # [..., N, S, channels · kernel²]
            out.zero_().index_add_(-1, below, windows.flatten(-2))

        return work

    def _by_place(self, delta: Tensor) -> Tensor:
        """[..., N, filters · S] → [..., N, S, filters]."""
        return delta.unflatten(-1, (self.filters, self.places)).mT


@cache
@torch.inference_mode(False)  # kept for whoever comes next, in whichever mode
def _pixels(layer: Convolution, device: torch.device) -> Tensor:
    """Which inputs lie below the filter at each place, int64 [S, channels · kernel²]."""
    pixels = torch.arange(layer.inputs, device=device)
    picture = pixels.reshape(layer.channels, layer.height, layer.width)
    windows = picture.unfold(1, layer.kernel, 1).unfold(2, layer.kernel, 1)  # [C, Y, X, k, k]
    return windows.permute(1, 2, 0, 3, 4).reshape(layer.places, -1)


@cache
@torch.inference_mode(False)
def _windows(layer: Convolution, device: torch.device) -> Tensor:
    """What one sum reads of [a 1]: those inputs, and the column of ones that follows them all."""
    return torch.nn.functional.pad(_pixels(layer, device), (0, 1), value=layer.inputs)
