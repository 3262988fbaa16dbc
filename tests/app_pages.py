"""Pages run by Streamlit's AppTest: opening one, its buttons, the blocks of its components."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]


def open_page(path: str = "contents.py", **query: str) -> AppTest:
    """A visitor's first look at a page, under an address with these parameters."""
    app = AppTest.from_file(ROOT / path, default_timeout=600)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def run_until(app: AppTest, comes: Callable[[], bool]) -> None:
    """Tick, as the browser would, until something has come."""
    for _ in range(100):
        if comes():
            return
        app.run()
        assert not app.exception
    raise AssertionError("it has not come after 100 runs")


def components(app: AppTest) -> list[BidiComponent]:
    """The films on the page, and what shows nothing, from top to bottom."""
    return [e.proto for e in [*app.main, *app.sidebar] if e.type == "bidi_component"]


def read_blocks(app: AppTest) -> list[tuple[dict, dict[str, np.ndarray]]]:
    """The header and the arrays of each film on the page, from top to bottom."""
    return [decode(proto.bytes) for proto in components(app) if proto.bytes]


def read_block(app: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    """The header and the arrays of the one film on the page."""
    (block,) = read_blocks(app)
    return block


def decode(data: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """What `nnviz.films.block.encode` has packed."""
    size = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + size])
    numbers, start, arrays = np.frombuffer(data[4 + size :], "<f4"), 0, {}
    for name, shape in header["arrays"]:
        count = int(np.prod(shape))
        arrays[name] = numbers[start : start + count].reshape(shape)
        start += count
    assert start == len(numbers)
    return header, arrays


def address(app: AppTest) -> dict[str, str]:
    """What the page puts into the browser's address: name → text."""
    (data,) = [json.loads(c.json) for c in components(app) if c.component_name == "nnviz.page"]
    return dict(parse_qsl(data["query"], keep_blank_values=True))


def button(app: AppTest, label: str):
    """The one button with this label."""
    (found,) = [b for b in app.button if b.label == label]
    return found
