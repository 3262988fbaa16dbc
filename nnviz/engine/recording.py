"""A recording: a stack of runs as far as anyone has trained it, with all that is known of it."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves, evaluate
from nnviz.core.record import Checkpoint, Run
from nnviz.core.replay import Replay, go_to, replay
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training

CHECKPOINT_EPOCHS, CHECKPOINT_STEPS = 10, 150
"""The most epochs, and about the most steps, between the checkpoints of a single run: so much has
to be trained again before a replay, 15 ms of a default run."""

REPLAYS = 4
"""Replays that a recording keeps."""


class Recording:
    """A stack of runs as far as anyone has trained it: curves, checkpoints and replays.

    Many visitors may use it at once. It trains only when it is told to; whose turn that is, others
    know.

    Args:
        experiment: the runs' settings.
        trainings: one per run of the stack, variants of the experiment's.
        start, past: of a branch, the checkpoint that it begins with, and its parent's run and
            curves up to there.

    Attributes:
        experiment, trainings, split: what is trained, and on what.
    """

    def __init__(
        self,
        experiment: Experiment,
        trainings: tuple[Training, ...],
        start: Checkpoint | None = None,
        past: tuple[Run, Curves] | None = None,
    ) -> None:
        self.experiment = experiment
        self.trainings = trainings
        self.split = experiment.split()
        self._trainer = Trainer(
            experiment.network,
            self.split,
            *trainings,
            start=start,
            past=past[0] if past else None,
            checkpoint_every=self._between_checkpoints() if len(trainings) == 1 else None,
        )
        self._curves = self._known(*past) if past else self._evaluate(slice(0, 0))
        self._replays: OrderedDict[int, Replay] = OrderedDict()
        self._replay_bytes = 0
        self._lock = threading.Lock()

    @property
    def epoch(self) -> int:
        """How many whole epochs are trained."""
        return self._trainer.epoch

    @property
    def finished(self) -> bool:
        """Whether no more will come: all epochs are done, or every run has diverged."""
        return self._trainer.finished

    @property
    def nbytes(self) -> int:
        """Bytes of the record when training has ended, and of the replays there are now."""
        return self._trainer.nbytes + self._replay_bytes

    def has(self, epoch: int) -> bool:
        """Whether it is trained up to `epoch`, or as far as it will ever be."""
        return self.epoch >= epoch or self.finished

    def advance(self, epoch: int, seconds: float | None = None) -> None:
        """Train towards `epoch` for about `seconds`; without them, all the way."""
        with self._lock:
            missing = epoch - self.epoch  # somebody else may have trained it meanwhile
            self._trainer.advance(epochs=max(missing, 0), seconds=seconds)

    def record(self, until: int | None = None) -> tuple[np.ndarray, Curves]:
        """The record, up to epoch `until`: epochs [rows], and the curves [rows, R] of all runs."""
        with self._lock:
            return self._record(until)

    def newest(self) -> Curves:
        """The curves of all runs at the newest epoch alone, [1, R]."""
        with self._lock:
            return self._evaluate(slice(-1, None))

    def run(self, index: int = 0, until: int | None = None) -> tuple[Run, Curves]:
        """The record of one run of the stack, up to epoch `until`, with its curves [rows]."""
        with self._lock:
            run = self._trainer.run(index, until)
            return run, self._record(until)[1].of(index).rows(0, len(run.epochs))

    def replay(self, epoch: int) -> Replay:
        """The epoch after `epoch`, step by step, of a single run that is trained that far.

        `ValueError` if the run has no such epoch, or if this is a stack of several runs.
        """
        if len(self.trainings) > 1:
            raise ValueError(f"a stack of {len(self.trainings)} runs has no replay")
        with self._lock:
            found = self._replays.pop(epoch, None) or replay(*self._from_nearest(epoch))
            self._replays[epoch] = found
            while len(self._replays) > REPLAYS:
                self._replays.popitem(last=False)
            self._replay_bytes = sum(kept.nbytes for kept in self._replays.values())
            return found

    def checkpoint(self, epoch: int) -> Checkpoint:
        """All that decides how a single run, trained that far, goes on from the end of `epoch`.

        `ValueError` if it ended before, for instance because it diverged.
        """
        if self.epoch < epoch:
            raise ValueError(f"the run ended at epoch {self.epoch}, before epoch {epoch}")
        with self._lock:
            return go_to(*self._from_nearest(epoch)).checkpoint()

    def _from_nearest(self, epoch: int) -> tuple:
        """What is trained, the epoch to go to, and the nearest checkpoint to go there from."""
        network, (training,) = self.experiment.network, self.trainings
        return network, self.split, training, epoch, self._trainer.nearest(epoch)

    def _between_checkpoints(self) -> int:
        """Epochs from one checkpoint to the next."""
        steps = math.ceil(len(self.split.train_y) / self.experiment.training.batch_size)
        return max(1, min(CHECKPOINT_EPOCHS, CHECKPOINT_STEPS // steps))

    def _record(self, until: int | None) -> tuple[np.ndarray, Curves]:
        # Kept rows never change, so their curves are computed once; the row of an epoch that is
        # shown but will not be kept comes on top.
        epochs, _ = self._trainer.history(until)
        kept = int(np.count_nonzero(epochs % self._trainer.stride == 0))
        if kept > self._curves.count:
            self._curves = self._curves.then(self._evaluate(slice(self._curves.count, kept)))
        last = self._evaluate(slice(kept, len(epochs)))
        return epochs, self._curves.rows(0, kept).then(last)

    def _known(self, past: Run, curves: Curves) -> Curves:
        """The curves [rows, 1] of the kept rows before the start, as the parent's network had them.

        This one may have another activation, with which they would be others.
        """
        before = past.epochs < self.epoch
        kept = before & (past.epochs % self._trainer.stride == 0)
        return curves.where(kept).stacked()

    def _evaluate(self, rows: slice) -> Curves:
        network, loss = self.experiment.network, self.experiment.training.loss
        return evaluate(network, loss, self._trainer.history()[1][rows], self.split)
