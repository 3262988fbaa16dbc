"""What is to be learned: how the outputs of a network become an answer, and what a good one is.

Everything that differs between telling classes apart, saying yes or no, and predicting a value
stands here; the rest of nnviz asks the task. Axes: N rows, K outputs; z [..., N, K] are the last
weighted sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.core.registry import Registry
from nnviz.core.text import number, percent

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Measure:
    """A number that says how good answers are, beside the loss.

    Attributes:
        label: the name on the screen.
        of: (z [..., N, K], targets [N, K]) → its value over the rows, [...]; more is better.
        write: a value → how it is written.
    """

    label: str
    of: Callable[[Tensor, Tensor], Tensor]
    write: Callable[[float], str]


@dataclass(frozen=True)
class Task:
    """One kind of thing to learn.

    Attributes:
        label: the name on the screen.
        outputs: number of classes, 0 if there are none → K; `ValueError` if it cannot be.
        strata: (y [N], K) → the rows that are divided into training and test each by themselves.
        scale: y [N] of the training rows → the mean and the standard deviation it is measured by.
        standardise: (y [N], mean, standard deviation) → what the network is to answer, [N].
        targets: (answers [N], K) → what the outputs should be, float32 [N, K].
        answer: z [..., N, K] → the network's answer to each row, [..., N].
        read: z [..., N, K] → the outputs as they are shown, [..., N, K]: probabilities, or values.
        blind: targets [N, K] → z [K] of one who knows nothing at all.
        constant: targets [N, K] → z [K] of the best answer that never looks at a row.
        blind_words: what "blind" does, to complete "costs as much as …".
        constant_words: what "constant" does, likewise.
        measures: keys in `MEASURES`, the one that is told first; the loss is always measured.
    """

    label: str
    outputs: Callable[[int], int]
    strata: Callable[[np.ndarray, int], list[np.ndarray]]
    scale: Callable[[np.ndarray], tuple[float, float]]
    standardise: Callable[[np.ndarray, float, float], np.ndarray]
    targets: Callable[[np.ndarray, int], np.ndarray]
    answer: Callable[[Tensor], Tensor]
    read: Callable[[Tensor], Tensor]
    blind: Callable[[Tensor], Tensor]
    constant: Callable[[Tensor], Tensor]
    blind_words: str
    constant_words: str
    measures: tuple[str, ...]


def _classes(y: np.ndarray, outputs: int) -> list[np.ndarray]:
    return [np.flatnonzero(y == index) for index in range(outputs)]


def _one_of_two(classes: int) -> int:
    if classes != 2:
        raise ValueError(f"{classes} classes; a binary classification tells 2 apart")
    return 1


def _one_hot(y: np.ndarray, outputs: int) -> np.ndarray:
    return np.eye(outputs, dtype=np.float32)[y]  # [N, K]


def _shares(targets: Tensor) -> Tensor:
    return targets.mean(dim=0).clamp_min(1e-30).log()  # [K]


def _log_odds(targets: Tensor) -> Tensor:
    """The z whose sigmoid is the share of the second class, [1]."""
    return targets.mean(dim=0).logit(eps=1e-7)


def _accuracy(z: Tensor, targets: Tensor) -> Tensor:
    # The indices of a maximum are vectorised, which torch's argmax along a short axis is not.
    right = z.max(dim=-1).indices == targets.max(dim=-1).indices  # [..., N]
    return right.float().mean(dim=-1)  # [...]


def _binary_accuracy(z: Tensor, targets: Tensor) -> Tensor:
    right = (z > 0) == (targets > 0.5)  # [..., N, 1]
    return right.float().mean(dim=(-2, -1))  # [...]


def _mean_and_spread(y: np.ndarray) -> tuple[float, float]:
    return float(y.mean()), float(y.std()) or 1.0


def _determination(z: Tensor, targets: Tensor) -> Tensor:
    """R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 as good as the mean (Wright 1921)."""
    rest = (z - targets).square().sum(dim=(-2, -1))  # [...]
    return 1 - rest / (targets - targets.mean(dim=0)).square().sum()


MEASURES = Registry(
    "measure",
    {
        "accuracy": Measure("accuracy", _accuracy, percent),
        "binary_accuracy": Measure("accuracy", _binary_accuracy, percent),
        "r2": Measure("R²", _determination, number),
    },
)

TASKS = Registry(
    "task",
    {
        "classification": Task(
            label="classification",
            outputs=lambda classes: classes,
            strata=_classes,
            scale=lambda y: (0.0, 1.0),
            standardise=lambda y, mean, std: y,
            targets=_one_hot,
            answer=lambda z: z.argmax(dim=-1),
            read=lambda z: z.softmax(dim=-1),
            blind=lambda targets: targets.new_zeros(targets.shape[-1]),
            constant=_shares,
            blind_words="giving every class the same probability",
            constant_words="always answering with the classes' shares",
            measures=("accuracy",),
        ),
        "binary": Task(
            label="binary classification",
            outputs=_one_of_two,
            strata=lambda y, outputs: _classes(y, 2),
            scale=lambda y: (0.0, 1.0),
            standardise=lambda y, mean, std: y,
            targets=lambda y, outputs: y.reshape(-1, outputs).astype(np.float32),
            answer=lambda z: (z[..., 0] > 0).long(),
            read=lambda z: z.sigmoid(),
            blind=lambda targets: targets.new_zeros(targets.shape[-1]),
            constant=_log_odds,
            blind_words="giving both classes the same probability",
            constant_words="always answering with the classes' shares",
            measures=("binary_accuracy",),
        ),
        "regression": Task(
            label="regression",
            outputs=lambda classes: 1,
            strata=lambda y, outputs: [np.arange(len(y))],
            scale=_mean_and_spread,
            standardise=lambda y, mean, std: ((y - mean) / std).astype(np.float32),
            targets=lambda y, outputs: y.reshape(-1, outputs).astype(np.float32),
            answer=lambda z: z[..., 0],
            read=lambda z: z,
            # Targets are standardised: 0 is the mean of the training rows, and costs the variance.
            blind=lambda targets: targets.new_zeros(targets.shape[-1]),
            constant=lambda targets: targets.mean(dim=0),
            blind_words="always answering with the mean",
            constant_words="always answering with the mean",
            measures=("r2",),
        ),
    },
)
