"""The running app and a browser, as the browser tests have them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_server import app_server


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """The address of a server of its own for each module; nothing may go wrong on it."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with app_server(log) as url:
        yield url
    assert "Traceback" not in log.read_text()
