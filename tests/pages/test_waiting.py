"""What a page shows while nothing has been computed yet, and when something cannot be."""

from __future__ import annotations

import subprocess
import sys

import pytest
from app_pages import ROOT, components, open_page, read_block
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


@pytest.fixture
def no_workers(immediately, monkeypatch) -> None:
    """A server that nobody trains for."""

    def none() -> None:
        raise RuntimeError("training on a cluster needs the package 'distributed'")

    monkeypatch.setattr(server, "workers", none)


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
def test_a_server_that_has_no_workers_says_so(executor, no_workers, monkeypatch, page, query):
    app = open_within_the_app(page, query)
    assert "needs the package 'distributed'" in words(app)
    monkeypatch.setattr(server, "workers", lambda: executor)
    app.run()
    assert not app.exception
    assert executor.waiting


@pytest.mark.parametrize("page", ["gradient-descent", "optimizers", "words"])
def test_what_trains_nothing_needs_no_workers(no_workers, page):
    app = open_within_contents(page)
    assert app.title[0].value.endswith("?")
    assert "needs the package 'distributed'" not in words(app)


@pytest.mark.parametrize("page", ["home", "train", "learning-rate", "batches"])
def test_a_page_that_lacks_workers_keeps_its_link(no_workers, page):
    app = open_within_contents(page)
    assert "nnviz.link" in [one.component_name for one in components(app)]
    assert "needs the package 'distributed'" in words(app)


def open_within_contents(page: str) -> AppTest:
    """A page as the app shows it."""
    app = AppTest.from_file(ROOT / "contents.py", default_timeout=60)
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


FIRST_VISITOR = """
import sys
import streamlit as st
from streamlit.testing.v1 import AppTest
from nnviz.ui import layout

draw = layout.question

def question(*args, **kwargs):
    draw(*args, **kwargs)
    print("torch" if "torch" in sys.modules else "nothing heavy")
    st.stop()

layout.question = question
app = AppTest.from_file(sys.argv[1])
app.switch_page(sys.argv[2]).run()
"""


@pytest.mark.parametrize("page", ["home", "words"])
def test_the_first_visitor_of_a_server_reads_the_question_before_torch_is_there(page):
    command = [sys.executable, "-c", FIRST_VISITOR, ROOT / "contents.py", f"pages/{page}.py"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.split("\n") == ["nothing heavy", ""], done.stderr


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
