"""Whose turn it is to train, and the one store of runs, shared by all visitors of this server.

Training is pulled by the pages in slices. The slices of all visitors take turns, since thirty
threads that train at once get less done in sum than one. Runs are deterministic, so one record
serves everyone with the same settings.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from nnviz.data import Split, load, split
from nnviz.measures import Curves, curves
from nnviz.networks import MLP
from nnviz.training import Run, Trainer, Training

__all__ = ["DEFAULT", "Experiment", "Film", "advance", "film", "finished", "turn"]

SLICE_SECONDS = 0.06
"""The longest that one visitor trains before the next one's turn."""

STORE_BYTES = 512 * 2**20


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
    """A lock that serves whoever asks in the order of asking."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._waiting: deque[object] = deque()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        me = object()
        with self._condition:
            self._waiting.append(me)
            self._condition.wait_for(lambda: self._waiting[0] is me)
        try:
            yield
        finally:
            with self._condition:
                self._waiting.popleft()
                self._condition.notify_all()


turn = Turn()


class Film:
    """A run as far as anyone has trained it, with its curves. Use it within your `turn`."""

    def __init__(self, experiment: Experiment) -> None:
        self.split = experiment.split()
        self.trainer = Trainer(experiment.network, self.split, experiment.training)
        self._curves = curves(self.trainer.run().rows(0, 0), self.split)

    def record(self, epoch: int) -> tuple[Run, Curves]:
        """The run up to `epoch`, or as far as it is trained, and its curves."""
        run = self.trainer.run(until=epoch)
        # Kept rows never change, so their curves are computed once; the row of an epoch that is
        # shown but will not be kept comes on top.
        kept = int(np.count_nonzero(run.epochs % run.stride == 0))
        if kept > len(self._curves):
            new = run.rows(len(self._curves), kept)
            self._curves = self._curves.then(curves(new, self.split))
        last = curves(run.rows(kept, len(run.epochs)), self.split)
        return run, self._curves.rows(0, kept).then(last)


_films: OrderedDict[Experiment, Film] = OrderedDict()


def film(experiment: Experiment) -> Film:
    """The one film of an experiment, which everyone shares. Call it within your `turn`.

    The films used longest ago make room when the store is full; a film that is asked for again
    is trained again, to the same bytes.
    """
    found = _films.pop(experiment, None) or Film(experiment)
    _films[experiment] = found
    while len(_films) > 1 and sum(f.trainer.nbytes for f in _films.values()) > STORE_BYTES:
        _films.popitem(last=False)
    return found


def advance(experiment: Experiment, epoch: int) -> tuple[Run, Curves]:
    """Train for one slice towards `epoch`; the record so far, at most up to `epoch`."""
    shared = film(experiment)
    missing = epoch - shared.trainer.epoch
    if missing > 0:
        shared.trainer.advance(epochs=missing, seconds=SLICE_SECONDS)
    return shared.record(epoch)


def finished(experiment: Experiment) -> tuple[Run, Curves]:
    """The whole run of an experiment, in one go: for runs of well under a second."""
    with turn():
        shared = film(experiment)
        shared.trainer.advance()
        return shared.record(experiment.training.epochs)
