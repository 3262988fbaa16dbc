"""A calculation that a worker makes once: its result serves everybody."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from nnviz.engine.jobs import Call

OVERHEAD_BYTES = 2**12
"""About what a result takes beside its numbers: its name, and the objects that it is made of."""


class Calculation:
    """A call of a pure function.

    It is a job of a single slice.

    Args:
        function, arguments: what is to be called, and returns something; all has to be pickled.

    Attributes:
        result: what it has come to, None until then.
        nbytes: about what that takes.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._work: Call | None = (function, arguments)
        self.result: Any = None
        self.nbytes = OVERHEAD_BYTES

    @property
    def finished(self) -> bool:
        """Whether there is a result."""
        return self._work is None

    def work(self, seconds: float) -> Call | None:
        """The call, whatever time it takes; None when it is done."""
        return self._work

    def take(self, result: Any) -> None:
        """Keep the result."""
        self.nbytes = OVERHEAD_BYTES + len(pickle.dumps(result))
        self.result, self._work = result, None
