"""How often a page asks, so that many visitors do not keep the server busy with asking."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from time import monotonic

SHORTEST = 0.1
"""Seconds between two questions of a visitor who is alone."""

SHARE = 0.012
"""Seconds of the server's time that a question may take: as many seconds as visitors pass between
two of the same one."""

REMEMBERED = 4.0
"""Who has not asked in so many seconds does not count any more."""


class Crowd:
    """The visitors who wait for something at the moment."""

    def __init__(self) -> None:
        self._asked_at: dict[Hashable, float] = {}
        self._lock = threading.Lock()

    def tick(self, visitor: Hashable) -> float:
        """The seconds after which a visitor, who asks now, is to ask again."""
        now = monotonic()
        with self._lock:
            self._asked_at[visitor] = now
            for other, asked_at in list(self._asked_at.items()):
                if now - asked_at > REMEMBERED:
                    del self._asked_at[other]
            return max(SHORTEST, SHARE * len(self._asked_at))
