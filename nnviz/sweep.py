"""One network trained at many learning rates and seeds at the same time, as one stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.data import Split
from nnviz.measures import Curves, evaluate
from nnviz.networks import MLP
from nnviz.training import Trainer, Training

__all__ = ["Sweep", "sweep"]


@dataclass(frozen=True, eq=False)
class Sweep:
    """The curves of A learning rates × B seeds.

    Attributes:
        network, training: what the runs share.
        learning_rates: float64 [A].
        seeds: int64 [B].
        epochs: int64 [rows], as in `Run`.
        curves: each measure [rows, A, B].
    """

    network: MLP
    training: Training
    learning_rates: np.ndarray
    seeds: np.ndarray
    epochs: np.ndarray
    curves: Curves


def sweep(
    network: MLP,
    split: Split,
    training: Training,
    learning_rates: Sequence[float],
    seeds: Sequence[int] = (0,),
) -> Sweep:
    """Train `network` at every learning rate with every seed.

    Runs of one seed start from the same parameters and see the same batches. A run that diverges
    is kept as it is, not finite, and does not disturb its neighbours.
    """
    trainings = [
        replace(training, learning_rate=float(rate), seed=int(seed))
        for rate in learning_rates
        for seed in seeds
    ]
    trainer = Trainer(network, split, *trainings)
    trainer.advance()
    epochs, params = trainer.history()
    shape = (len(epochs), len(learning_rates), len(seeds), network.parameter_count)
    return Sweep(
        network=network,
        training=training,
        learning_rates=np.asarray(learning_rates, np.float64),
        seeds=np.asarray(seeds, np.int64),
        epochs=epochs,
        curves=evaluate(network, training.loss, params.reshape(shape), split),
    )
