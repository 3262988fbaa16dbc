"""An executor that computes at once, where it is asked: what a page shows is there when it has run."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from nnviz.engine.engine import Engine
from nnviz.engine.jobs import Jobs


class Immediately:
    """No processes, no threads; calls are not pickled."""

    capacity = 1

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future:
        done: Future = Future()
        try:
            done.set_result(function(*args))
        except Exception as error:
            done.set_exception(error)
        return done


def immediate_engine() -> Engine:
    """An engine whose jobs are done as soon as they are asked for."""
    return Engine(Jobs(Immediately(), patience=math.inf))
