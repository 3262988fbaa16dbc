"""The range of every control, once: pages, addresses, requests and checks all ask here."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.core.text import plain_decimal


@dataclass(frozen=True)
class Bounds:
    """The numbers from `low` to `high`, both included.

    >>> 64 in Bounds(1, 64), float("nan") in Bounds(0, 1)
    (True, False)
    >>> print(Bounds(0.05, 0.9))
    0.05 to 0.9
    """

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high  # NaN is not

    def __str__(self) -> str:
        return f"{plain_decimal(self.low)} to {plain_decimal(self.high)}"

    def __iter__(self):
        """Low, then high: ``low, high = bounds``."""
        return iter((self.low, self.high))

    def clip(self, value: float) -> float:
        """The nearest number that is allowed."""
        return min(max(value, self.low), self.high)


LEARNING_RATE = Bounds(1e-5, 10.0)
HIDDEN_LAYERS = Bounds(0, 6)
NEURONS = Bounds(1, 64)
EPOCHS = Bounds(1, 2000)
EPOCH = Bounds(0, EPOCHS.high)
SEED = Bounds(0, 999_999)
TEST_FRACTION = Bounds(0.05, 0.9)

BLOCKS = Bounds(0, 3)
FILTERS = Bounds(1, 16)
KERNELS = (3, 5)
DENSE_LAYERS = Bounds(0, 2)
"""Of a network that reads pictures: its blocks, the filters of each and their sizes, and the dense
layers between the blocks and the outputs."""

SWEEP_SEEDS = Bounds(1, 8)
"""Seeds at each learning rate of a sweep."""

BATCH_EPOCHS = Bounds(1, 100)
"""Training row by row takes hundreds of steps an epoch, so no more epochs are compared."""

BATCH_EPOCH = Bounds(0, BATCH_EPOCHS.high)

RACE_STEPS = Bounds(1, 500)
"""Steps of a race on a landscape."""

TRIES = Bounds(0, 99)
"""Tries of a question, each with other numbers, from the first."""

READ_LAYERS = Bounds(0, 3)
READ_NEURONS = Bounds(1, 6)
READ_ROWS = Bounds(1, 4)
"""Of a network whose every number is read: hidden layers, neurons in each, rows at once."""

STEPS = Bounds(1, 200)
EXAMPLE_X = Bounds(-5.0, 5.0)
EXAMPLE_Y = Bounds(-20.0, 20.0)
EXAMPLE_WEIGHT = Bounds(-10.0, 10.0)
"""Of the example with one weight: its steps, input, label and initial weight."""

LESSON_ROWS = Bounds(1, 4)
LESSON_LAYERS = Bounds(1, 3)
LESSON_NEURONS = Bounds(2, 4)
"""Of a batch whose every number is on the screen: its rows, the network's hidden layers, and the
neurons in each."""

DEPTH = Bounds(2, 6)
"""Layers of the networks in which δ is followed from the last to the first."""

NEURON_INPUTS = Bounds(1, 4)
NEURON_VALUE = Bounds(-3.0, 3.0)
NEURON_BIAS = Bounds(-5.0, 5.0)
"""Of the one neuron: how many inputs it has, each of them and of their weights, and its bias."""

FILTER_WEIGHT = Bounds(-9.0, 9.0)
FILTER_BIAS = Bounds(-40.0, 40.0)
FILTER_PADDING = Bounds(0, 1)
FILTER_STRIDE = Bounds(1, 2)
PICTURE_SHIFT = Bounds(-2, 2)
"""Of one filter on one picture: its weights and bias, the blank pixels around the picture, the
pixels from one place to the next, and how far the picture can be shifted."""

DIGIT = Bounds(0, 9)
DIGIT_EXAMPLE = Bounds(1, 174)
"""Which of the handwritten digits: every digit has at least so many examples."""
