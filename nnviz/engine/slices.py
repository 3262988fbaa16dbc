"""A slice of training: a pure function of the settings and a moment, so any worker can do it.

Whoever goes on from the checkpoint at its end gets the same bytes as one who trained all along.

Axes: R networks, P parameters.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves, evaluate
from nnviz.core.record import Checkpoint
from nnviz.core.replay import go_to
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training


@dataclass(frozen=True, eq=False)
class Slice:
    """What is to be trained next.

    Attributes:
        experiment: the runs' settings.
        trainings: one per run of the stack, variants of the experiment's.
        start: the moment to go on from; None: the initial parameters.
        leaves: of a branch that is to begin, the run whose moment `start` is; None: its own.
        until: the last epoch that is wanted.
        seconds: about how long it may take; one epoch is trained in any case.
        stride: every so many epochs one is kept, and the last.
        spacing: epochs from one checkpoint that is kept to the next; None: none is.
    """

    experiment: Experiment
    trainings: tuple[Training, ...]
    start: Checkpoint | None
    leaves: Experiment | None
    until: int
    seconds: float
    stride: int
    spacing: int | None


@dataclass(frozen=True, eq=False)
class Piece:
    """What a slice has trained.

    Attributes:
        epochs: int64 [rows], those that are kept, and the last; of a branch that begins, first of
            all its origin.
        params: float32 [rows, R, P].
        curves: each measure [rows, R].
        checkpoints: those on the way.
        end: the moment to go on from.
    """

    epochs: np.ndarray
    params: np.ndarray
    curves: Curves
    checkpoints: tuple[Checkpoint, ...]
    end: Checkpoint


def train_slice(job: Slice) -> Piece:
    """Train until the slice's last epoch or the end of its time, whichever comes first."""
    network, split = job.experiment.network, job.experiment.split()
    start = _branch_off(job) if job.leaves else job.start
    with closing(Trainer(network, split, *job.trainings, start=start)) as trainer:
        return _train(job, trainer, begins=job.leaves is not None)


def _train(job: Slice, trainer: Trainer, begins: bool) -> Piece:
    """Train; of a branch that begins, the moment before is kept as well."""
    experiment = job.experiment
    rows = [(trainer.epoch, trainer.theta.cpu().numpy())] if begins else []
    checkpoints = [trainer.checkpoint()] if begins else []
    began = perf_counter()
    while trainer.epoch < job.until and not trainer.finished:
        trainer.advance(epochs=1)
        over = perf_counter() - began >= job.seconds
        last = over or trainer.epoch == job.until or trainer.finished
        if last or trainer.epoch % job.stride == 0:
            rows.append((trainer.epoch, trainer.theta.cpu().numpy()))
        if job.spacing and trainer.epoch % job.spacing == 0:
            checkpoints.append(trainer.checkpoint())
        if over:
            break
    params = np.stack([params for _, params in rows])  # [rows, R, P]
    return Piece(
        epochs=np.array([epoch for epoch, _ in rows]),
        params=params,
        curves=evaluate(experiment.network, experiment.training.loss, params, experiment.split()),
        checkpoints=tuple(checkpoints),
        end=trainer.checkpoint(),
    )


def _branch_off(job: Slice) -> Checkpoint:
    """The moment that a branch begins with: its origin's, with the edits."""
    left, origin = job.leaves, job.experiment.origin
    moment = left.network, left.split(), left.training, origin.epoch, job.start
    with closing(go_to(*moment)) as there:
        return there.checkpoint().with_edits(origin.edits)
