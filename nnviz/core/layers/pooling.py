"""Pooling: each square of a feature map becomes one number, and nothing is learned.

The largest of the square (Zhou & Chellappa 1988, 10.1109/ICNN.1988.23914), or its mean (LeCun et
al. 1989, 10.1162/neco.1989.1.4.541). Squares do not overlap; what is left at the right and at the
bottom edge is left out, as torch does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn.functional import avg_pool2d, max_pool2d, max_unpool2d, pad

from nnviz.core.layers import Work
from nnviz.core.layers.pictures import pictures, rows_of


@dataclass(frozen=True)
class Pooling:
    """Squares of `size` × `size` pixels, over feature maps [channels, height, width].

    A row of outputs is [channels, down, across]. There are no parameters: W is [0, 0].

    Raises:
        ValueError: a number below 1, or a square that is larger than the picture.
    """

    channels: int
    height: int
    width: int
    size: int = 2
    activated: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if min(self.shape) < 1:
            raise ValueError(f"pooling of {self.shape}; every number must be 1 or more")
        if self.size > min(self.height, self.width):
            raise ValueError(
                f"pooling over {self.size} × {self.size} is larger than a picture of "
                f"{self.height} × {self.width}"
            )

    @property
    def down(self) -> int:
        """Squares from the top to the bottom."""
        return self.height // self.size

    @property
    def across(self) -> int:
        """Squares from the left to the right."""
        return self.width // self.size

    @property
    def inputs(self) -> int:
        """Pixels of all maps."""
        return self.channels * self.height * self.width

    @property
    def outputs(self) -> int:
        """Squares of all maps."""
        return self.channels * self.down * self.across

    @property
    def matrix(self) -> tuple[int, int]:
        """No rows and no columns."""
        return 0, 0

    @property
    def shape(self) -> tuple[int, ...]:
        """[channels, height, width, size]."""
        return self.channels, self.height, self.width, self.size

    def gradient(self, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """Nothing to learn."""
        return lambda: None

    def _shown(self, a1: Tensor) -> Tensor:
        """[a 1] → [N, R · channels, height, width]."""
        return pictures(a1[..., :-1], self.channels, self.height, self.width)

    def _squares(self, delta: Tensor) -> Tensor:
        """[..., N, outputs] → [N, R · channels, down, across]."""
        return pictures(delta, self.channels, self.down, self.across)


@dataclass(frozen=True)
class MaxPooling(Pooling):
    """z is the largest of each square; its blame goes to that pixel alone, the first of equals."""

    kind: ClassVar[str] = "max_pooling"

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """The largest of each square, [..., N, outputs]."""

        def work() -> None:
            out.copy_(rows_of(max_pool2d(self._shown(a1), self.size), a1.shape[:-2]))

        return work

    def backward(self, Wb: Tensor, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a, [..., N, inputs]: δ at the largest of each square, else 0."""
        ends = self.height, self.width

        def work() -> None:
            _, largest = max_pool2d(self._shown(a1), self.size, return_indices=True)
            shown = max_unpool2d(self._squares(delta), largest, self.size, output_size=ends)
            out.copy_(rows_of(shown, out.shape[:-2]))

        return work


@dataclass(frozen=True)
class MeanPooling(Pooling):
    """z is the mean of each square; its blame is shared alike by all pixels of it."""

    kind: ClassVar[str] = "mean_pooling"

    def forward(self, Wb: Tensor, a1: Tensor, out: Tensor) -> Work:
        """The mean of each square, [..., N, outputs]."""

        def work() -> None:
            out.copy_(rows_of(avg_pool2d(self._shown(a1), self.size), a1.shape[:-2]))

        return work

    def backward(self, Wb: Tensor, a1: Tensor, delta: Tensor, out: Tensor) -> Work:
        """∂L/∂a, [..., N, inputs]: δ / size² in each pixel of a square."""
        rest = (0, self.width - self.across * self.size, 0, self.height - self.down * self.size)

        def work() -> None:
            share = self._squares(delta) / self.size**2
            every = share.repeat_interleave(self.size, -2).repeat_interleave(self.size, -1)
            out.copy_(rows_of(pad(every, rest), out.shape[:-2]))

        return work
