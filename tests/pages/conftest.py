"""Pages compute where they are asked: what one shows is there when it has run."""

from __future__ import annotations

import pytest
from cranked import Cranked
from immediately import immediately  # noqa: F401, a fixture for every test here

from nnviz.ui import server


@pytest.fixture
def executor(immediately, monkeypatch) -> Cranked:  # noqa: F811
    """Instead, what pages ask for waits for the test's hand."""
    cranked = Cranked()
    monkeypatch.setattr(server, "workers", lambda: cranked)
    return cranked
