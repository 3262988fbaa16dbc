"""How a training went, in one of four words: what a learner predicts, and what the record says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.core.registry import Registry

BOUNCE = 0.25
"""A loss whose rises add up to more than this share of its first value bounces."""

SLOW = 0.5
"""A loss that keeps more than this share of its first value has been too slow."""


@dataclass(frozen=True)
class Verdict:
    """One way a training can go.

    Attributes:
        label: the word on the screen.
        meaning: the rule that decides, as a sentence.
        sketch: progress 0..1 → loss as a multiple of its first value: what it looks like, roughly.
    """

    label: str
    meaning: str
    sketch: Callable[[np.ndarray], np.ndarray]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


VERDICTS = Registry(
    "verdict",
    {
        "walks_in": Verdict(
            label="walks in",
            meaning=(
                f"The loss falls to {_percent(SLOW)} of its first value or less, and its rises add "
                f"up to no more than {_percent(BOUNCE)} of it."
            ),
            sketch=lambda p: np.exp(-6 * p),
        ),
        "too_slow": Verdict(
            label="is too slow",
            meaning=f"More than {_percent(SLOW)} of the first loss is left at the end.",
            sketch=lambda p: 1 - 0.2 * p,
        ),
        "bounces": Verdict(
            label="bounces",
            meaning=f"The loss's rises add up to more than {_percent(BOUNCE)} of its first value.",
            sketch=lambda p: 1 + (0.5 * np.sin(40 * p) - 0.3) * np.minimum(1, 5 * p),
        ),
        "diverges": Verdict(
            label="diverges",
            meaning="The loss grows beyond every number: it is no longer finite.",
            sketch=lambda p: np.exp(4 * p),
        ),
    },
)


def bounces(loss: np.ndarray) -> np.ndarray:
    """Whether the rises of training losses [rows, ...] add up to more than `BOUNCE`, [...]."""
    return np.maximum(np.diff(loss, axis=0), 0).sum(axis=0) > BOUNCE * loss[0]


def verdict(loss: np.ndarray) -> str:
    """The key in `VERDICTS` of a curve of training losses [rows], first row untrained."""
    start = loss[0]
    if not np.isfinite(loss).all():
        return "diverges"
    if bounces(loss):
        return "bounces"
    return "too_slow" if loss[-1] > SLOW * start else "walks_in"
