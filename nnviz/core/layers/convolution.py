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

from nnviz.core.layers import Joint, multiply


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

    def forward(self, joint: Joint, a1: Tensor, out: Tensor) -> None:
        """The feature maps, [..., N, filters · S]."""
        windows = a1[..., _windows(self, a1.device)]  # [..., N, S, channels · kernel² + 1]
        multiply(windows, joint.Wb.unsqueeze(-3), self._by_place(out))

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> None:
        """∂L/∂W = windowsᵀ δ, and below it ∂L/∂b = Σ δ over rows and places."""
        windows = a1[..., _windows(self, a1.device)]  # [..., N, S, channels · kernel² + 1]
        delta = self._by_place(delta).flatten(-3, -2)  # [..., N · S, filters]
        multiply(windows.flatten(-3, -2).mT, delta, out)

    def backward(self, joint: Joint, delta: Tensor, out: Tensor) -> None:
        """∂L/∂a, [..., N, inputs]: every pixel gathers from all the places that saw it."""
        windows = self._by_place(delta) @ joint.WT.unsqueeze(-3)  # [..., N, S, channels · kernel²]
        out.zero_().index_add_(-1, _pixels(self, delta.device).flatten(), windows.flatten(-2))

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
