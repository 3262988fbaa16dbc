"""Whose work is done next: slices of all visitors' jobs, handed to an executor in turns.

A page asks for a job and goes on; what has come of it, it reads when it asks again. Whoever waits
longest is next. While others wait slices are short, and while nobody does they grow. Nobody works
for a job that no page asks for any more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

FIRST_SECONDS = 0.015
"""A job's first slice: so soon a click shows something."""

SHORT_SECONDS = 0.05
"""A slice while others wait."""

LONG_SECONDS = 0.25
"""The longest slice, of a job that has the workers for itself."""

PATIENCE = 5.0
"""Seconds: a page that waits asks more often, however many there are."""

Work = tuple[Callable[..., Any], tuple[Any, ...]]
"""A pure function and its arguments, for a worker."""


class Workers(Protocol):
    """What computes: a `concurrent.futures.Executor` that knows its size."""

    @property
    def capacity(self) -> int:
        """How many calls it computes at once."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future:
        """Call a function as soon as there is room for it."""


class Job(Protocol):
    """What can be done in slices. It is used by several threads."""

    def work(self, seconds: float) -> Work | None:
        """The next slice, of about so many seconds; None if nothing is wanted at the moment."""

    def take(self, result: Any) -> None:
        """Take in what a slice has come to."""

    def fail(self, error: BaseException) -> None:
        """There will be no more, because of this."""


@dataclass
class _Place:
    """A job in the queue: when it was asked for last, and how long its next slice may take."""

    asked_at: float
    seconds: float = FIRST_SECONDS
    busy: bool = False


class Jobs:
    """The queue of all jobs before an executor.

    Args:
        executor: where slices are computed, which says how many at once (`capacity`). One more is
            handed over, so that no worker waits for us.
        patience: seconds after which a job is given up that nobody has asked for again.
    """

    def __init__(self, executor: Workers, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._executor = executor
        self._places: OrderedDict[Job, _Place] = OrderedDict()  # whoever waits longest is first
        self._lock = threading.RLock()

    def ask(self, job: Job) -> None:
        """Somebody waits for this job, now and for a while."""
        with self._lock:
            place = self._places.setdefault(job, _Place(monotonic()))
            place.asked_at = monotonic()
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the executor what it has room for."""
        for job, place in list(self._places.items()):
            if sum(other.busy for other in self._places.values()) > self._executor.capacity:
                return
            if not place.busy and job in self._places:
                self._start(job, place)

    def _start(self, job: Job, place: _Place) -> None:
        given_up = monotonic() - place.asked_at > self._patience
        work = None if given_up else job.work(self._seconds(place))
        if work is None:
            del self._places[job]
            return
        place.busy = True
        self._places.move_to_end(job)
        function, arguments = work
        future = self._executor.submit(function, *arguments)
        future.add_done_callback(lambda done: self._done(job, place, done))

    def _seconds(self, place: _Place) -> float:
        """How long the next slice of a job may take; the one after may take longer."""
        others = sum(not other.busy for other in self._places.values()) > 1
        seconds = min(place.seconds, SHORT_SECONDS if others else LONG_SECONDS)
        place.seconds = 2 * seconds
        return seconds

    def _done(self, job: Job, place: _Place, future: Future) -> None:
        """Take in a slice's result, outside the lock, and go on."""
        error = None if future.cancelled() else future.exception()
        if error:
            job.fail(error)
        elif not future.cancelled():
            job.take(future.result())
        with self._lock:
            place.busy = False
            if error or future.cancelled():
                self._places.pop(job, None)
            self._hand_over()
