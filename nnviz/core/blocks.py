"""Convolutional networks, block by block: a convolution, its activation, and pooling if wanted.

LeCun, Bottou, Bengio & Haffner 1998, 10.1109/5.726791: features are extracted by blocks whose maps
shrink, and read by dense layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nnviz.core.bounds import BLOCKS, DENSE_LAYERS, FILTERS, KERNELS, NEURONS
from nnviz.core.layers import Layer
from nnviz.core.layers.convolution import Convolution
from nnviz.core.layers.dense import Dense
from nnviz.core.layers.pooling import MaxPooling, MeanPooling, Pooling
from nnviz.core.networks import MLP, Network
from nnviz.core.registry import Registry
from nnviz.core.text import counted

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

    def __str__(self) -> str:
        """Such as "8 of 3 × 3" and "16 of 3 × 3, max pooling"."""
        pooled = "" if self.pooling == "none" else f", {self.pooling} pooling"
        return f"{self.filters} of {self.kernel} × {self.kernel}{pooled}"

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


def blocks_of(network: Network) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """The blocks and the dense layers before the outputs that a network is made of.

    Raises:
        ValueError: no blocks and dense layers that are to choose from make this network.

    >>> blocks_of(convolutional((1, 8, 8), [Block(3, 5, "mean")], [20], 10))
    ((Block(filters=3, kernel=5, pooling='mean'),), (20,))
    """
    blocks: list[Block] = []
    poolings = {pool: key for key, pool in POOLINGS.items() if pool}
    hidden = [layer.outputs for layer in network.layers if isinstance(layer, Dense)][:-1]
    for layer in network.layers:
        if isinstance(layer, Convolution):
            blocks.append(Block(layer.filters, layer.kernel))
        elif isinstance(layer, Pooling) and blocks:
            blocks[-1] = replace(blocks[-1], pooling=poolings[type(layer)])
    first = network.layers[0]
    picture = first.shape[:3] if _is_picture(first) else (1, 1, first.inputs)
    made = convolutional(picture, blocks, hidden, network.outputs, network.activation)
    if made != network:
        raise ValueError(f"{in_words(network)} is not made of blocks and dense layers alone")
    return tuple(blocks), tuple(hidden)


def shapes(network: Network) -> list[str]:
    """What travels through a network, from the inputs to the outputs, in words.

    >>> shapes(convolutional((1, 8, 8), [Block(8, pooling="max")], [], 10))
    ['8 × 8', '8 maps of 6 × 6', '8 maps of 3 × 3', '10']
    """
    first = network.layers[0]
    channels, *size = first.shape[:3] if _is_picture(first) else (1, network.inputs)
    read = " × ".join(map(str, size))
    passed = [
        f"{counted(layer.outputs // (layer.down * layer.across), 'map')} of "
        f"{layer.down} × {layer.across}"
        if _is_picture(layer)
        else str(layer.outputs)
        for layer in network.layers
    ]
    return [read if channels == 1 else f"{channels} pictures of {read}", *passed]


def in_words(network: Network) -> str:
    """A network in a few words: the inputs, and what each layer is.

    >>> in_words(MLP((4, 10, 3)))
    '4→10→3'
    >>> in_words(convolutional((1, 8, 8), [Block(8, pooling="max")], [20], 10))
    '8 × 8→8 of 3 × 3→max pooling→20→10'
    """
    return "→".join([shapes(network)[0], *map(_in_words, network.layers)])


def _in_words(layer: Layer) -> str:
    if isinstance(layer, Convolution):
        return f"{layer.filters} of {layer.kernel} × {layer.kernel}"
    return layer.kind.replace("_", " ") if isinstance(layer, Pooling) else str(layer.outputs)


def _is_picture(layer: Layer) -> bool:
    """Whether a layer reads and puts out pictures."""
    return isinstance(layer, Convolution | Pooling)


def as_large(network: Network) -> Network:
    """The multilayer perceptron with one hidden layer that has about as many parameters.

    A hidden neuron has an input weight of each input, an output weight of each output, and a bias.
    """
    D, K = network.inputs, network.outputs
    neurons = round((network.parameter_count - K) / (D + K + 1))
    return MLP((D, int(NEURONS.clip(neurons)), K), network.activation)
