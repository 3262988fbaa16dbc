"""A run as the way it took: from the initial parameters to its end, branching after branching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.measures import evaluate
from nnviz.export.moment import Moment


@dataclass(frozen=True)
class Leg:
    """The part of a run between two branchings, from the end of epoch `first` to that of `last`.

    Attributes:
        experiment: whose settings it is trained by.
        first, last: epochs; where they are equal, nothing is trained.
        edits: parameters that are changed before it, as (offset, value).
    """

    experiment: Experiment
    first: int
    last: int
    edits: Sequence[tuple[int, float]]

    @property
    def optimizer(self) -> str:
        """Its key in `OPTIMIZERS`."""
        return self.experiment.training.optimizer


def legs(experiment: Experiment) -> list[Leg]:
    """The legs of an experiment: of its parent's, a branch shares what lies before its origin."""
    origin, epochs = experiment.origin, experiment.training.epochs
    if origin is None:
        return [Leg(experiment, 0, epochs, ())]
    shared = [
        Leg(leg.experiment, leg.first, min(leg.last, origin.epoch), leg.edits)
        for leg in legs(origin.parent)
        if leg.first <= origin.epoch
    ]
    return [*shared, Leg(experiment, origin.epoch, epochs, origin.edits)]


def leg_at(moment: Moment) -> Leg:
    """The leg that an epoch belongs to: where one branches off, the branch's."""
    return [leg for leg in legs(moment.experiment) if leg.first <= moment.epoch][-1]


def training_losses(moment: Moment) -> np.ndarray:
    """The mean training loss after each kept epoch, each by the network of its own leg: [rows]."""
    run, split = moment.run, moment.experiment.split()
    way = legs(moment.experiment)
    ends = np.searchsorted(run.epochs, [leg.first for leg in way[1:]])
    parts = np.split(run.params, ends)
    return np.concatenate(
        [
            evaluate(leg.experiment.network, run.training.loss, params, split).train_loss
            for leg, params in zip(way, parts, strict=True)
            if len(params)
        ]
    )
