"""A race of optimizers on the real network: one run of each, and its luck with other seeds.

Every run starts from the same initial parameters and sees the same batches, because the seed draws
both. Each optimizer has a learning rate of its own that suits it, found by a sweep of `RATES`; at
one rate for all, the race says more about the rate than about the optimizers (Choi et al. 2019,
arXiv:1910.05446, section 4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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

SEEDS = 8
"""Every optimizer also runs with so many seeds, its own the first: what differs is luck."""

GOAL = 0.1
"""A training loss that counts as learned; how soon it is reached is compared."""


@dataclass(frozen=True, eq=False)
class Lap:
    """One optimizer's run, and what it owes to its seed.

    Attributes:
        training: its settings; `training.optimizer` tells who ran.
        epochs: int64 [rows], as in `Run`; ends where training diverged.
        curves: each measure [rows].
        diverged_at: the first epoch whose training loss is not finite, or None.
        ends: the final training loss with each of `SEEDS` seeds, infinite where a run diverged.
        seconds_per_epoch: what a typical epoch takes; NaN while it has not been measured.
    """

    training: Training
    epochs: np.ndarray
    curves: Curves
    diverged_at: int | None
    ends: np.ndarray
    seconds_per_epoch: float = math.nan

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
    def seconds(self) -> np.ndarray:
        """Wall time [rows] at which each epoch is done if all take as long as a typical one."""
        return self.epochs * self.seconds_per_epoch

    @property
    def end(self) -> float:
        """The final training loss, infinite if the run diverged."""
        last = float(self.curves.train_loss[-1])
        return last if self.diverged_at is None and math.isfinite(last) else math.inf


def lap(run: Run, curves: Curves, ends: np.ndarray) -> Lap:
    """A run as a lap; `ends` are the final training losses [SEEDS] of the same with other seeds."""
    return Lap(
        training=run.training,
        epochs=run.epochs,
        curves=curves,
        diverged_at=run.diverged_at,
        ends=np.where(np.isfinite(ends), ends, np.inf),
    )


@dataclass(frozen=True)
class Win:
    """Who ends lowest, who comes next, and whether that is more than luck.

    Attributes:
        first, second: two laps, by falling success.
        upsets: with how many of the seeds the second ends as low as the first, or lower.
        clear: whether even the unluckiest seed of the first ends below the luckiest of the second.
    """

    first: Lap
    second: Lap
    upsets: int
    clear: bool


def win(laps: Sequence[Lap]) -> Win | None:
    """How a race was won; None where not even two have arrived."""
    arrived = sorted((lap for lap in laps if math.isfinite(lap.end)), key=lambda lap: lap.end)
    if len(arrived) < 2:
        return None
    first, second = arrived[:2]
    upsets = int((second.ends <= first.ends).sum())
    return Win(first, second, upsets, clear=bool(first.ends.max() < second.ends.min()))


def best_rate(final_loss: np.ndarray) -> float:
    """The rate of `RATES` whose final training loss [25] is lowest; one not finite never wins.

    >>> best_rate(np.where(np.array(RATES) > 1, np.nan, 1 / np.array(RATES)))
    1.0
    """
    return RATES[int(np.argmin(np.where(np.isfinite(final_loss), final_loss, np.inf)))]
