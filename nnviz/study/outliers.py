"""Which runs of a stack end far from the rest. Axes: R runs."""

from __future__ import annotations

import numpy as np

from nnviz.core.measures import Curves

LOSS_RATIO, GAP = 3.0, 0.05
"""An outlier's final training loss is above `LOSS_RATIO` × the median of all, or a measure of its
test rows, such as the accuracy, is more than `GAP` below the median."""


def outliers(curves: Curves) -> np.ndarray:
    """Which runs of a stack end far from the rest, bool [R], from its curves [rows, R].

    The rule is that of `LOSS_RATIO` and `GAP`. A run that diverged always is one.
    """
    loss = np.where(np.isfinite(curves.train_loss[-1]), curves.train_loss[-1], np.inf)
    far = np.isinf(loss) | (loss > LOSS_RATIO * np.median(loss))
    for name in curves:
        if name.startswith("test_") and name != "test_loss":
            ends = np.nan_to_num(curves[name][-1], nan=0.0)
            far |= ends < np.median(ends) - GAP
    return far
