"""An executor that computes at once, where it is asked: a page that has run shows all."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
import streamlit as st

from nnviz.engine import crowd
from nnviz.engine.crowd import Crowd
from nnviz.engine.engine import Engine
from nnviz.engine.jobs import Jobs
from nnviz.engine.store import Store
from nnviz.ui import server


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


class Patient(Crowd):
    """Visitors who are waited for, however long they do not ask."""

    remembered = math.inf


def immediate_engine(store: Store | None = None) -> Engine:
    """An engine whose jobs are done as soon as they are asked for."""
    return Engine(Jobs(Immediately()), store or Store(), Patient())


@pytest.fixture(autouse=True)
def immediately(monkeypatch) -> Iterator[None]:
    """Each test's pages have such an engine, and it has trained nothing yet."""
    st.cache_resource.clear()
    monkeypatch.setattr(server, "workers", Immediately)
    monkeypatch.setattr("nnviz.engine.openings.openings", list)  # a page's own are enough
    monkeypatch.setattr(crowd, "LEAST_REMEMBERED", math.inf)
    yield
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join()
