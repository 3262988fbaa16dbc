"""A moment of a run: what is taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.networks import Network
from nnviz.core.record import Run
from nnviz.films.network import Tale

NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, eq=False)
class Moment:
    """A run as far as it is trained, and one of its epochs.

    Attributes:
        experiment: what decides the run.
        run: its record.
        epoch: one that the record holds; `ValueError` if it does not.
        opened: whether the record comes from a file: what the settings lead to here may be another.
        tale: of a finished run, what its film tells beside its record, if that is known.
    """

    experiment: Experiment
    run: Run
    epoch: int
    opened: bool = False
    tale: Tale | None = None

    def __post_init__(self) -> None:
        self.run.at(self.epoch)

    @property
    def row(self) -> int:
        """The record's row of the epoch."""
        return int(np.searchsorted(self.run.epochs, self.epoch))

    @property
    def network(self) -> Network:
        """The network at the epoch: of a branch before its origin, its parent's.

        That may have another activation function.
        """
        experiment = self.experiment
        while experiment.origin and self.epoch < experiment.origin.epoch:
            experiment = experiment.origin.parent
        return experiment.network

    @property
    def params(self) -> np.ndarray:
        """The parameters at the epoch, float32 [P]."""
        return self.run.params[self.row]

    def file_name(self, ending: str) -> str:
        """A name for a file of it: letters, digits, dots and dashes alone, whatever a user named.

        >>> from nnviz.core.experiment import DEFAULT
        >>> from nnviz import train
        >>> run = train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
        >>> Moment(DEFAULT, run, 40).file_name("csv")
        'nnviz-penguins-4-10-10-3-epoch-40.csv'
        """
        sizes = "-".join(map(str, self.experiment.network.sizes))
        name = f"nnviz-{self.experiment.dataset.name}-{sizes}-epoch-{self.epoch}".lower()
        return f"{NOT_IN_NAMES.sub('-', name)[:80].strip('-.')}.{ending}"
