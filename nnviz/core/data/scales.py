"""How features are put before a network reads them. Axes: N rows, D features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.core.registry import Registry


@dataclass(frozen=True)
class Scale:
    """One way to write features: x = (value − offset) / unit.

    Attributes:
        label: the name on the screen.
        words: what it does, in plain words.
        of: features of the training rows, in their own units [N, D] → offset and unit, [D] each.
        python: the same as lines that find mean and std from train_x, for exported programs.
    """

    label: str
    words: str
    of: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
    python: str = ""


def spread(x: np.ndarray) -> np.ndarray:
    """The standard deviation of each feature, [D], to divide by: 1 for one that is constant."""
    std = x.std(axis=0)
    return np.where(std > 0, std, 1.0)


def _as_they_are(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(x.shape[1]), np.ones(x.shape[1])


def _of_the_largest(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(x.shape[1]), np.full(x.shape[1], x.max() or 1.0)


STANDARDISED = "standardised"
"""The scale of whoever chooses none."""

INK = "ink"
"""The scale of pictures, whose pixels are all of one kind."""

SCALES = Registry(
    "scale of the features",
    {
        STANDARDISED: Scale(
            "standardised",
            "each feature minus its mean, divided by its standard deviation.",
            lambda x: (x.mean(axis=0), spread(x)),
            "mean, std = train_x.mean(axis=0), train_x.std(axis=0)\n"
            "std[std == 0] = 1  # a feature that is the same in all rows",
        ),
        "raw": Scale(
            "raw, as measured",
            "the numbers as they are, in mm and g.",
            _as_they_are,
            "mean, std = 0.0, 1.0",
        ),
        INK: Scale(
            "from 0 to 1",
            "each pixel divided by the largest of all.",
            _of_the_largest,
            "mean, std = 0.0, train_x.max() or 1.0",
        ),
    },
)

MEASURED = Registry(SCALES.kind, {key: SCALES[key] for key in (STANDARDISED, "raw")})
"""The scales to choose from where each feature is measured by itself."""
