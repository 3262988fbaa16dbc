"""Whose work is done next: slices of all visitors' jobs, handed to an executor in turns.

A page asks for a job and goes on; what has come of it, it reads when it asks again. Whoever has
just come is next, so that a click shows something at once, and then whoever waits longest; when so
many come that the others would get nothing, both have the same time. What nobody has pressed for
has no more time than the rest, be it eight files of each of thirty visitors. While others wait
slices are short, and while nobody does they grow. Nobody works for a job that no page asks for any
more.

What goes wrong in a slice concerns its job alone, and is told to whoever asks for that.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

FIRST_SECONDS = 0.015
"""A job's first slice: so soon a click shows something."""

CROWDED_SECONDS = 0.06
"""The same while more than a `FEW` have just come: the way to the worker and back takes as long as
a shorter one, and whoever comes last would wait for it twice as often."""

FEW = 8

SHORT_SECONDS = 0.15
"""A slice while others wait: not so short that the way to the worker and back counts, which takes
some hundredths of a second."""

LONG_SECONDS = 0.25
"""The longest slice, of a job that has the workers for itself."""

PATIENCE = 5.0
"""Seconds after which whoever has not asked again does not wait any more, as a rule."""

MOST_AHEAD = 1.0
"""Seconds of computing that newcomers may take while somebody waits who came before them. From then
on both get the same: however many come, those who wait get on."""

FAILURE_SECONDS = 30.0
"""So long a failure is told to whoever asks; then the job may be tried again, from where it was:
its worker may have been lost for want of memory, which there is by now."""

WEIGHT = 0.1
"""How much each slice counts in what is known of how long they take."""

Call = tuple[Callable[..., Any], tuple[Any, ...]]
"""A pure function and its arguments, for a worker."""


class JobError(RuntimeError):
    """A job could not be done: a sentence, with the reason as its cause."""


