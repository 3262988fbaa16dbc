"""Each test has an engine of its own, which has trained nothing yet."""

from __future__ import annotations

import math

import pytest

from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.engine.engine import Engine


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def patient() -> Engine:
    """An engine whose slices end when their epochs are done, however slow this machine is now."""
    return Engine(slice_seconds=math.inf)


@pytest.fixture
def thinned(monkeypatch) -> Experiment:
    """An experiment whose record keeps one epoch in four."""
    monkeypatch.setattr("nnviz.core.record.HISTORY_BYTES", 8 * 193 * 4)
    return Experiment(training=Training(epochs=20))
