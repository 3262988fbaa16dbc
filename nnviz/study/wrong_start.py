"""The same network taught with every loss, from a start that is sure of one class.

What a loss makes of a confident mistake shows when the network begins with one: one bias of the
output layer is set so high that it takes every row for the same class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from nnviz.core.data import Split
from nnviz.core.experiment import DEFAULT, Experiment, Origin
from nnviz.core.losses import losses_of, probabilities
from nnviz.core.measures import Curves, gradients
from nnviz.core.record import Run
from nnviz.core.registry import Registry

SURE_OF = "Gentoo"
"""The class that it begins sure of."""

GOAL = 0.9
"""The part of the training rows that is to be answered rightly."""


@dataclass(frozen=True)
class Start:
    """How sure a network begins: the bias of the output of `SURE_OF`; None: as it was drawn."""

    label: str
    bias: float | None
    words: str


@dataclass(frozen=True)
class Way:
    """How it is trained: its optimizer and η, and what is to be said of it."""

    label: str
    optimizer: str
    learning_rate: float
    words: str


STARTS = Registry(
    "start",
    {
        "unsure": Start(
            "unsure",
            None,
            "Here it begins as networks do, with [[weights]] drawn at random: sure of nothing.",
        ),
        "sure": Start(
            f"sure of {SURE_OF}",
            5.0,
            f"Here one [[bias]] is set to 5, that of {SURE_OF}: it begins sure that every bird is "
            "one, which for most is a [[confident mistake]].",
        ),
        "certain": Start(
            f"certain of {SURE_OF}",
            10.0,
            f"Here one [[bias]] is set to 10, that of {SURE_OF}: it begins all but certain that "
            "every bird is one, which for most is a [[confident mistake]].",
        ),
    },
)

WAYS = Registry(
    "way",
    {
        "sgd": Way(
            "SGD, η = 0.1",
            "sgd",
            0.1,
            "A step of SGD is η times the [[gradient]]: a short gradient makes a short step.",
        ),
        "fast": Way(
            "SGD, η = 1",
            "sgd",
            1.0,
            "A larger η makes up for a short [[gradient]], until there is too little to multiply.",
        ),
        "adam": Way(
            "Adam, η = 0.01",
            "adam",
            0.01,
            "Adam divides each step by the usual size of its [[gradients]], so that short ones "
            "lead nearly as far as long ones: it hides most of the difference.",
        ),
    },
)


DEFAULTS = ("sure", "sgd")
"""The start and the way that are shown first."""


def witness(split: Split) -> int:
    """The first of the training rows that is not of `SURE_OF`: whose answers are looked at."""
    return int(np.argmax(split.train_y != DEFAULT.dataset.classes.index(SURE_OF)))


def experiments(start: str, way: str) -> dict[str, Experiment]:
    """The default experiment with each loss, by the loss's key, from one of `STARTS`."""
    how = WAYS[way]
    training = replace(DEFAULT.training, optimizer=how.optimizer, learning_rate=how.learning_rate)
    return {
        loss: _begun(replace(DEFAULT, training=replace(training, loss=loss)), STARTS[start].bias)
        for loss in losses_of(DEFAULT.dataset.task)
    }


def _begun(experiment: Experiment, bias: float | None) -> Experiment:
    """The same, with another bias at the beginning of the output of `SURE_OF`."""
    if bias is None:
        return experiment
    classes = experiment.dataset.classes
    # The biases of the last layer are the last row of its [W; b].
    place = experiment.network.parameter_count - len(classes) + classes.index(SURE_OF)
    return replace(experiment, origin=Origin(experiment, 0, ((place, bias),)))


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a run with one loss has learned, in terms that do not depend on the loss.

    Attributes:
        epochs: int64 [rows].
        chances: the probability given to the truth, mean over the training rows, [rows].
        shares: the probability given to each class for the `witness`, [rows, K].
        right: the part of the training rows that is answered rightly, 0 to 1, [rows].
        push: the length of the gradient of its mean training loss before the first step.
        right_after: the first epoch at which `GOAL` of the training rows are right, or None.
    """

    epochs: np.ndarray
    chances: np.ndarray
    shares: np.ndarray
    right: np.ndarray
    push: float
    right_after: int | None


@torch.inference_mode()
def lesson(run: Run, curves: Curves, split: Split) -> Lesson:
    """What a run has learned."""
    x, y = torch.from_numpy(split.train_x), torch.from_numpy(split.train_y)
    p = probabilities(run.network.logits(torch.from_numpy(run.params.copy()), x))  # [rows, N, K]
    right = curves.train_accuracy
    enough = np.flatnonzero(right >= GOAL)
    first = replace(run, params=run.params[:1], epochs=run.epochs[:1])
    return Lesson(
        epochs=run.epochs,
        chances=p[:, torch.arange(len(y)), y].mean(dim=-1).numpy(),
        shares=p[:, witness(split)].numpy(),
        right=right,
        push=float(gradients(first, split)[0].norm()),
        right_after=int(run.epochs[enough[0]]) if len(enough) else None,
    )