class Pool(Protocol):
    """What computes: a `concurrent.futures.Executor` that knows its size."""

    @property
    def capacity(self) -> int:
        """How many calls it computes at once."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future:
        """Call a function as soon as there is room for it."""


class Job(Protocol):
    """What can be done in slices. It is used by several threads, but has one slice at a time."""

    def work(self, seconds: float) -> Call | None:
        """The next slice, of about so many seconds; None if nothing is wanted at the moment."""

    def take(self, result: Any) -> None:
        """Take in what a slice has come to."""


@dataclass
class _Place:
    """A job in the queue: until when somebody waits for it, how long its next slice may take after
    its first, whether it is a newcomer that has had none yet, whether nobody has pressed anything
    for it, whether it has one at the moment, and when its last one began."""

    until: float = 0.0
    seconds: float = SHORT_SECONDS
    new: bool = True
    aside: bool = False
    busy: bool = False
    began: float = 0.0


class Jobs:
    """The queue of all jobs before an executor.

    Args:
        executor: where slices are computed, which says how many at once (`capacity`). One more is
            handed over, so that no worker waits for us.
    """

    def __init__(self, executor: Pool) -> None:
        self._executor = executor
        self._places: OrderedDict[Job, _Place] = OrderedDict()  # whoever waits longest is first
        self._failures: dict[Job, tuple[float, BaseException]] = {}
        self._pace = SHORT_SECONDS  # seconds from the end of a slice to that of the next
        self._ended = -math.inf  # when the last one ended
        self._ahead = 0.0  # seconds that newcomers have had before those who wait
        self._aside = 0.0  # seconds that what nobody has pressed for has had before the others
        self._cancelled: deque[Job] = deque()
        self._handing_over = False
        self._lock = threading.RLock()

    def ask(self, job: Job, patience: float = PATIENCE, at_leisure: bool = False) -> None:
        """Somebody waits for this job, now and for a while.

        Args:
            job: what is to be done.
            patience: the seconds after which it is given up, unless somebody asks again.
            at_leisure: nobody has pressed anything for it, so it does not come before others, and
                all of that kind together have no more time than they.

        Raises:
            JobError: it has failed, not long ago.
        """
        with self._lock:
            self._take_leave()
            failed_at, error = self._failures.get(job, (-math.inf, None))
            if monotonic() - failed_at < FAILURE_SECONDS:
                raise JobError(f"This could not be computed: {error}") from error
            place = self._places.setdefault(job, _Place(new=not at_leisure, aside=at_leisure))
            place.aside &= at_leisure
            place.until = max(place.until, monotonic() + patience)
            self._hand_over()

    def seconds_until(self, job: Job) -> float:
        """About when the next slice of a job will be done, if all who wait go on waiting."""
        with self._lock:
            before = next((n for n, other in enumerate(self._places) if other is job), 0)
            return (before + 1) * self._pace

    def _hand_over(self) -> None:
        """Give the executor what it has room for."""
        with self._lock:
            if self._handing_over:
                return  # a slice that was done at once: the loop that has started it goes on
            self._handing_over = True
            try:
                while (job := self._next()) is not None:
                    self._start(job)
            finally:
                self._handing_over = False

    def _next(self) -> Job | None:
        """Who has just come, else who has waited longest; None if there is nobody, or no room."""
        waiting = [job for job, place in self._places.items() if not place.busy]
        if not waiting or len(self._places) - len(waiting) > self._executor.capacity:
            return None
        newcomer = next((job for job in waiting if self._places[job].new), None)
        longest = self._longest([job for job in waiting if not self._places[job].new])
        if newcomer is None or longest is None:
            self._ahead = 0.0
            return newcomer or longest
        return newcomer if self._ahead < MOST_AHEAD else longest

    def _longest(self, waiting: list[Job]) -> Job | None:
        """Who has waited longest; while what nobody has pressed for is ahead, of the others."""
        longest = next(iter(waiting), None)
        if longest is None or self._aside <= 0:
            return longest
        return next((job for job in waiting if not self._places[job].aside), longest)

    def _start(self, job: Job) -> None:
        """Hand over the next slice of a job, or take leave of one that nobody wants."""
        place = self._places[job]
        place.busy, place.began = True, monotonic()
        try:
            given_up = monotonic() > place.until
            call = None if given_up else job.work(self._seconds(place))
        except Exception as error:
            self._fail(job, error)
            return
        if call is None:
            del self._places[job]
            return
        try:
            future = self._executor.submit(call[0], *call[1])
        except RuntimeError as refusal:  # it has been shut down
            self._remember(job, refusal)
        else:
            future.add_done_callback(lambda done: self._done(job, done))

    def _seconds(self, place: _Place) -> float:
        """How long the next slice of a job may take; the one after may take longer."""
        waiting = [other for other in self._places.values() if not other.busy]
        first = CROWDED_SECONDS if sum(other.new for other in waiting) > FEW else FIRST_SECONDS
        seconds = first if place.new else place.seconds
        seconds = min(seconds, SHORT_SECONDS if waiting else LONG_SECONDS)
        place.seconds = max(SHORT_SECONDS, 2 * seconds)
        return seconds

    def _done(self, job: Job, future: Future) -> None:
        """Take in a slice's result, and go on; whatever went wrong, the others go on too."""
        try:
            job.take(future.result())  # outside the lock: it may take a while
        except CancelledError:
            # By an executor that is being shut down, as a rule, and it may hold a lock that
            # whoever holds ours is waiting for. The next one who asks takes leave of the job.
            self._cancelled.append(job)
            return
        except BaseException as error:
            self._fail(job, error)
        else:
            with self._lock:
                self._count(self._places[job])
                self._places.move_to_end(job)
        self._hand_over()

    def _count(self, place: _Place) -> None:
        """A slice has ended: it may have been one before those who wait, or one of theirs."""
        now = monotonic()
        alone = now - max(self._ended, place.began)
        self._pace += WEIGHT * (alone - self._pace)
        # No more is owed than a slice: a worker's first takes as long as its imports.
        ahead = self._aside + (alone if place.aside else -alone)
        self._aside = min(max(ahead, -SHORT_SECONDS), SHORT_SECONDS)
        took, self._ended = now - place.began, now
        self._ahead = max(0.0, self._ahead + (took if place.new else -took))
        place.busy = place.new = False

    def _take_leave(self) -> None:
        """Forget the jobs whose calls were cancelled."""
        while self._cancelled:
            self._places.pop(self._cancelled.popleft(), None)

    def _fail(self, job: Job, error: BaseException) -> None:
        """Something is wrong with a job: that is for the log as well."""
        if not isinstance(error, ValueError):  # by which our functions refuse
            logging.getLogger(__name__).error("a job has failed", exc_info=error)
        self._remember(job, error)

    def _remember(self, job: Job, error: BaseException) -> None:
        """Nobody works for this job any more, and whoever asks for it is told why."""
        now = monotonic()
        with self._lock:
            del self._places[job]
            self._failures = {
                other: failure
                for other, failure in self._failures.items()
                if now - failure[0] < FAILURE_SECONDS
            } | {job: (now, error)}
