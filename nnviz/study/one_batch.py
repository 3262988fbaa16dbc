"""One batch and what a network says of it while it trains: whose losses the mean is made of.

Axes: E moments, B rows of the batch, K outputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from nnviz.core.batches import Batches
from nnviz.core.data import Dataset
from nnviz.core.experiment import Experiment
from nnviz.core.record import Run


@dataclass(frozen=True, eq=False)
class OneBatch:
    """The batch that a training begins with.

    Attributes:
        rows: of the dataset, int64 [B], in the order of the batch.
        names: what each row is called, B of them.
        y: what each row is, int64 [B].
        epochs: the moments, int64 [E].
        z: the last weighted sums of each row at each moment, float32 [E, B, K].
    """

    rows: np.ndarray
    names: tuple[str, ...]
    y: np.ndarray
    epochs: np.ndarray
    z: np.ndarray


def first_batch(experiment: Experiment, run: Run, epochs: Sequence[int]) -> OneBatch:
    """The batch of the first step of a run, as the network sees it after each of some epochs.

    Raises:
        ValueError: one of the epochs is not in the record.
    """
    split, training, dataset = experiment.split(), experiment.training, experiment.dataset
    batches = Batches([split], [training.seed], training.batch_size, torch.device("cpu"))
    batches.deal()
    rows = split.train_rows[batches.order.numpy()[: training.batch_size]]
    x = torch.from_numpy(split.standardise(dataset.x[rows]))  # [B, D]
    moments = np.searchsorted(run.epochs, epochs)
    if not np.array_equal(run.epochs[moments % len(run.epochs)], epochs):
        raise ValueError(f"epochs {list(epochs)} are not all in the record, up to {run.trained}")
    with torch.inference_mode():
        z = run.network.logits(torch.from_numpy(run.params[moments]), x)  # [E, B, K]
    names = tuple(row_name(dataset, row) for row in rows)
    return OneBatch(rows, names, dataset.y[rows], np.array(epochs), z.numpy())


def row_name(dataset: Dataset, row: int) -> str:
    """A row by its class, its number in it, from 1, and what else is known of it.

    Such as "Chinstrap 3 (Dream, male, 2007)".
    """
    label = int(dataset.y[row])
    number = int(np.count_nonzero(dataset.y[: row + 1] == label))
    facts = f" ({dataset.row_facts[row]})" if dataset.facts else ""
    return f"{dataset.classes[label]} {number}{facts}"
