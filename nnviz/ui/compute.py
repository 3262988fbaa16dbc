"""Whose turn it is to train, and the one store of runs, shared by all visitors of this server.

Training is pulled by the pages in slices. All visitors who train take turns, for their slices and
for the page around them: thirty threads at once get less done in sum than one, and whoever clicks
elsewhere meanwhile would have to compete with all of them. Runs are deterministic, so one record
serves everyone with the same settings.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
import streamlit as st

from nnviz.data import Split, load, split
from nnviz.measures import Curves, evaluate
from nnviz.networks import MLP
from nnviz.training import Run, Trainer, Training

__all__ = ["DEFAULT", "Experiment", "Film", "advance", "advance_stack", "film", "finished", "turn"]

SLICE_SECONDS = 0.06
"""The longest that one visitor trains before the next one's turn."""

LONG_SLICE_SECONDS = 0.3
"""The longest that a stack is trained at once while nobody else is waiting for a turn."""

STORE_BYTES = 512 * 2**20

IDLE_SECONDS = 30
"""A film that nobody has asked for in this time is not being trained any more."""


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run: equal experiments have equal runs, byte for byte."""

    network: MLP = field(default_factory=lambda: MLP((4, 10, 10, 3)))
    training: Training = field(default_factory=Training)
    test_fraction: float = 0.3
    dataset: str = "penguins"

    def split(self) -> Split:
        """The training and test rows; the training's seed draws them too."""
        return _split(self.dataset, self.test_fraction, self.training.seed)


DEFAULT = Experiment()


@st.cache_resource(max_entries=200, show_spinner=False)
def _split(dataset: str, test_fraction: float, seed: int) -> Split:
    return split(load(dataset), test_fraction, seed)


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

    def __init__(self, experiment: Experiment, trainings: tuple[Training, ...]) -> None:
        self.experiment = experiment
        self.split = experiment.split()
        self.trainer = Trainer(experiment.network, self.split, *trainings)
        self.asked_at = monotonic()
        self._curves = self._evaluate(slice(0, 0))
        self._lock = threading.Lock()

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

    def _record(self, until: int | None) -> tuple[np.ndarray, Curves]:
        # Kept rows never change, so their curves are computed once; the row of an epoch that is
        # shown but will not be kept comes on top.
        epochs, _ = self.trainer.history(until)
        kept = int(np.count_nonzero(epochs % self.trainer.stride == 0))
        if kept > len(self._curves):
            self._curves = self._curves.then(self._evaluate(slice(len(self._curves), kept)))
        last = self._evaluate(slice(kept, len(epochs)))
        return epochs, self._curves.rows(0, kept).then(last)

    def _evaluate(self, rows: slice) -> Curves:
        network, loss = self.experiment.network, self.experiment.training.loss
        return evaluate(network, loss, self.trainer.history()[1][rows], self.split)


_films: OrderedDict[tuple[Experiment, tuple[Training, ...]], Film] = OrderedDict()
_films_lock = threading.Lock()


def film(experiment: Experiment, *trainings: Training) -> Film:
    """The one film of an experiment, or of a stack of variants of its training; everyone's.

    When the store is full, the films used longest ago make room, but none that somebody is still
    training. A film that is asked for again is trained again, to the same bytes.
    """
    key = experiment, trainings or (experiment.training,)
    with _films_lock:
        found = _films.pop(key, None) or Film(*key)
        found.asked_at = monotonic()
        _films[key] = found
        excess = sum(kept.trainer.nbytes for kept in _films.values()) - STORE_BYTES
        for other, kept in list(_films.items())[:-1]:
            idle = monotonic() - kept.asked_at > IDLE_SECONDS
            if excess > 0 and (kept.trainer.finished or idle):
                excess -= kept.trainer.nbytes
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
