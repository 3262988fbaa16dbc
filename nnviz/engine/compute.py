"""Whose turn it is to train, and the one store of runs, shared by all visitors of this server.

Training is pulled by the pages in slices. All visitors who train take turns, for their slices and
for the page around them: thirty threads at once get less done in sum than one, and whoever clicks
elsewhere meanwhile would have to compete with all of them. Runs are deterministic, so one record
serves everyone with the same settings.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import numpy as np

from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves, evaluate
from nnviz.core.record import Checkpoint, Run
from nnviz.core.replay import Replay, go_to, replay
from nnviz.core.trainer import Trainer
from nnviz.core.training import Training

__all__ = [
    "Film",
    "advance",
    "advance_stack",
    "film",
    "finished",
    "turn",
]

SLICE_SECONDS = 0.04
"""The longest that one visitor trains before the next one's turn."""

LONG_SLICE_SECONDS = 0.3
"""The longest that a stack is trained at once while nobody else is waiting for a turn."""

STORE_BYTES = 512 * 2**20

IDLE_SECONDS = 30
"""A film that nobody has asked for in this time is not being trained any more."""

CHECKPOINT_EPOCHS, CHECKPOINT_STEPS = 10, 150
"""The most epochs, and about the most steps, between the checkpoints of a single run: so much has
to be trained again before a replay, 15 ms of a default run."""

REPLAYS = 4
"""Replays that a film keeps."""


class Turn:
    """A lock that serves whoever asks in the order of asking, and wakes nobody else.

    Who has the turn may ask for it again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._waiting: deque[tuple[int, threading.Lock]] = deque()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._owner == me:
            yield
            return
        self._wait_for(me)
        try:
            yield
        finally:
            self._pass_on()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Give the turn away for a long calculation that is cached, and ask for it again after.

        Who waits for the same entry of a cache waits without the turn, so neither blocks the other.
        """
        me = threading.get_ident()
        if self._owner != me:
            yield
            return
        self._pass_on()
        try:
            yield
        finally:
            self._wait_for(me)

    @property
    def wanted(self) -> bool:
        """Whether somebody is waiting for it."""
        return bool(self._waiting)

    def _wait_for(self, me: int) -> None:
        with self._lock:
            if self._owner is None:
                self._owner = me
                return
            call = threading.Lock()
            call.acquire()
            self._waiting.append((me, call))
        call.acquire()  # released by whoever passes the turn on to me

    def _pass_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._owner = None
                return
            self._owner, call = self._waiting.popleft()
            call.release()


turn = Turn()


