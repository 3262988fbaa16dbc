"""A calculation that a worker makes once: its result serves everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nnviz.engine.jobs import Work


class Calculation:
    """A call of a pure function.

    It is a job of a single slice.

    Args:
        function, arguments: what is to be called; both have to be pickled.

    Attributes:
        finished: whether there is a result, or none will come.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._work: Work | None = (function, arguments)
        self._result: Any = None
        self._error: BaseException | None = None
        self.finished = False

    @property
    def nbytes(self) -> int:
        """Bytes of the result, where it has arrays that say."""
        return getattr(self._result, "nbytes", 0)

    def result(self) -> Any:
        """What it has come to, None until then; what the function raised, if it did."""
        if self._error:
            raise self._error
        return self._result

    def work(self, seconds: float) -> Work | None:
        """The call, whatever time it takes; None when it is done."""
        return self._work

    def take(self, result: Any) -> None:
        """Keep the result."""
        self._result, self._work, self.finished = result, None, True

    def fail(self, error: BaseException) -> None:
        """Keep what is to be raised instead."""
        self._error, self._work, self.finished = error, None, True
