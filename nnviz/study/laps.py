"""A race of optimizers on the real network: one run of each, trained alone and timed.

Every run starts from the same initial parameters and sees the same batches, because the seed draws
both. Each optimizer has a learning rate of its own that suits it, found by a sweep of `RATES`; at
one rate for all, the race says more about the rate than about the optimizers (Choi et al. 2019,
arXiv:1910.05446, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.measures import Curves
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.training import Training

RATES = tuple(float(f"{rate:.4g}") for rate in np.geomspace(*LEARNING_RATE, 25))
"""The learning rates that each optimizer may choose from: four to a factor of ten."""

SAME_RATE = 0.01
"""The one rate of the unfair race, and the middle of `RATES`."""

GOAL = 0.1
"""A training loss that counts as learned; how soon it is reached is compared."""


@dataclass(frozen=True, eq=False)
class Lap:
    """One optimizer's run with the time it took.

    Attributes:
        training: its settings; `training.optimizer` tells who ran.
        epochs: int64 [rows], as in `Run`; ends where training diverged.
        curves: each measure [rows].
        seconds: float64 [rows], wall time since the start when that epoch was done.
        diverged_at: the first epoch whose training loss is not finite, or None.
    """

    training: Training
    epochs: np.ndarray
    curves: Curves
    seconds: np.ndarray
    diverged_at: int | None

    @property
    def optimizer(self) -> str:
        """The optimizer's name on the screen."""
        return OPTIMIZERS[self.training.optimizer].label

    @property
    def racer(self) -> int:
        """Its place among the optimizers, which has its colour."""
        return list(OPTIMIZERS).index(self.training.optimizer)

    @property
    def reached(self) -> int | None:
        """The first kept epoch whose training loss is at most `GOAL`, or None."""
        below = self.curves.train_loss <= GOAL  # NaN is not
        return int(self.epochs[np.argmax(below)]) if below.any() else None

    @property
    def seconds_per_epoch(self) -> float:
        """Wall time of a typical epoch: the median, as other work on the machine disturbs some."""
        return float(np.median(np.diff(self.seconds) / np.diff(self.epochs)))


def lap(run: Run, curves: Curves, times: np.ndarray) -> Lap:
    """A run as a lap.

    Args:
        run, curves: its record.
        times: float64 [E + 1], wall time when each epoch was done. An epoch's includes the loop's
            own bookkeeping: the loss of all rows and the copy of the parameters into the record.
    """
    return Lap(
        training=run.training,
        epochs=run.epochs,
        curves=curves,
        seconds=times[run.epochs],
        diverged_at=run.diverged_at,
    )


def best_rate(final_loss: np.ndarray) -> float:
    """The rate of `RATES` whose final training loss [25] is lowest; one not finite never wins.

    >>> best_rate(np.where(np.array(RATES) > 1, np.nan, 1 / np.array(RATES)))
    1.0
    """
    return RATES[int(np.argmin(np.where(np.isfinite(final_loss), final_loss, np.inf)))]
