"""What a batch knows of the loss: the same network, judged by a few rows at a time.

Axes: N training rows, S batches (steps) of one epoch, P parameters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch

from nnviz.core.bounds import BATCH_EPOCHS
from nnviz.core.data import Split
from nnviz.core.experiment import Experiment
from nnviz.core.measures import row_losses
from nnviz.core.networks import Network

MIDDLE = 16
"""The size between one row and all, where no other is chosen."""


def sizes_for(experiment: Experiment) -> tuple[Experiment, ...]:
    """The experiment with batches of one row, of a size between, and of all training rows.

    The size between is the one chosen if it is one, else `MIDDLE`; the epochs are at most those of
    `BATCH_EPOCHS`.
    """
    rows = len(experiment.split().train_y)
    chosen = experiment.training.batch_size
    middle = chosen if 1 < chosen < rows else min(MIDDLE, rows)
    epochs = min(experiment.training.epochs, BATCH_EPOCHS.high)
    return tuple(
        replace(experiment, training=replace(experiment.training, batch_size=size, epochs=epochs))
        for size in sorted({1, middle, rows})
    )


@dataclass(frozen=True, eq=False)
class BatchLosses:
    """The loss of every batch of one epoch, all at the same parameters.

    Attributes:
        batch_size: rows per batch; the last one takes what is left.
        losses: mean loss of each batch, float64 [S].
        mean: mean loss of all N training rows.
        noise: by how much a batch of this size typically misses the mean, over all batches that can
            be drawn, by `expected_noise`.
        left_over: rows of the last batch where it is smaller than the others, else 0.
    """

    batch_size: int
    losses: np.ndarray
    mean: float
    noise: float
    left_over: int

    @property
    def full(self) -> np.ndarray:
        """The losses of the batches of this size, without a smaller last one."""
        return self.losses[:-1] if self.left_over else self.losses

    @property
    def missed(self) -> float:
        """By how much the full batches of this epoch miss the mean: the root mean square."""
        return float(np.sqrt(np.mean((self.full - self.mean) ** 2)))


def steps_per_epoch(rows: int, batch_size: int) -> int:
    """How many batches `rows` make, the last one perhaps smaller."""
    return math.ceil(rows / batch_size)


def batch_losses(
    network: Network, loss: str, params: np.ndarray, split: Split, batch_size: int, seed: int
) -> BatchLosses:
    """The batches of the first epoch of a training with this seed, judged at params [P].

    A batch's loss is the mean of its rows' losses.
    """
    x, targets = split.train_x.astype(np.float64), split.train_targets.astype(np.float64)
    rows = row_losses(network, loss, params.astype(np.float64), x, targets)  # [N]
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed)).numpy()
    batches = np.split(rows[order], range(batch_size, len(rows), batch_size))
    return BatchLosses(
        batch_size=batch_size,
        losses=np.array([batch.mean() for batch in batches]),
        mean=float(rows.mean()),
        noise=expected_noise(rows, batch_size),
        left_over=len(rows) % batch_size,
    )


def expected_noise(losses: np.ndarray, batch_size: int) -> float:
    """The standard deviation of the mean of B of the N losses [N], drawn without replacement.

    σ/√B · √((N − B)/(N − 1)), where σ is the standard deviation of the N losses: Cochran 1977,
    "Sampling Techniques", theorem 2.2.
    """
    count = len(losses)
    if count == 1:
        return 0.0
    left = (count - batch_size) / (count - 1)
    return float(losses.std() * math.sqrt(left / batch_size))
