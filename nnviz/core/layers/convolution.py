"""The convolution: one small filter slides over the picture, the same weights at every place.

LeCun et al. 1989, 10.1162/neco.1989.1.4.541. As in every framework it is a cross-correlation: the
filter is not flipped. With the window of a place, the pixels that lie below the filter there:

    z = window · W + b          at every place
    ∂L/∂W = Σ window δ,  ∂L/∂b = Σ δ          over all places
    ∂L/∂a: every pixel gathers W δ from all the places that saw it

(Dumoulin & Visin 2016, arXiv 1603.07285). torch's kernels compute these sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn.functional import conv2d
from torch.nn.grad import conv2d_input, conv2d_weight

from nnviz.core.layers import Work
from nnviz.core.layers.pictures import pictures, rows_of


@dataclass(frozen=True)
class Convolution:
    """`filters` square filters that slide over pictures.

    A row of inputs is [channels, height, width] one after the other, a row of outputs
    [filters, down, across]. W [channels · kernel · kernel, filters].

    Attributes:
        stride: how many pixels from one place to the next.
        padding: how many zeros are put around the picture, on every side.

    Raises:
        ValueError: a number that is too small, or a filter larger than the picture and its padding.
    """

    channels: int
    height: int
    width: int
    kernel: int
    filters: int
    stride: int = 1
    padding: int = 0
    kind: ClassVar[str] = "convolution"
    activated: ClassVar[bool] = True

    def __post_init__(self) -> None:
        *sizes, padding = self.shape
        if min(sizes) < 1:
            raise ValueError(f"a convolution of {self.shape}; every number must be 1 or more")
        if padding < 0:
            raise ValueError(f"a padding of {padding}; it must be 0 or more")
        if self.kernel > min(self.height, self.width) + 2 * padding:
            around = f" with {padding} around it" if padding else ""
            raise ValueError(
                f"a filter of {self.kernel} × {self.kernel} is larger than a picture of "
                f"{self.height} × {self.width}{around}"
            )

    @property
    def down(self) -> int:
        """How many places a filter has from the top to the bottom."""
        return (self.height + 2 * self.padding - self.kernel) // self.stride + 1

    @property
    def across(self) -> int:
        """How many places a filter has from the left to the right."""
        return (self.width + 2 * self.padding - self.kernel) // self.stride + 1

    @property
    def inputs(self) -> int:
        """Pixels of all channels."""
        return self.channels * self.height * self.width

    @property
    def outputs(self) -> int:
        """Pixels of all feature maps."""
        return self.filters * self.down * self.across

    @property
    def matrix(self) -> tuple[int, int]:
        """Rows are the pixels below a filter, columns the filters."""
        return self.channels * self.kernel * self.kernel, self.filters

    @property
    def shape(self) -> tuple[int, ...]:
        """[channels, height, width, kernel, filters, stride, padding]."""
        size = self.channels, self.height, self.width
        return *size, self.kernel, self.filters, self.stride, self.padding

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """The feature maps, [..., N, filters · down · across]."""
        slides = self._slides(Wb, a1)

        def work() -> None:
            shown = conv2d(self._inputs(a1), self._filters(Wb), Wb[..., -1, :].flatten(), **slides)
            out.copy_(rows_of(shown, Wb.shape[:-2]))

        return work

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂W, the sum of windows times δ, and below it ∂L/∂b = Σ δ over rows and places."""
        slides = self._slides(out, a1)
        size = self._filters(out).shape

        def work() -> None:
            told = self._outputs(delta)  # [N, R · filters, down, across]
            filters = conv2d_weight(self._inputs(a1), size, told, **slides)
            out[..., :-1, :].copy_(filters.view_as(out[..., :-1, :].mT).mT)
            out[..., -1, :].copy_(told.sum((0, 2, 3)).view_as(out[..., -1, :]))

        return work

    def backward(self, Wb: Tensor, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a, [..., N, inputs]."""
        slides = self._slides(Wb, out)
        size = self._pictures(out).shape

        def work() -> None:
            shown = conv2d_input(size, self._filters(Wb), self._outputs(delta), **slides)
            out.copy_(rows_of(shown, out.shape[:-2]))

        return work

    def _slides(self, Wb: Tensor, rows: Tensor) -> dict[str, int]:
        """How the filters of R networks slide: each over its own pictures, or all over the same."""
        groups = Wb.shape[:-2].numel() if rows.ndim > 2 else 1
        return {"stride": self.stride, "padding": self.padding, "groups": groups}

    def _inputs(self, a1: Tensor) -> Tensor:
        """[a 1] → [N, R · channels, height, width]."""
        return self._pictures(a1[..., :-1])

    def _pictures(self, rows: Tensor) -> Tensor:
        return pictures(rows, self.channels, self.height, self.width)

    def _outputs(self, delta: Tensor) -> Tensor:
        """[..., N, filters · down · across] → [N, R · filters, down, across]."""
        return pictures(delta, self.filters, self.down, self.across)

    def _filters(self, Wb: Tensor) -> Tensor:
        """[W; b] → W as [R · filters, channels, kernel, kernel]."""
        return Wb[..., :-1, :].mT.reshape(-1, self.channels, self.kernel, self.kernel)
