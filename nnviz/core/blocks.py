"""Convolutional networks, block by block: a convolution, its activation, and pooling if wanted.

LeCun, Bottou, Bengio & Haffner 1998, 10.1109/5.726791: features are extracted by blocks whose maps
shrink, and read by dense layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnviz.core.bounds import BLOCKS, DENSE_LAYERS, FILTERS, KERNELS, NEURONS
from nnviz.core.layers import Layer
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling, Pooling
from nnviz.core.networks import MLP, Network
from nnviz.core.registry import Registry

POOL = 2
"""Pixels of a square that is pooled, across and down."""

POOLINGS: Registry[type[Pooling] | None] = Registry(
    "pooling", {"none": None, "max": MaxPooling, "mean": MeanPooling}
)


@dataclass(frozen=True)
class Block:
    """A convolution of `filters` filters of `kernel` × `kernel`, its activation, and pooling.

    Attributes:
        pooling: key in `POOLINGS`.

    Raises:
        ValueError: a number or a pooling that is not to choose from.
    """

    filters: int = 8
    kernel: int = 3
    pooling: str = "none"

    def __post_init__(self) -> None:
        if self.filters not in FILTERS:
            raise ValueError(f"{self.filters!r} filters; choose from {FILTERS}")
        if self.kernel not in KERNELS:
            sizes = " or ".join(f"{size} × {size}" for size in KERNELS)
            raise ValueError(f"filters of {self.kernel!r} × {self.kernel!r}; they are {sizes}")
        POOLINGS[self.pooling]

    def layers(self, channels: int, height: int, width: int) -> list[Layer]:
        """The block as layers that read pictures of this size; `ValueError` if they do not fit."""
        convolution = Convolution(channels, height, width, self.kernel, self.filters)
        if (pool := POOLINGS[self.pooling]) is None:
            return [convolution]
        return [convolution, pool(self.filters, convolution.down, convolution.across, POOL)]


def convolutional(
    picture: tuple[int, int, int],
    blocks: Sequence[Block],
    hidden: Sequence[int],
    outputs: int,
    activation: str = "relu",
) -> Network:
    """Blocks that extract features from pictures, and dense layers that read them.

    Args:
        picture: channels, height and width.
        blocks: one after the other.
        hidden: neurons of the dense layers before the outputs.
        outputs: K.
        activation: key in `ACTIVATIONS`.

    Raises:
        ValueError: too many blocks or layers, a size that is not allowed, or a block whose filters
            or pooling are larger than the maps that come to it.

    >>> convolutional((1, 8, 8), [Block(8), Block(16, pooling="max")], [], 10).parameter_count
    1898
    """
    if len(blocks) not in BLOCKS:
        raise ValueError(f"{len(blocks)} blocks; choose from {BLOCKS}")
    if len(hidden) not in DENSE_LAYERS:
        raise ValueError(
            f"{len(hidden)} dense layers before the outputs; choose from {DENSE_LAYERS}"
        )
    for size in hidden:
        if size not in NEURONS:
            raise ValueError(f"a dense layer of {size!r} neurons; choose from {NEURONS}")
    layers: list[Layer] = []
    for number, block in enumerate(blocks, 1):
        try:
            layers += block.layers(*picture)
        except ValueError as refusal:
            raise ValueError(f"block {number} does not fit: {refusal}") from refusal
        last = layers[-1]
        picture = block.filters, last.down, last.across
    sizes = [picture[0] * picture[1] * picture[2], *hidden, outputs]
    return Network((*layers, *(Dense(*pair) for pair in pairwise(sizes))), activation)


def as_large(network: Network) -> Network:
    """The multilayer perceptron with one hidden layer that has about as many parameters.

    A hidden neuron has an input weight of each input, an output weight of each output, and a bias.
    """
    D, K = network.inputs, network.outputs
    neurons = round((network.parameter_count - K) / (D + K + 1))
    return MLP((D, int(NEURONS.clip(neurons)), K), network.activation)