class Film:
    """A stack of runs as far as anyone has trained it, with its curves.

    Many visitors may use it at once.
    """

    def __init__(
        self,
        experiment: Experiment,
        trainings: tuple[Training, ...],
        start: Checkpoint | None = None,
        past: tuple[Run, Curves] | None = None,
    ) -> None:
        self.experiment = experiment
        self.split = experiment.split()
        self.trainer = Trainer(
            experiment.network,
            self.split,
            *trainings,
            start=start,
            past=past[0] if past else None,
            checkpoint_every=self._between_checkpoints() if len(trainings) == 1 else None,
        )
        self.asked_at = monotonic()
        self._curves = self._known(*past) if past else self._evaluate(slice(0, 0))
        self._replays: OrderedDict[int, Replay] = OrderedDict()
        self._replay_bytes = 0
        self._lock = threading.Lock()

    def _between_checkpoints(self) -> int:
        """Epochs from one checkpoint to the next."""
        steps = math.ceil(len(self.split.train_y) / self.experiment.training.batch_size)
        return max(1, min(CHECKPOINT_EPOCHS, CHECKPOINT_STEPS // steps))

    @property
    def nbytes(self) -> int:
        """Bytes of the record when training has ended, and of the replays there are now."""
        return self.trainer.nbytes + self._replay_bytes

    def advance(self, epoch: int, seconds: float | None = None) -> None:
        """Train towards `epoch` for about `seconds`, when it is this film's turn."""
        if self.trainer.epoch >= epoch or self.trainer.finished:
            return
        with turn(), self._lock:
            missing = epoch - self.trainer.epoch  # somebody else may have trained it meanwhile
            self.trainer.advance(epochs=max(missing, 0), seconds=seconds)

    def record(self, until: int | None = None) -> tuple[np.ndarray, Curves]:
        """The record, up to epoch `until`: epochs [rows], and the curves [rows, R] of all runs."""
        with self._lock:
            return self._record(until)

    def run(self, index: int = 0, until: int | None = None) -> tuple[Run, Curves]:
        """The record of one run of the stack, up to epoch `until`, with its curves [rows]."""
        with self._lock:
            run = self.trainer.run(index, until)
            return run, self._record(until)[1].of(index).rows(0, len(run.epochs))

    def replay(self, epoch: int) -> Replay:
        """The epoch after `epoch`, step by step; of a branch before its origin, its parent's.

        Nobody needs to have trained that far. `ValueError` if there is no such epoch, or if this
        is a stack of several runs.
        """
        if len(self.trainer.trainings) > 1:
            raise ValueError(f"a stack of {len(self.trainer.trainings)} runs has no replay")
        origin = self.experiment.origin
        if origin and epoch < origin.epoch:
            return film(origin.parent).replay(epoch)
        with self._lock:
            found = self._replays.get(epoch)
        if found:
            return found
        self.reach(epoch)
        with turn(), self._lock:
            found = self._replays.pop(epoch, None)  # somebody else may have asked meanwhile
            network, training = self.experiment.network, self.trainer.trainings[0]
            start = self.trainer.nearest(epoch)
            found = found or replay(network, self.split, training, epoch, start)
            self._replays[epoch] = found
            while len(self._replays) > REPLAYS:
                self._replays.popitem(last=False)
            self._replay_bytes = sum(kept.nbytes for kept in self._replays.values())
            return found

    def checkpoint(self, epoch: int) -> Checkpoint:
        """All that decides how a single run goes on from the end of `epoch`.

        `ValueError` if it ended before, for instance because it diverged.
        """
        origin = self.experiment.origin
        if origin and epoch < origin.epoch:
            return film(origin.parent).checkpoint(epoch)
        self.reach(epoch)
        if self.trainer.epoch < epoch:
            raise ValueError(f"the run ended at epoch {self.trainer.epoch}, before epoch {epoch}")
        with turn(), self._lock:
            network, training = self.experiment.network, self.trainer.trainings[0]
            start = self.trainer.nearest(epoch)
            return go_to(network, self.split, training, epoch, start).checkpoint()

    def reach(self, epoch: int) -> None:
        """Train to `epoch`, in slices between which others take their turns."""
        if self.trainer.epoch >= epoch or self.trainer.finished:
            return
        with turn.paused():
            while self.trainer.epoch < epoch and not self.trainer.finished:
                self.advance(epoch, SLICE_SECONDS)

    def _record(self, until: int | None) -> tuple[np.ndarray, Curves]:
        # Kept rows never change, so their curves are computed once; the row of an epoch that is
        # shown but will not be kept comes on top.
        epochs, _ = self.trainer.history(until)
        kept = int(np.count_nonzero(epochs % self.trainer.stride == 0))
        if kept > self._curves.count:
            self._curves = self._curves.then(self._evaluate(slice(self._curves.count, kept)))
        last = self._evaluate(slice(kept, len(epochs)))
        return epochs, self._curves.rows(0, kept).then(last)

    def _known(self, past: Run, curves: Curves) -> Curves:
        """The curves [rows, 1] of the kept rows before the start, as the parent's network had them.

        This one may have another activation, with which they would be others.
        """
        before = past.epochs < self.trainer.epoch
        kept = before & (past.epochs % self.trainer.stride == 0)
        return curves.where(kept).stacked()

    def _evaluate(self, rows: slice) -> Curves:
        network, loss = self.experiment.network, self.experiment.training.loss
        return evaluate(network, loss, self.trainer.history()[1][rows], self.split)


_films: OrderedDict[tuple[Experiment, tuple[Training, ...]], Film] = OrderedDict()
_films_lock = threading.Lock()


def film(experiment: Experiment, *trainings: Training) -> Film:
    """The one film of an experiment, or of a stack of variants of its training; everyone's.

    When the store is full, the films used longest ago make room, but none that somebody is still
    training. A film that is asked for again is trained again, to the same bytes.

    The film of a branch begins at its origin; its parent is trained as far as that first.

    Raises:
        ValueError: a branch is asked for as a stack, or its parent ended before its origin.
    """
    key = experiment, trainings or (experiment.training,)
    with _films_lock:
        found = _films.get(key)
    if found is None and experiment.origin:
        return _branch(*key)
    return _enter(key, found)


def _branch(experiment: Experiment, trainings: tuple[Training, ...]) -> Film:
    """The film of a branch that is not in the store: its parent comes first."""
    key, origin = (experiment, trainings), experiment.origin
    if trainings != (experiment.training,):
        raise ValueError(f"a branch has one training, its own; these are {trainings}")
    parent = film(origin.parent)
    parent.reach(origin.epoch)
    with turn():  # of several visitors who ask at once, the first one makes it
        with _films_lock:
            found = _films.get(key)
        if found is None:
            start = parent.checkpoint(origin.epoch).with_edits(origin.edits)
            found = Film(*key, start, parent.run(until=origin.epoch))
        return _enter(key, found)


def _enter(key: tuple[Experiment, tuple[Training, ...]], film: Film | None) -> Film:
    """The film of that name in the store, or else this one, or else a new one."""
    with _films_lock:
        found = _films.pop(key, None) or film or Film(*key)
        found.asked_at = monotonic()
        _films[key] = found
        excess = sum(kept.nbytes for kept in _films.values()) - STORE_BYTES
        for other, kept in list(_films.items())[:-1]:
            idle = monotonic() - kept.asked_at > IDLE_SECONDS
            if excess > 0 and (kept.trainer.finished or idle):
                excess -= kept.nbytes
                del _films[other]
        return found


def advance(experiment: Experiment, epoch: int) -> tuple[int, Run, Curves]:
    """Train for one slice towards `epoch`; how far it is, and the record up to there."""
    shared = film(experiment)
    shared.advance(epoch, SLICE_SECONDS)
    run, curves = shared.run(until=epoch)
    return min(epoch, shared.trainer.epoch), run, curves


def advance_stack(experiment: Experiment, *trainings: Training) -> Film:
    """Train a stack of variants for a slice, a long one while nobody waits; its film."""
    shared = film(experiment, *trainings)
    end = monotonic() + LONG_SLICE_SECONDS
    while not shared.trainer.finished:
        shared.advance(experiment.training.epochs, SLICE_SECONDS)
        if turn.wanted or monotonic() > end:
            break
    return shared


def finished(experiment: Experiment, *trainings: Training) -> Film:
    """The film of the whole run (or stack of runs), trained in one go: for less than a second."""
    shared = film(experiment, *trainings)
    shared.advance(experiment.training.epochs)
    return shared
