"""How often a page asks, so that many visitors do not keep the server busy with asking."""

from __future__ import annotations

import math
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from time import monotonic, thread_time

SHORTEST = 0.1
"""Seconds between two questions of a visitor who is alone."""

SHARE = 0.16
"""The part of one core's time in which questions may be drawn. Twice as much again goes into
starting their threads and sending what is drawn; the rest is for clicks, and for new pages."""

FIRST_COST, WEIGHT = 0.02, 0.1
"""Seconds of the processor that a question is taken to need before any is known, and how much each
one counts that is."""

MOST_SOONER = 2
"""How many times sooner a visitor may ask who is expected to be given something then."""

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
        self._cost = FIRST_COST
        self._lock = threading.Lock()

    @property
    def interval(self) -> float:
        """Seconds between two questions of the same visitor.

        Of one who is alone, as long again as a question takes; of a crowd, what their share allows.
        """
        others = max(0, len(self._waiting) - 1)
        return max(SHORTEST, self._cost + others * self._cost / SHARE)

    @property
    def remembered(self) -> float:
        """Seconds in which whoever is told to wait now, and still does, has asked again."""
        return max(LEAST_REMEMBERED, QUESTIONS_REMEMBERED * self.interval)

    def wait(self, expected: float = math.inf) -> float:
        """Seconds until a visitor asks again for what is expected to be there in so many."""
        return min(self.interval, max(expected, SHORTEST, self.interval / MOST_SOONER))

    def tick(self, visitor: Hashable, expected: float = math.inf) -> float:
        """The seconds after which a visitor, who asks now, is to ask again.

        Args:
            visitor: who asks.
            expected: in how many seconds there will be something new, as far as one knows.
        """
        with self._lock:
            now = monotonic()
            self._waiting = {
                other: until for other, until in self._waiting.items() if until > now
            } | {visitor: now}
            self._waiting[visitor] += self.remembered
            return self.wait(expected)

    @contextmanager
    def question(self, visitor: Hashable) -> Iterator[None]:
        """A visitor asks: its part of the page has the turn to be drawn, and is timed.

        Whether the visitor goes on waiting will be known when it is drawn.
        """
        with self.turn:
            with self._lock:
                self._waiting.pop(visitor, None)
            start = thread_time()
            try:
                yield
            finally:
                self._cost += WEIGHT * (thread_time() - start - self._cost)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others have the turn, which is held, while nothing is computed here."""
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()
