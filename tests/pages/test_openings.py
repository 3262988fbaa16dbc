"""What the pages open with is computed at the server's start, once for all visitors."""

from __future__ import annotations

import pytest
from app_pages import open_page
from immediately import Immediately, immediate_engine

from nnviz.core.trainer import Trainer
from nnviz.engine import openings as opened
from nnviz.engine.engine import Engine
from nnviz.engine.slices import train_slice
from nnviz.terrain.plane import PLANES

QUESTIONS = opened.openings()

PAGES = [
    ("train", {}),
    ("learning-rate", {}),
    ("optimizers", {}),
    ("optimizers", {"view": "dataset"}),
    ("batches", {}),
    ("loss", {}),
    ("forward-pass", {}),
    ("convolution", {}),
    ("images", {}),
    *(("neuron", {"plane": plane}) for plane in PLANES),
]


@pytest.fixture(scope="module")
def warm() -> Engine:
    """The engine of a server whose warm-up is over."""
    engine = immediate_engine()
    assert all(is_there(engine) for is_there in QUESTIONS)
    return engine


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_who_opens_a_page_trains_nothing(monkeypatch, warm, page, query):
    trained = []

    def submit(self, function, /, *args):
        trained.extend(args if function is train_slice else ())
        at_work.append(function)
        done = original_submit(self, function, *args)
        at_work.pop()
        return done

    def advance(trainer, *args, **kwargs):
        trained.extend(() if at_work else [trainer])  # in the page's own thread
        return original_advance(trainer, *args, **kwargs)

    at_work, original_submit, original_advance = [], Immediately.submit, Trainer.advance
    monkeypatch.setattr(Immediately, "submit", submit)
    monkeypatch.setattr(Trainer, "advance", advance)
    monkeypatch.setattr("nnviz.engine.engine.Engine", lambda jobs: warm)
    app = open_page(f"pages/{page}.py", **query)
    for _ in range(3):  # the browser's ticks
        app.run()
        assert not app.exception
    assert trained == []
    words = " ".join(m.value for m in app.markdown)
    assert "empty" not in words
    assert "Press **" not in words
