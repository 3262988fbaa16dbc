"""The passage of a run from guessing to knowing: the epochs in which nearly all is learned."""

from __future__ import annotations

import numpy as np

from nnviz.core.measures import Curves

BEGUN, KNOWN = 0.05, 0.95
"""The shares of all that a run learns at which the passage begins and ends."""

LEAST_GAIN = 0.05
"""A run whose score on the training rows gains less has learned nothing that its score shows."""


def passage(epochs: np.ndarray, curves: Curves) -> tuple[int, int] | None:
    """The last epoch that knows nothing yet, and the first that knows nearly all.

    By the score on the training rows, such as the accuracy: from the last epoch before it has
    gained `BEGUN` of all that it gains up to the end, to the first that has gained `KNOWN` of it.
    Of a run whose score gains nothing, by the training loss. Of one that diverges, all up to there.

    Args:
        epochs: of the record so far, [rows].
        curves: its curves, [rows].

    Returns:
        Two epochs of the record, the first before the second; None of a run that learns nothing.
    """
    finite = np.isfinite(curves.train_loss)
    if not finite.all():
        ends = int(np.argmin(finite))
        return (int(epochs[0]), int(epochs[ends])) if ends else None
    learned = _learned(curves.train_score)
    if learned is None:
        learned = _learned(-curves.train_loss / curves.train_loss[0])
    if learned is None:
        return None
    begun, known = (int(np.argmax(learned >= share)) for share in (BEGUN, KNOWN))
    return int(epochs[begun - 1]), int(epochs[known])


def _learned(measure: np.ndarray) -> np.ndarray | None:
    """Of all that a measure gains from the first row to the last, the share up to each, [rows]."""
    gained = measure - measure[0]
    return gained / gained[-1] if gained[-1] >= LEAST_GAIN else None
