"""The tale of a finished run: what happens in it, and what lies between the epochs it learns in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves
from nnviz.core.record import Checkpoint, Run
from nnviz.core.replay import Steps, every_step
from nnviz.films.network import Tale
from nnviz.study.milestones import learned, milestones
from nnviz.study.passage import passage

MOST_STEPS = 120
"""So many moments fill five seconds of a film."""

MOST_BYTES = 2**20
"""What they may take on their way to the browser: of a large network there are fewer."""


def tell(
    experiment: Experiment, run: Run, curves: Curves, nearest: Checkpoint | None = None
) -> Tale:
    """The tale of a finished run.

    Args:
        experiment: what decides the run.
        run, curves: its record.
        nearest: a checkpoint at or before the epoch in which it begins to learn, if one is kept.
    """
    steps = _steps(experiment, run, curves, nearest)
    return replace(read_off(experiment, run, curves), steps=steps)


def read_off(experiment: Experiment, run: Run, curves: Curves) -> Tale:
    """What the record of a finished run tells by itself: its tale without the steps."""
    story = milestones(run, curves, experiment.dataset, experiment.split())
    return Tale(None, story, learned(run, experiment.dataset, experiment.split()))


def _steps(
    experiment: Experiment, run: Run, curves: Curves, nearest: Checkpoint | None
) -> Steps | None:
    """The steps of a run's passage.

    None of a run that learns nothing, of one so long that not every epoch is kept, nor of a branch,
    which begins in the middle.
    """
    learns, network = passage(run.epochs, curves), experiment.network
    if learns is None or run.stride > 1 or experiment.origin:
        return None
    most = int(np.clip(MOST_BYTES // (4 * network.parameter_count), 1, MOST_STEPS))
    return every_step(network, experiment.split(), run.training, *learns, most, nearest)
