"""Whose turn it is to train.

Training is pulled by the pages in slices. All visitors who train take turns, for their slices and
for the page around them: thirty threads at once get less done in sum than one, and whoever clicks
elsewhere meanwhile would have to compete with all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


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
    def waiting(self) -> int:
        """How many are waiting for it."""
        return len(self._waiting)

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
