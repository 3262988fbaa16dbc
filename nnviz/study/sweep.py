"""One network trained at many learning rates and seeds at the same time, as one stack."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np

from nnviz.core.bounds import LEARNING_RATE
from nnviz.core.data import Split
from nnviz.core.measures import Curves, evaluate
from nnviz.core.networks import Network
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training
from nnviz.study.verdicts import bounces

LEARNING_RATES = tuple(float(f"{rate:.4g}") for rate in np.geomspace(*LEARNING_RATE, 64))
"""The 64 rates of the laboratory, evenly spaced on a logarithmic axis."""


@dataclass(frozen=True)
class Edge:
    """Where training stops being stable: between two neighbouring learning rates of a grid.

    Attributes:
        stable: the largest rate such that it and all smaller ones are; None if not even the
            smallest is.
        unstable: the next rate of the grid; None if all are stable.
    """

    stable: float | None
    unstable: float | None


@dataclass(frozen=True, eq=False)
class Sweep:
    """The curves of A learning rates × B seeds, as far as they are trained.

    Attributes:
        network, training: what the runs share.
        learning_rates: float64 [A], rising.
        seeds: int64 [B].
        epochs: int64 [rows], as in `Run`.
        curves: each measure [rows, A, B].
    """

    network: Network
    training: Training
    learning_rates: np.ndarray
    seeds: np.ndarray
    epochs: np.ndarray
    curves: Curves

    @property
    def complete(self) -> bool:
        """Whether the last epoch is there, or every run has diverged."""
        last = self.curves.train_loss[-1]
        return bool(self.epochs[-1] == self.training.epochs or not np.isfinite(last).any())

    @property
    def best(self) -> int:
        """The index of the rate whose median final training loss over the seeds is lowest."""
        return int(np.argmin(np.median(self.final_loss, axis=1)))

    @property
    def best_rate(self) -> float | None:
        """That rate, once all runs have ended; None before, or where all of them diverged."""
        found = np.isfinite(np.median(self.final_loss[self.best]))
        return float(self.learning_rates[self.best]) if self.complete and found else None

    @property
    def final_loss(self) -> np.ndarray:
        """Training loss at the last epoch there is, [A, B]; infinite where a run diverged."""
        last = self.curves.train_loss[-1]
        return np.where(np.isfinite(last), last, np.inf)

    @property
    def edge(self) -> Edge:
        """Where training stops being stable for at least one seed.

        It is no longer stable where the loss ends higher than it began, or where it bounces on its
        way and still ends higher than with a smaller rate.
        """
        final = self.final_loss
        smaller = np.minimum.accumulate(np.vstack([np.full_like(final[:1], np.inf), final[:-1]]))
        in_vain = bounces(self.curves.train_loss) & (final > smaller)  # [A, B]
        return stable_edge(self.learning_rates, ~(self._worse | in_vain).any(axis=1))

    @property
    def blow_up(self) -> float | None:
        """The smallest rate whose loss ends higher than it began for at least one seed, if any."""
        worse = self._worse.any(axis=1)
        return float(self.learning_rates[np.argmax(worse)]) if worse.any() else None

    @property
    def _worse(self) -> np.ndarray:
        """Which runs [A, B] end at a higher loss than they began, or diverge."""
        return self.final_loss > self.curves.train_loss[0]


def stable_edge(learning_rates: np.ndarray, stable: np.ndarray) -> Edge:
    """The edge on a rising grid of rates [A], of which `stable` [A] says which are.

    For gradient descent on a quadratic it encloses 2/curvature (LeCun, Simard & Pearlmutter 1992,
    "Automatic learning rate maximization by on-line estimation of the Hessian's eigenvectors").
    """
    count = len(stable) if stable.all() else int(np.argmin(stable))  # stable ones from below
    return Edge(
        stable=float(learning_rates[count - 1]) if count else None,
        unstable=float(learning_rates[count]) if count < len(stable) else None,
    )


def grid(
    training: Training, learning_rates: Sequence[float], seeds: Sequence[int]
) -> tuple[Training, ...]:
    """The A × B trainings of a sweep, seeds running fastest."""
    return tuple(
        replace(training, learning_rate=float(rate), seed=int(seed))
        for rate in learning_rates
        for seed in seeds
    )


def sweep(
    network: Network,
    split: Split,
    training: Training,
    learning_rates: Sequence[float],
    seeds: Sequence[int] = (0,),
) -> Sweep:
    """Train `network` at every learning rate with every seed.

    Runs of one seed start from the same parameters and see the same batches. A run that diverges
    is kept as it is, not finite, and does not disturb its neighbours.
    """
    trainings = grid(training, learning_rates, seeds)
    with closing(Trainer(network, split, *trainings)) as trainer:
        trainer.advance()
        epochs, params = trainer.history()
    curves = evaluate(network, training.loss, params, split)
    return as_sweep(network, training, learning_rates, seeds, epochs, curves)


def as_sweep(
    network: Network,
    training: Training,
    learning_rates: Sequence[float],
    seeds: Sequence[int],
    epochs: np.ndarray,
    curves: Curves,
) -> Sweep:
    """The sweep of a stack of `grid`, whose curves are [rows, A·B]."""
    return Sweep(
        network=network,
        training=training,
        learning_rates=np.asarray(learning_rates, np.float64),
        seeds=np.asarray(seeds, np.int64),
        epochs=epochs,
        curves=curves.reshape(len(learning_rates), len(seeds)),
    )
