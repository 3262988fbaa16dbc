"""Short runs of networks that read digits: most pictures held out, a few epochs."""

from __future__ import annotations

from dataclasses import replace

from nnviz.core.blocks import Block, convolutional
from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.study.images import DIGITS, FIRST


def reader(
    blocks: tuple[Block, ...] = (Block(4), Block(5, pooling="max")),
    hidden: tuple[int, ...] = (),
    activation: str = "relu",
    **settings,
) -> Experiment:
    """A short run of these blocks and dense layers."""
    network = convolutional(DIGITS.picture, blocks, hidden, DIGITS.outputs, activation)
    training = Training(**{"epochs": 6, "batch_size": 32, "learning_rate": 0.01} | settings)
    return replace(FIRST, network=network, training=training, test_fraction=0.9)


ALL_KINDS = {
    "max": reader(),
    "mean": reader((Block(3, 5, "mean"),), (6,)),
    "no pooling": reader((Block(2),), (5, 4), "tanh"),
    "three blocks": reader((Block(4), Block(8), Block(8, pooling="mean")), learning_rate=0.03),
    "no block": reader((), (12,)),
}
"""One run each of networks that can be chosen."""
