"""What a page shows while nothing has been computed yet, and when something cannot be."""

from __future__ import annotations

import pytest
from app_pages import open_page, read_block
from cranked import Cranked
from streamlit.testing.v1 import AppTest

from nnviz.ui import server

PAGES = [
    ("train", {"trained": "10"}),
    ("learning-rate", {"swept": "10"}),
    ("learning-rate", {"panel": "range_test"}),
    ("learning-rate", {"panel": "schedules"}),
    ("optimizers", {"view": "dataset", "raced": "1"}),
    ("optimizers", {"view": "plane"}),
    ("optimizers", {"view": "plane", "plane_rates": "best"}),
    ("optimizers", {"view": "lottery", "drawn": "1"}),
    ("batches", {"compared": "1"}),
    ("loss", {"start": "certain", "way": "fast"}),
]


def words(app: AppTest) -> str:
    """All that is said."""
    return " ".join(e.value for e in [*app.markdown, *app.text])


def lose_all(executor: Cranked) -> None:
    """Whatever waits has lost its worker."""
    while executor.waiting:
        executor.waiting.pop(0)[0].set_exception(RuntimeError("no worker survives it"))


def within_the_app(page: str) -> None:
    """A page with what app.py has around each."""
    import runpy

    from nnviz.ui.layout import failures_told

    with failures_told():
        runpy.run_path(f"pages/{page}.py")


def open_within_the_app(page: str, query: dict[str, str]) -> AppTest:
    app = AppTest.from_function(within_the_app, args=(page,), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_a_page_that_waits_says_so(executor, page, query):
    app = open_page(f"pages/{page}.py", **query)
    for _ in range(3):
        assert executor.waiting
        assert app.get("progress") or "…" in words(app)
        app.run()
        assert not app.exception


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_what_could_not_be_computed_is_told_in_a_sentence(executor, page, query):
    open_page(f"pages/{page}.py", **query)
    lose_all(executor)
    app = open_within_the_app(page, query)
    assert "This could not be computed: no worker survives it" in words(app)


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_a_server_that_has_no_workers_says_so(executor, monkeypatch, page, query):
    def none() -> None:
        raise RuntimeError("training on a cluster needs the package 'distributed'")

    monkeypatch.setattr(server, "workers", none)
    app = open_within_the_app(page, query)
    assert "needs the package 'distributed'" in words(app)
    monkeypatch.setattr(server, "workers", lambda: executor)
    app.run()
    assert not app.exception
    assert executor.waiting


def test_home_waits_for_its_film(executor):
    app = open_page()
    assert "The network is being trained …" in words(app)
    while executor.turn_all():
        app.run()
    assert read_block(app)[0]["complete"]


def test_home_tells_when_there_will_be_none(executor):
    app = open_page()
    lose_all(executor)
    app.run()
    assert not app.exception
    assert "no worker survives it" in words(app)


def test_the_film_does_not_wait_for_the_doctor(executor):
    app = open_page("pages/train.py", trained="10", epochs="10")
    executor.turn_all()
    for _ in range(20):
        app.run()
    assert read_block(app)[0]["complete"]
    assert executor.waiting  # he has been asked
    assert "findings" in read_block(app)[0]
    executor.turn_all()
    app.run()
    assert not app.exception
