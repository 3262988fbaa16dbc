"""How often a page asks, so that many visitors do not keep the server busy with asking."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time

SHORTEST = 0.1
"""Seconds between two questions of a visitor who is alone."""

SHARE = 0.5
"""The part of one core's time that questions may take; the rest is for clicks, and for pages that
are opened."""

CHEAPEST, DEAREST = 0.01, 0.05
"""Seconds of the processor that a question takes, at least and at most: what else the process does
in a quiet moment is not a question's fault."""

WATCHED = 1.0
"""So many seconds are looked at to find what a question takes."""

QUESTIONS_REMEMBERED = 3
"""Who has not asked in the time for so many questions does not count any more."""

LEAST_REMEMBERED = 4.0
"""Seconds that a visitor counts in any case."""


class Crowd:
    """The visitors who wait for something at the moment.

    Attributes:
        turn: to be held while a part of a page is drawn that waits. Python computes for one page at
            a time anyhow, and of many threads that all want to, each takes its time from a click.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self._waiting: dict[Hashable, float] = {}  # visitor → until when it counts
        self._questions, self._cost = 0, CHEAPEST
        self._since = monotonic(), process_time()
        self._lock = threading.Lock()

    @property
    def interval(self) -> float:
        """Seconds between two questions of the same visitor."""
        return max(SHORTEST, len(self._waiting) * self._cost / SHARE)

    @property
    def remembered(self) -> float:
        """Seconds in which whoever is told to wait now, and still does, has asked again."""
        return max(LEAST_REMEMBERED, QUESTIONS_REMEMBERED * self.interval)

    def tick(self, visitor: Hashable) -> float:
        """The seconds after which a visitor, who asks now, is to ask again."""
        with self._lock:
            now = monotonic()
            self._watch(now)
            self._waiting = {
                other: until for other, until in self._waiting.items() if until > now
            } | {visitor: now}
            self._waiting[visitor] += self.remembered
            return self.interval

    def leave(self, visitor: Hashable) -> None:
        """A visitor does not wait any more, or will ask again and then does."""
        with self._lock:
            self._waiting.pop(visitor, None)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others have the turn, which is held, while nothing is computed here."""
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()

    def _watch(self, now: float) -> None:
        """Count a question, and find from time to time what one takes of this process's time."""
        self._questions += 1
        then, used = self._since
        if now - then < WATCHED:
            return
        cost = (process_time() - used) / self._questions
        self._cost = min(max(cost, CHEAPEST), DEAREST)
        self._questions, self._since = 0, (now, process_time())
