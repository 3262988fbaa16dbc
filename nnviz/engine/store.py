"""The one store of what has been computed for anybody, by the content that decides it."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Protocol, TypeVar

STORE_BYTES = 512 * 2**20

IDLE_SECONDS = 30
"""What nobody has asked for in this time is not being worked on any more."""


COUNTED_SECONDS = 1
"""What is kept is counted so often, as it may grow, and whenever something is new."""


class Stored(Protocol):
    """What a store can keep."""

    @property
    def nbytes(self) -> int:
        """Bytes that it takes, or will have taken when it is finished."""

    @property
    def finished(self) -> bool:
        """Whether nobody will work on it any more."""


Kept = TypeVar("Kept", bound=Stored)


class Store:
    """Results by the content that decides them, everyone's, as many as there is room for.

    Equal content gives equal results, so whatever had to make room comes back the same. Many
    threads may use it at once.

    Args:
        room: the most bytes that it holds.
    """

    def __init__(self, room: int = STORE_BYTES) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, Stored] = OrderedDict()  # the one used last at the end
        self._asked_at: dict[Hashable, float] = {}
        self._counted_at = -math.inf
        self._lock = threading.Lock()

    def get(self, content: Hashable) -> Stored | None:
        """What is kept of this content, if anything; asking so does not count as use."""
        with self._lock:
            return self._kept.get(content)

    def keep(self, content: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept of this content; what `make` returns, if there was nothing yet.

        When there is no more room, what was used longest ago goes, but nothing that somebody is
        still working on.
        """
        with self._lock:
            found = self._kept.pop(content, None)
            self._kept[content] = kept = found or make()
            self._asked_at[content] = now = monotonic()
            if not found or now - self._counted_at >= COUNTED_SECONDS:
                self._counted_at = now
                self._make_room()
            return kept

    def _make_room(self) -> None:
        excess = sum(kept.nbytes for kept in self._kept.values()) - self._room
        for content, kept in list(self._kept.items())[:-1]:
            idle = monotonic() - self._asked_at[content] > IDLE_SECONDS
            if excess > 0 and (kept.finished or idle):
                excess -= kept.nbytes
                del self._kept[content], self._asked_at[content]
