"""A recording: a stack of runs as far as anyone has trained it, with all that is known of it.

Axes: R networks, P parameters, E epochs.
"""

from __future__ import annotations

import math
import threading
from time import monotonic

import numpy as np
import torch

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves, evaluate
from nnviz.core.record import Checkpoint, History, Run, edited
from nnviz.core.trainer import GENERATOR_BYTES, check
from nnviz.core.training import Training
from nnviz.engine.jobs import Call
from nnviz.engine.slices import Piece, Slice, train_slice

CHECKPOINT_EPOCHS, CHECKPOINT_STEPS = 10, 150
"""The most epochs, and about the most steps, between the checkpoints of a single run: so much has
to be trained again before a replay."""

CHECKPOINT_BYTES = 16 * 2**20
"""The most that a run's checkpoints take; past it, they lie further apart."""


class Recording:
    """A stack of runs as far as anyone has trained it: parameters, curves and checkpoints.

    It is a job: workers train it slice by slice, and it takes in what they send. Many visitors may
    read it meanwhile.

    Args:
        experiment: the runs' settings.
        trainings: one per run of the stack, variants of the experiment's.
        leaves, past, nearest: of a branch, the run that it leaves (its parent, or the run before
            that has the origin's epoch), its parent's record and curves up to the origin, and the
            last checkpoint of `leaves` before it, None for its beginning.

    Attributes:
        experiment, trainings, split: what is trained, and on what.

    Raises:
        ValueError: this cannot be trained.
    """

    def __init__(
        self,
        experiment: Experiment,
        trainings: tuple[Training, ...],
        leaves: Experiment | None = None,
        past: tuple[Run, Curves] | None = None,
        nearest: Checkpoint | None = None,
    ) -> None:
        self.experiment, self.trainings, self.split = experiment, trainings, experiment.split()
        network = experiment.network
        check(network, [self.split] * len(trainings), trainings)
        self._leaves, self._end = leaves, nearest
        self._checkpoints: list[Checkpoint] = []
        self._checkpoint_bytes = 0
        self._wishes: dict[int, float] = {}  # epoch → until when somebody wants it
        self._lock = threading.RLock()
        self._news = threading.Condition(self._lock)
        if past:
            self._begin_with(*past)
            return
        first = torch.stack([network.init(t.seed) for t in trainings]).numpy()  # [R, P]
        self._history = History(first, self._epochs)
        self._curves = self._evaluate(first[None])
        self._last = self._curves.rows(0, 0)

    def _begin_with(self, past: Run, curves: Curves) -> None:
        """A branch's record before its origin is its parent's; there, it has its own parameters.

        Curves before it are as the parent's network had them: this one may have another activation.
        """
        origin = self.experiment.origin
        self._history = History(past.params[:1], self._epochs, past=past.stride)
        before = self._history.begin_with(past, origin.epoch)  # [rows of the past]
        self._curves = curves.where(before).stacked()
        self._last = self._curves.rows(0, 0)
        if past.trained == origin.epoch:
            left = torch.from_numpy(past.params[-1:].copy())  # [1, P]
            there = edited(left, origin.edits).numpy()
            self._enter(np.array([origin.epoch]), there[None], self._evaluate(there[None]))

    @property
    def epoch(self) -> int:
        """How many whole epochs are trained."""
        return self._history.epoch

    @property
    def finished(self) -> bool:
        """Whether no more will come: all epochs are done, or every run has diverged."""
        ended = self.epoch == self._epochs or None not in self._history.diverged_at
        return ended and self._leaves is None

    @property
    def nbytes(self) -> int:
        """Bytes of the record when training has ended, and of the checkpoints there are now."""
        return self._history.nbytes + self._checkpoint_bytes

    @property
    def _epochs(self) -> int:
        return self.trainings[0].epochs

    def shows(self, epoch: int) -> bool:
        """Whether its record reaches up to `epoch`, or as far as it ever will.

        A branch shows what is before its origin at once, as that is its parent's.
        """
        return self.finished or self.epoch >= epoch

    def has(self, epoch: int) -> bool:
        """Whether it is trained up to `epoch`, or as far as it ever will be.

        A branch has nothing before it has begun: whoever wants to go on from its origin needs the
        checkpoint there.
        """
        return self.shows(epoch) and self._leaves is None

    def want(self, epoch: int, seconds: float = math.inf) -> None:
        """Somebody wants it up to `epoch`, for so many seconds."""
        with self._lock:
            self._wishes[epoch] = max(self._wishes.get(epoch, 0.0), monotonic() + seconds)

    def work(self, seconds: float) -> Call | None:
        """The next slice of about so many seconds; None if it is as far as anyone wants."""
        wanted = self._wanted()
        if self.has(wanted):
            return None
        job = Slice(
            experiment=self.experiment,
            trainings=self.trainings,
            start=self._end,
            leaves=self._leaves,
            until=wanted,
            seconds=seconds,
            stride=self._history.stride,
            spacing=self._spacing,
        )
        return train_slice, (job,)

    def take(self, piece: Piece) -> None:
        """Enter what a slice has trained."""
        with self._lock:
            new = piece.epochs > self.epoch
            self._enter(piece.epochs[new], piece.params[new], piece.curves.where(new))
            self._history.diverged_at = list(piece.end.diverged_at)
            self._checkpoints.extend(piece.checkpoints)
            self._checkpoint_bytes += sum(kept.nbytes for kept in piece.checkpoints)
            self._leaves, self._end = None, piece.end
            self._news.notify_all()

    def wait(self, epoch: int, seconds: float) -> None:
        """Let some time pass, or less if the record reaches up to `epoch` before."""
        with self._news:
            self._news.wait_for(lambda: self.shows(epoch), seconds)

    def record(self, until: int | None = None) -> tuple[np.ndarray, Curves]:
        """The record, up to epoch `until`: epochs [rows], and the curves [rows, R] of all runs."""
        with self._lock:
            epochs, _ = self._history.until(until)
            kept = int(np.count_nonzero(epochs % self._history.stride == 0))
            last = self._last if kept < len(epochs) else self._last.rows(0, 0)
            return epochs, self._curves.rows(0, kept).then(last)

    def newest(self) -> Curves:
        """The curves of all runs at the newest epoch alone, [1, R]."""
        _, curves = self.record()
        return curves.rows(curves.count - 1, curves.count)

    def run(self, index: int = 0, until: int | None = None) -> tuple[Run, Curves]:
        """The record of one run of the stack, up to epoch `until`, with its curves [rows]."""
        with self._lock:
            network, training = self.experiment.network, self.trainings[index]
            run = self._history.run(network, training, index, until)
            return run, self.record(until)[1].of(index).rows(0, len(run.epochs))

    def nearest(self, epoch: int) -> Checkpoint | None:
        """The last checkpoint kept at or before an epoch; None for the beginning."""
        with self._lock:
            return next((c for c in reversed(self._checkpoints) if c.epoch <= epoch), None)

    def _wanted(self) -> int:
        """The last epoch that anybody wants at the moment."""
        with self._lock:
            now = monotonic()
            self._wishes = {epoch: until for epoch, until in self._wishes.items() if until > now}
            return max(self._wishes, default=0)

    @property
    def _spacing(self) -> int | None:
        """Epochs from one checkpoint to the next; of several runs, none is kept."""
        if len(self.trainings) > 1:
            return None
        steps = math.ceil(len(self.split.train_y) / self.experiment.training.batch_size)
        # Parameters and two moments of each; no optimizer here remembers more.
        most = 3 * 4 * self.experiment.network.parameter_count + GENERATOR_BYTES
        room = max(CHECKPOINT_BYTES // most, 1)
        often = min(CHECKPOINT_EPOCHS, CHECKPOINT_STEPS // steps)
        return max(1, often, math.ceil(self._epochs / room))

    def _enter(self, epochs: np.ndarray, params: np.ndarray, curves: Curves) -> None:
        """Rows that follow: epochs [rows], params [rows, R, P], curves [rows, R]."""
        finite = np.isfinite(curves.train_loss)
        for row, epoch in enumerate(epochs):
            self._history.keep(int(epoch), params[row], finite[row])
        kept = epochs % self._history.stride == 0
        self._curves = self._curves.then(curves.where(kept))
        ends_between = len(kept) > 0 and not kept[-1]
        self._last = curves.rows(len(kept) - 1, len(kept)) if ends_between else curves.rows(0, 0)

    def _evaluate(self, params: np.ndarray) -> Curves:
        """The curves [rows, R] of params [rows, R, P]."""
        return evaluate(self.experiment.network, self.experiment.training.loss, params, self.split)
