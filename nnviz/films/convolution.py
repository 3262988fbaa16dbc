"""The film of one filter on one picture: both, and how the one slides over the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.core.bounds import FILTER_WEIGHT
from nnviz.core.data.digits import FULL
from nnviz.core.filters import FILTERS
from nnviz.core.look import PALETTE
from nnviz.films.block import encode
from nnviz.films.told import activation_of


@dataclass(frozen=True)
class Sliding:
    """How a filter goes over a picture, and what becomes of what it finds.

    Attributes:
        filter: a key of `FILTERS`.
        bias: what is added to every sum.
        activation: a key of `ACTIVATIONS`.
        padding: blank pixels on every side of the picture.
        stride: pixels from one place to the next.
        pooling: a key of `POOLED`.
        shift: pixels down and to the right by which the picture is moved first; what leaves its
            frame is lost, and blank comes in.
    """

    filter: str = "edge_across"
    bias: float = 0.0
    activation: str = "relu"
    padding: int = 0
    stride: int = 1
    pooling: str = "max"
    shift: tuple[int, int] = (0, 0)


def encode_convolution(picture: np.ndarray, name: str, sliding: Sliding) -> bytes:
    """A picture [height, width] and a filter for the film, which computes everything else itself.

    Args:
        picture: its pixels, from 0 (blank) to `FULL`.
        name: what it is, such as "a 7, example 1".
        sliding: the filter, and how it goes over the picture.
    """
    chosen = FILTERS[sliding.filter]
    header = {
        "picture": {
            "pixels": picture.ravel().tolist(),
            "shape": list(picture.shape),
            "name": name,
            "full": FULL,
        },
        "filter": {
            "key": sliding.filter,
            "label": chosen.label,
            "weights": list(chosen.weights),
            "words": chosen.words,
        },
        "bias": sliding.bias,
        "activation": activation_of(sliding.activation),
        "padding": sliding.padding,
        "stride": sliding.stride,
        "pooling": sliding.pooling,
        "shift": list(sliding.shift),
        "bounds": list(FILTER_WEIGHT),
        "palette": PALETTE,
    }
    return encode(header, {})
