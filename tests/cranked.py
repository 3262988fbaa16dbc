"""An executor whose calls wait for the test's hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Cranked:
    """What is submitted waits, first come, first served, until it is computed by a turn.

    Attributes:
        waiting: the calls that have been submitted and not computed.
    """

    def __init__(self, capacity: int = 1) -> None:
        self.capacity = capacity
        self.waiting: list[tuple[Future, Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future:
        future: Future = Future()
        self.waiting.append((future, function, args))
        return future

    def turn(self, index: int = 0) -> None:
        """Compute one of the calls that wait."""
        future, function, args = self.waiting.pop(index)
        try:
            result = function(*args)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    def turn_all(self) -> int:
        """Turn until nothing waits; how often that took."""
        turns = 0
        while self.waiting:
            self.turn()
            turns += 1
        return turns
