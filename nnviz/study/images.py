"""The network that reads digits which everybody begins with."""

from __future__ import annotations

from nnviz.core.blocks import Block, convolutional
from nnviz.core.data import INK, load
from nnviz.core.experiment import Experiment
from nnviz.core.training import Training

DIGITS = load("digits")

FIRST = Experiment(
    convolutional(DIGITS.picture, [Block(8), Block(16, pooling="max")], (), DIGITS.outputs),
    Training(epochs=30, batch_size=32, schedule="warm_up_cosine"),
    dataset=DIGITS,
    features=INK,
)
"""It reads about 98 of 100 held-out digits after a second or two."""
