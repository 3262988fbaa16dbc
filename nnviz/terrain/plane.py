"""A neuron of two inputs as the line that it cuts through the plane, and what a line cannot do.

Where the weighted sum ``z = w₁x₁ + w₂x₂ + b`` is 0, the neuron is undecided: that is a straight
line. On one side of it, it says the second class; on the other, the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from nnviz.core.data import Dataset, Feature, Nouns, load
from nnviz.core.experiment import Experiment
from nnviz.core.networks import MLP
from nnviz.core.registry import Registry
from nnviz.core.training import Training

CLASSES = 2
FEATURES = 2


@cache
def two_species() -> Dataset:
    """Adelie or Gentoo, by the length and the depth of the bill: 274 penguins."""
    penguins = load("penguins")
    kept = penguins.y < CLASSES
    return Dataset(
        name="Adelie and Gentoo",
        x=penguins.x[kept, :FEATURES],
        y=penguins.y[kept],
        features=penguins.features[:FEATURES],
        classes=penguins.classes[:CLASSES],
        source=penguins.source,
        nouns=penguins.nouns,
        task="binary",
        target=penguins.target,
    )


@cache
def exclusive_or() -> Dataset:
    """XOR: whether two inputs, each 0 or 1, differ. Four points."""
    return Dataset(
        name="XOR",
        x=np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        y=np.array([0, 1, 1, 0]),
        features=(Feature("x₁", ""), Feature("x₂", "")),
        classes=("equal", "different"),
        source="Minsky & Papert 1969, Perceptrons",
        nouns=Nouns("point", "points", "answer"),
        task="binary",
        target=Feature("answer", ""),
    )


@dataclass(frozen=True)
class Plane:
    """Points of two classes, a network that is to tell them apart, and how it is trained.

    Attributes:
        label: the name on the screen.
        points: the dataset, of two features and two classes.
        sizes: neurons per layer; without a hidden one, it is one neuron, which is one line.
        learning_rate, steps, seed: of plain gradient descent on all points at once.
        look: what is to be done and seen; terms in double brackets.
    """

    label: str
    points: Callable[[], Dataset]
    sizes: tuple[int, ...]
    learning_rate: float
    steps: int
    seed: int
    look: str

    @property
    def experiment(self) -> Experiment:
        """What is trained: hidden neurons bend by tanh, and each epoch is one step on all points.

        Every point is learned from: the network sees what the visitor sees.
        """
        points = self.points()
        training = Training(
            optimizer="sgd",
            learning_rate=self.learning_rate,
            epochs=self.steps,
            batch_size=len(points.y),
            loss="binary_cross_entropy",
            seed=self.seed,
        )
        return Experiment(MLP(self.sizes, "tanh"), training, test_fraction=0, dataset=points)


PLANES = Registry(
    "plane",
    {
        "penguins": Plane(
            "Penguins, one neuron",
            two_species,
            (2, 1),
            learning_rate=0.5,
            steps=60,
            seed=0,
            look="Drag the two round ends of the dashed line (or Tab to one and use the arrow "
            "keys) until every Gentoo is on the side that the arrow points to, and every Adelie on "
            "the other. Then let [[gradient descent]] do it: it moves the solid line, step by "
            "step, and looks at the same penguins.",
        ),
        "xor": Plane(
            "XOR, one neuron",
            exclusive_or,
            (2, 1),
            learning_rate=0.5,
            steps=60,
            seed=0,
            look="Four points, called [[XOR]]: the answer is “different” where one input is 1 and "
            "the other 0. Try it: no line gets more than 3 of the 4 right. "
            "[[Gradient descent]] finds no better way than to shrink its [[weights]] to 0 and to "
            "say 50 % everywhere.",
        ),
        "xor-layers": Plane(
            "XOR, two layers",
            exclusive_or,
            (2, 2, 1),
            learning_rate=1.0,
            steps=100,
            seed=3,
            look="Two [[hidden|hidden layer]] neurons draw a line each. A third one answers from "
            "what these two say. With your lines, the answer is “different” only where both arrows "
            "point. Drag the round ends until the strip between the two lines holds the right "
            "points. Then let [[gradient descent]] do it. (From some starting [[weights]] it gets "
            "stuck; from these it gets there.)",
        ),
    },
)
