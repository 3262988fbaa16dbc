"""Each test has an engine of its own, which has trained nothing yet and trains when asked."""

from __future__ import annotations

import pytest
from immediately import immediate_engine

from nnviz.core.experiment import Experiment
from nnviz.core.training import Training
from nnviz.engine.engine import Engine


@pytest.fixture
def engine() -> Engine:
    return immediate_engine()


@pytest.fixture
def thinned(monkeypatch) -> Experiment:
    """An experiment whose record keeps one epoch in four."""
    monkeypatch.setattr("nnviz.core.record.HISTORY_BYTES", 8 * 193 * 4)
    return Experiment(training=Training(epochs=20))
