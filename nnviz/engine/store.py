"""The one store of what has been computed for anybody, by the content that decides it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol, TypeVar

STORE_BYTES = 512 * 2**20

IDLE_SECONDS = 30
"""What nobody has asked for in this time is not being worked on any more."""


class Stored(Protocol):
    """What a store can keep."""

    @property
    def nbytes(self) -> int:
        """Bytes that it takes, or will have taken when it is finished."""

    @property
    def finished(self) -> bool:
        """Whether nobody will work on it any more."""


Kept = TypeVar("Kept", bound=Stored)


@dataclass
class _Place:
    """One that is kept, its bytes when it was asked for last, and when that was."""

    kept: Stored
    nbytes: int
    asked_at: float


class Store:
    """Results by the content that decides them, everyone's, as many as there is room for.

    Equal content gives equal results, so whatever had to make room comes back the same. Many
    threads may use it at once.

    Args:
        room: the most bytes that it holds.
    """

    def __init__(self, room: int = STORE_BYTES) -> None:
        self._room = room
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()  # the one used last at the end
        self._held = 0  # bytes
        self._lock = threading.Lock()

    def get(self, content: Hashable) -> Stored | None:
        """What is kept of this content, if anything; asking so does not count as use."""
        with self._lock:
            place = self._places.get(content)
            return place.kept if place else None

    def keep(self, content: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept of this content; what `make` returns, if there was nothing yet.

        When there is no more room, what was used longest ago goes, but nothing that somebody is
        still working on.
        """
        # Nobody waits while something is made; if two make the same at once, one is kept.
        made = None if self.get(content) else make()
        with self._lock:
            place = self._places.pop(content, None) or _Place(made or make(), 0, 0.0)
            self._places[content] = place
            place.asked_at = monotonic()
            self._held += place.kept.nbytes - place.nbytes
            place.nbytes = place.kept.nbytes
            self._make_room()
            return place.kept

    def _make_room(self) -> None:
        if self._held <= self._room:
            return
        for content, place in list(self._places.items())[:-1]:
            idle = monotonic() - place.asked_at > IDLE_SECONDS
            if place.kept.finished or idle:
                self._held -= place.nbytes
                del self._places[content]
            if self._held <= self._room:
                return
